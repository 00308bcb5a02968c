// Why: installs the package that `npm run package` made in a folder of its own, and starts the program of this package, as it is shipped:
// its locks keep Node's inspector out, so the window is driven from outside, by the debugging port of its browser.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, expect, test as base, type Page } from '@playwright/test';
import { executableName, packagesFolder, productName } from '../../build/package/electron-builder.ts';
import { ensureDisplay, ensureElectronLibraries } from '../../build/test-machine.ts';
import { freePort } from '../support/free-port.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface Installation {
  /** The .deb, and where its content was put. */
  deb: string;
  folder: string;
  /** Folder of the program, and the program. */
  program: string;
  executable: string;
}

export interface RunningApp {
  page: Page;
  /** As the end of a session does; answers once everything has stopped. */
  quit(): Promise<void>;
}

export interface Desk {
  portalUrl: string;
  start(): Promise<RunningApp>;
}

export const test = base.extend<{ desk: Desk }, { installation: Installation; display: Record<string, string> }>({
  installation: [async ({}, use) => {
    const deb = readdirSync(join(root, packagesFolder)).find((name) => name.endsWith('.deb'));
    if (!deb) throw new Error('No package in release/: run « npm run package » first.');
    const folder = mkdtempSync(join(tmpdir(), 'Mairie d’Éguzon, rez-de-chaussée '));
    execFileSync('dpkg-deb', ['-x', join(root, packagesFolder, deb), folder]);
    const program = join(folder, 'opt', productName);
    await use({ deb: join(root, packagesFolder, deb), folder, program, executable: join(program, executableName) });
    rmSync(folder, { recursive: true, force: true });
  }, { scope: 'worker', timeout: 120_000 }],

  display: [async ({ installation }, use) => {
    ensureElectronLibraries(installation.executable);
    const found = await ensureDisplay();
    await use(found.env);
    await found.stop();
  }, { scope: 'worker', timeout: 120_000 }],

  desk: async ({ installation, display }, use) => {
    const profile = mkdtempSync(join(tmpdir(), 'Profil de l’été '));
    const port = await freePort();
    const running: RunningApp[] = [];
    await use({
      portalUrl: `http://127.0.0.1:${port}`,
      async start() {
        const app = await startProgram(installation.executable, ['--portal-port', String(port)], { ...process.env, ...display, XDG_CONFIG_HOME: profile, PORTAIL_ESSAI_MISES_A_JOUR: '{"address":"http://127.0.0.1:9/","publicKeys":[]}' });
        running.push(app);
        return app;
      },
    });
    for (const app of running) await app.quit();
    rmSync(profile, { recursive: true, force: true });
  },
});

/** Playwright runs as root on a bare machine, where Chromium refuses its sandbox. */
export async function startProgram(executable: string, args: string[], env: NodeJS.ProcessEnv): Promise<RunningApp> {
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const child = spawn(executable, [...args, ...sandbox, '--disable-gpu', '--remote-debugging-port=0'], { env, stdio: ['ignore', 'ignore', 'pipe'] });
  const ended = once(child, 'exit');
  const address = await new Promise<string>((resolve, reject) => {
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      const [, found] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
      if (found) resolve(found);
    });
    void ended.then(() => reject(new Error(`the program ended at once:\n${said}`)));
  });
  const browser = await chromium.connectOverCDP(address);
  const [context] = browser.contexts();
  if (!context) throw new Error('the program shows nothing');
  return {
    page: context.pages()[0] ?? await context.waitForEvent('page'),
    async quit() {
      await browser.close();
      const killer = setTimeout(() => child.kill('SIGKILL'), 15_000);
      child.kill('SIGTERM');
      await ended;
      clearTimeout(killer);
    },
  };
}

/** Programs whose command line names this folder. */
export function processesOf(folder: string): string[] {
  return execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n').filter((line) => line.startsWith(folder));
}

export { expect };
