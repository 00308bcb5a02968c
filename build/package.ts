// Why: `npm run package` — makes what an installer double-clicks, for the system that it runs on. `-- --release`: for every processor, signed, complete or not at all.
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Arch, build, Platform, type Configuration } from 'electron-builder';
import { buildAll } from './build.ts';
import { ensureElectronRuntime, versionOf } from './electron-runtime.ts';
import { standInAppImageTools } from './package/app-image-tools.ts';
import { applicationFolder, configuration, executableName, packagesFolder, publisher } from './package/electron-builder.ts';
import { fetchNatives } from './package/fetch-natives.ts';
import { licencesText } from './package/licences.ts';
import { releaseNotes } from './package/release-notes.ts';
import { nativePackages } from './package/shipped-packages.ts';
import { stageApplication } from './package/stage.ts';
import { windowsSigning } from './package/windows-signing.ts';
import { givenUpdateKey, signUpdates } from './sign-updates.ts';
import { isRealSource, updateSource } from '../electron/updates/source.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version: ownVersion, devDependencies: { electron: ownElectron } }: { version: string; devDependencies: { electron: string } } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const arch = process.arch === 'arm64' ? Arch.arm64 : Arch.x64;

/** The .deb alone: what the tests install. Answers the files made. */
export async function makeDeb(): Promise<string[]> {
  return build({ config: (await prepareForThisMachine())(), targets: Platform.LINUX.createTarget('deb', arch), publish: 'never' });
}

/** All that this machine can make: what `npm test` tries. */
export async function makeForThisMachine(): Promise<string[]> {
  const configure = await prepareForThisMachine();
  if (process.platform !== 'linux') return build({ config: configure(), targets: Platform.current().createTarget(null, arch), publish: 'never' });
  const made = await build({ config: configure(), targets: Platform.LINUX.createTarget('deb', arch), publish: 'never' });
  const prepackaged = join(packagesFolder, arch === Arch.arm64 ? 'linux-arm64-unpacked' : 'linux-unpacked');
  try {
    return [...made, ...await build({ config: configure(), prepackaged, targets: Platform.LINUX.createTarget('AppImage', arch), publish: 'never' })];
  } catch (error) {
    say(`L’AppImage n’a pas été faite\u00a0: electron-builder n’a pas pu télécharger ses outils (${error instanceof Error ? error.message.split('\n')[0] : String(error)}).`);
    return made;
  }
}

async function makeRelease(): Promise<string[]> {
  if (publisher.email.endsWith('.example')) throw new Error('L’éditeur n’est pas renseigné\u00a0: remplacez son adresse d’exemple dans build/package/electron-builder.ts.');
  if (!isRealSource(updateSource)) throw new Error('L’adresse et la clé des mises à jour ne sont pas renseignées dans electron/updates/source.ts\u00a0: voyez docs/publier.md.');
  const privateKey = givenUpdateKey();
  const releaseInfo = { releaseNotes: releaseNotes(ownVersion) };
  const { win, ...config } = configuration();
  const signedWin = { ...win, ...(process.platform === 'win32' ? windowsSigning(process.env) : {}) };
  fetchNatives(root, nativePackages(root, process.platform));
  await prepare(ownVersion);
  const made = await build({ config: { ...config, win: signedWin, releaseInfo, forceCodeSigning: process.platform !== 'linux' }, publish: 'never' });
  return [...made, ...signUpdates(join(root, packagesFolder), { privateKey, publicKeys: updateSource.publicKeys })];
}

/** Where Electron's own download is out of reach, a replacement makes packages for tests, that say so in their name. */
async function prepareForThisMachine(): Promise<() => Configuration> {
  const electronDist = await ensureElectronRuntime();
  const electronVersion = versionOf(electronDist);
  const isOwn = electronVersion === ownElectron;
  await prepare(isOwn ? ownVersion : `${ownVersion}-essai`);
  if (isOwn) return configuration;
  const appImageTools = process.platform === 'linux' ? standInAppImageTools(join(root, '.cache/outils-appimage')) : undefined;
  if (appImageTools) process.env.APPIMAGE_TOOLS_PATH ??= appImageTools;
  say(`Electron ${ownElectron} n’a pas pu être téléchargé. Ces paquets portent Electron ${electronVersion}, trop ancien pour être donné à une mairie\u00a0: ils ne servent qu’aux essais.`);
  return () => ({ ...configuration(), electronDist, electronVersion });
}

async function prepare(version: string): Promise<void> {
  await buildAll();
  process.chdir(root);
  rmSync(packagesFolder, { recursive: true, force: true });
  writeFileSync('dist/licences.txt', licencesText(root));
  const author = { name: publisher.name, email: publisher.email };
  const metadata = { version, author, homepage: publisher.site, desktopName: `${executableName}.desktop` };
  stageApplication({ root, target: join(root, applicationFolder), system: process.platform, metadata });
  process.env.CUSTOM_FPM_PATH = join(root, 'build/package/make-deb.js');
}

function say(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    const made = await (process.argv.includes('--release') ? makeRelease() : makeForThisMachine());
    for (const file of made) say(file);
  } catch (error) {
    say(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
