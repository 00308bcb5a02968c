// Makes the installers of Windows as a release does, as far as this system can: electron-builder writes its whole script, the real NSIS compiles it.
// Stand-ins, which only let the compilation end: the program (an empty folder), its archive, the plugins that NSIS does not come with (their names, no code), and Wine.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Arch, build, Platform } from 'electron-builder';
import { vi } from 'vitest';
import { configuration, productName, publisher } from '../../build/package/electron-builder.ts';
import { root, sourceFiles } from './source-files.ts';
import { namesOnlyLibrary } from './windows-library.ts';

const templates = 'node_modules/app-builder-lib/templates/nsis';
const pluginsOfTheirs = ['UAC', 'nsProcess', 'WinShell', 'Nsis7z', 'SpiderBanner', 'StdUtils', 'INetC', 'nsisunz'];

/** What the compiler says of each instruction of an installer, and of the uninstaller that it carries. */
export interface Compiled { installer: string; uninstaller: string }

/** In `place`, an empty folder; what is made goes in its `faits`. @throws Error with the last words of the compiler */
export async function compileInstallers(place: string): Promise<Record<'x64' | 'arm64', Compiled>> {
  const { directories, ...config } = configuration();
  for (const [name, value] of Object.entries(standInTools(place))) vi.stubEnv(name, value);
  try {
    await build({
      projectDir: root,
      prepackaged: programFolder(place),
      targets: Platform.WINDOWS.createTarget('nsis', Arch.x64, Arch.arm64),
      // The program is given whole: nothing is to be done after it is packed.
      config: { ...config, afterPack: null, directories: { ...directories, app: applicationFolder(place), output: join(place, 'faits') } },
      publish: 'never',
    });
  } finally {
    vi.unstubAllEnvs();
  }
  return { x64: compiledFor('x64', place), arm64: compiledFor('arm64', place) };
}

/** The uninstaller is compiled first, under the name of its installer. */
function compiledFor(processor: string, place: string): Compiled {
  const all = readdirSync(place).filter((name) => name.startsWith('dit-')).map((name) => readFileSync(join(place, name), 'utf8'));
  const ours = all.filter((said) => said.includes(`-windows-${processor}.exe"`));
  const [uninstaller = '', installer = ''] = [true, false].map((wanted) => ours.find((said) => said.includes('"BUILD_UNINSTALLER"') === wanted));
  return { installer, uninstaller };
}

function applicationFolder(place: string): string {
  const { name, description, main } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<string, string>;
  const folder = join(place, 'application');
  mkdirSync(folder);
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, description, main, version: '1.2.3', author: { name: publisher.name, email: publisher.email }, homepage: publisher.site }));
  return folder;
}

function programFolder(place: string): string {
  const folder = join(place, 'programme');
  mkdirSync(join(folder, 'resources'), { recursive: true });
  writeFileSync(join(folder, `${productName}.exe`), 'programme');
  return folder;
}

/** The environment by which electron-builder is told where its tools are, instead of downloading them. */
function standInTools(place: string): Record<string, string> {
  const script = (path: string, lines: string) => writeFileSync(join(place, path), `#!/bin/sh\n${lines}\n`, { mode: 0o755 });
  for (const folder of ['nsis', 'wine/bin', 'wine/lib', 'wine/wine-home', 'ressources/plugins/x86-unicode']) mkdirSync(join(place, folder), { recursive: true });
  script('nsis/makensis', `said=$(mktemp '${place}/dit-XXXXXX') && makensis -V4 "$@" > "$said" 2>&1 && exit\ntail -n 8 "$said" >&2\nexit 1`);
  writeFileSync(join(place, 'nsis/elevate.exe'), 'elevate');
  script('7za', 'for word in "$@"; do case $word in *.7z) echo archive >> "$word" ;; esac; done');
  // It would run the first installer, which writes the uninstaller and leaves.
  script('wine/bin/wine', 'echo retirer > "${1%exe}__uninstaller.exe"');
  const sources = sourceFiles([templates], ['.nsi', '.nsh']).map(({ text }) => text).join('\n');
  for (const plugin of pluginsOfTheirs) {
    const commands = new Set([...sources.matchAll(new RegExp(`\\b${plugin}::(\\w+)`, 'gi'))].map(([, command = '']) => command));
    writeFileSync(join(place, 'ressources/plugins/x86-unicode', `${plugin}.dll`), namesOnlyLibrary([...commands].sort()));
  }
  return {
    ELECTRON_BUILDER_NSIS_DIR: join(place, 'nsis'),
    ELECTRON_BUILDER_NSIS_RESOURCES_DIR: join(place, 'ressources'),
    ELECTRON_BUILDER_7ZIP_PATH: join(place, '7za'),
    ELECTRON_BUILDER_WINE_TOOLSET_DIR: join(place, 'wine'),
  };
}
