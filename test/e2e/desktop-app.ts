// Why: starts the real window on an empty data folder of its own, and leaves nothing behind, whatever the test did to it.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { _electron, test as base, type ElectronApplication, type Page } from '@playwright/test';
import { electronIn, ensureElectronRuntime } from '../../build/electron-runtime.ts';
import { ensureDisplay, ensureElectronLibraries } from '../../build/test-machine.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface DesktopApp {
  app: ElectronApplication;
  page: Page;
  /** The process of the shell itself. */
  shell: ChildProcess;
  portalUrl: string;
  /** The same program once more, as a second double-click would; answers its exit code. */
  startAgain(): Promise<number | null>;
  serverPids(): Promise<number[]>;
}

interface Machine { executablePath: string; env: Record<string, string> }
interface Fixtures {
  dataFolder: string;
  /** Another program holds the portal's port. */
  isPortHeld: boolean;
  desktop: DesktopApp;
}

export const test = base.extend<Fixtures, { machine: Machine }>({
  machine: [async ({}, use) => {
    const executablePath = electronIn(await ensureElectronRuntime());
    ensureElectronLibraries(executablePath);
    const display = await ensureDisplay();
    await use({ executablePath, env: display.env });
    await display.stop();
  }, { scope: 'worker', timeout: 300_000 }],

  dataFolder: async ({}, use, info) => {
    mkdirSync(info.outputDir, { recursive: true });
    await use(info.outputPath('donnees'));
  },

  isPortHeld: [false, { option: true }],

  desktop: async ({ machine, dataFolder, isPortHeld }, use, info) => {
    const port = await freePort();
    const holder = isPortHeld ? createServer().listen(port, '127.0.0.1') : undefined;
    const { executablePath } = machine;
    const args = [root, '--disable-gpu', '--no-sandbox', '--data', dataFolder, '--portal-port', String(port)];
    const env = { ...definedEnv(), ...machine.env, XDG_CONFIG_HOME: info.outputPath('profil') };
    const app = await _electron.launch({ executablePath, args, env });
    const shell = app.process();
    const ended = once(shell, 'exit');
    await use({
      app,
      shell,
      page: await app.firstWindow(),
      portalUrl: `http://127.0.0.1:${port}`,
      startAgain: async () => (await once(spawn(executablePath, args, { env, stdio: 'ignore' }), 'exit'))[0],
      serverPids: () => app.evaluate((electron) => electron.app.getAppMetrics().filter(({ name }) => name?.startsWith('Serveur')).map(({ pid }) => pid)),
    });
    await app.close().catch(() => undefined);
    holder?.close();
    if (isAlive(shell.pid)) await ended;
  },
});

export function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

export async function answers(url: string): Promise<boolean> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(1_000) }).then(() => true, () => false);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
