// Why: the real window on an empty data folder of its own, for what is the shell's own affair; nothing is left behind.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { expect, test as base, type ElectronApplication, type Locator, type Page } from '@playwright/test';
import { createFirstAgent } from './ask-staff.ts';
import { launchWindow, prepareMachine, type Machine } from './real-window.ts';
import { freePort } from '../support/free-port.ts';

export const staffAddress = /^http:\/\/127\.0\.0\.1:\d+\//;

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

interface Fixtures {
  dataFolder: string;
  /** Another program holds the portal's port. */
  isPortHeld: boolean;
  desktop: DesktopApp;
}

export const test = base.extend<Fixtures, { machine: Machine }>({
  machine: [async ({}, use) => {
    const machine = await prepareMachine();
    await use(machine);
    await machine.stop();
  }, { scope: 'worker', timeout: 300_000 }],

  dataFolder: async ({}, use, info) => {
    mkdirSync(info.outputDir, { recursive: true });
    await use(info.outputPath('donnees'));
  },

  isPortHeld: [false, { option: true }],

  desktop: async ({ machine, dataFolder, isPortHeld }, use, info) => {
    const portalPort = await freePort();
    const holder = isPortHeld ? createServer().listen(portalPort, '127.0.0.1') : undefined;
    const { app, page, shell, args, env, close } = await launchWindow({ machine, dataFolder, portalPort, profile: info.outputPath('profil') });
    await use({
      app, page, shell, portalUrl: `http://127.0.0.1:${portalPort}`,
      startAgain: async () => (await once(spawn(machine.executablePath, args, { env, stdio: 'ignore' }), 'exit'))[0],
      serverPids: () => app.evaluate((electron) => electron.app.getAppMetrics().filter(({ name }) => name?.startsWith('Serveur')).map(({ pid }) => pid)),
    });
    await close();
    holder?.close();
  },
});

export async function answers(url: string): Promise<boolean> {
  return fetch(url, { redirect: 'manual', signal: AbortSignal.timeout(1_000) }).then(() => true, () => false);
}

/** On an empty folder: shown only to a workstation that the server knows. */
export function firstScreen(page: Page): Locator {
  return page.getByRole('button', { name: /Nouvelle installation/ });
}

export async function enterAsFirstAgent(page: Page): Promise<void> {
  await createFirstAgent(page);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Que devez-vous faire ?' })).toBeVisible();
}
