// Why: gives the tests what a bare machine lacks — a screen and a Chromium — or says in one sentence what to install.
import { spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { once } from 'node:events';
import { delimiter, join } from 'node:path';
import type { Readable } from 'node:stream';
import { chromium } from '@playwright/test';

export interface Display {
  /** To be merged into the environment of the programs that open windows. */
  env: Record<string, string>;
  stop(): Promise<void>;
}

/** The screen of this machine, or else a virtual one to be stopped by the caller. */
export async function ensureDisplay(): Promise<Display> {
  const hasScreen = process.platform !== 'linux' || Boolean(process.env.DISPLAY);
  if (hasScreen) return { env: {}, stop: () => Promise.resolve() };
  if (!findProgram('Xvfb')) installPackages(['xvfb'], 'Il manque un écran virtuel pour ouvrir la fenêtre.');
  return startVirtualScreen();
}

/** The Chromium that drives the tests in a browser; without the windows that no test looks at (its « headless shell ») where it can be had: journeys take a quarter less time. */
export function ensureChromium(): string {
  const found = findChromium();
  if (found) return found;
  if (canInstallPackages()) installPackages(['chromium-headless-shell'], 'Il manque le navigateur Chromium.');
  else spawnSync('npx', ['playwright', 'install', 'chromium'], { stdio: ['ignore', 2, 2], shell: process.platform === 'win32' });
  const installed = findChromium();
  if (installed) return installed;
  throw new Error('Il manque le navigateur Chromium : installez-le (sudo apt-get install chromium), ou donnez son chemin dans PLAYWRIGHT_CHROMIUM_PATH.');
}

/** Electron needs the graphical libraries of a desktop machine, which a server does not have. */
export function ensureElectronLibraries(electron: string): void {
  if (process.platform !== 'linux') return;
  const isIncomplete = () => spawnSync('ldd', [electron], { encoding: 'utf8' }).stdout?.includes('not found') ?? false;
  if (!isIncomplete()) return;
  installPackages(['libgtk-3-0', 'libnss3', 'libgbm1', 'libasound2'], 'Il manque des bibliothèques graphiques à Electron.');
  if (isIncomplete()) throw new Error(`Il manque encore des bibliothèques à Electron. La commande « ldd ${electron} » en donne la liste.`);
}

/** What compiles the installer of Windows and what makes an AppImage, where they can be had: their tests are passed over elsewhere. */
export function ensurePackagingTools(): void {
  const lacking = [['makensis', 'nsis'], ['mksquashfs', 'squashfs-tools']].flatMap(([program = '', name = '']) => (findProgram(program) ? [] : [name]));
  if (lacking.length > 0 && canInstallPackages()) installPackages(lacking, 'Il manque de quoi vérifier les paquets de Windows et de Linux.');
}

async function startVirtualScreen(): Promise<Display> {
  const screen = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1366x900x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] });
  const ended = once(screen, 'exit');
  const number = await Promise.race([readLine(screen.stdio[3] as Readable), ended.then(() => undefined)]);
  if (!number) throw new Error('L’écran virtuel (Xvfb) n’a pas démarré.');
  return {
    env: { DISPLAY: `:${number}` },
    async stop() {
      screen.kill();
      await ended;
    },
  };
}

async function readLine(stream: Readable): Promise<string | undefined> {
  let text = '';
  for await (const chunk of stream) {
    text += String(chunk);
    if (text.includes('\n')) return text.trim();
  }
  return undefined;
}

function findChromium(): string | undefined {
  const candidates = [
    process.env.PLAYWRIGHT_CHROMIUM_PATH,
    ...['chromium-headless-shell', 'chromium', 'google-chrome', 'google-chrome-stable'].map(findProgram),
    chromium.executablePath(),
  ];
  return candidates.find((path) => path && existsSync(path));
}

function findProgram(name: string): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
}

function canInstallPackages(): boolean {
  return process.getuid?.() === 0 && findProgram('apt-get') !== undefined;
}

function installPackages(packages: string[], lack: string): void {
  const command = `apt-get install ${packages.join(' ')}`;
  if (!canInstallPackages()) throw new Error(`${lack} Installez-le d’abord : sudo ${command}`);
  process.stderr.write(`${lack} Installation (${packages.join(', ')})…\n`);
  const options = { stdio: ['ignore', 'ignore', 2] as ('ignore' | number)[], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
  spawnSync('apt-get', ['update', '-qq'], options);
  const { status } = spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], options);
  if (status !== 0) throw new Error(`${lack} L’installation a échoué : essayez « ${command} ».`);
}
