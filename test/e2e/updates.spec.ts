// Why: a whole update in the real window, from a real server, over a real file: found, shown, installed, opened; and the way back when the new version does not do.
import { once } from 'node:events';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test as base, type Page } from '@playwright/test';
import { newUpdateKeys } from '../../build/sign-updates.ts';
import { writeTrial } from '../../electron/updates/trial.ts';
import { publish, startUpdateServer, type UpdateServer } from '../support/update-server.ts';
import { createFirstAgent } from './ask-staff.ts';
import { capture } from './capture.ts';
import { answers } from './desktop-app.ts';
import { launchWindow, prepareMachine, type Machine, type RealWindow } from './real-window.ts';
import { freePort } from '../support/free-port.ts';

interface Computer {
  server: UpdateServer;
  /** The AppImage, as the program knows it. */
  program: string;
  dataFolder: string;
  portalUrl: string;
  /** What a version that was opened says: its name, then how it was started. */
  opened: string;
  open(): Promise<RealWindow>;
}

const key = newUpdateKeys();
const test = base.extend<{ computer: Computer }, { machine: Machine }>({
  machine: [async ({}, use) => {
    const machine = await prepareMachine();
    await use(machine);
    await machine.stop();
  }, { scope: 'worker', timeout: 300_000 }],

  computer: async ({ machine }, use, info) => {
    const server = await startUpdateServer();
    const portalPort = await freePort();
    const [program, dataFolder, opened, configPath] = ['Le portail.AppImage', 'donnees', 'ouvert', 'app-update.yml'].map((name) => info.outputPath(name)) as [string, string, string, string];
    mkdirSync(info.outputDir, { recursive: true });
    writeFileSync(configPath, 'updaterCacheDirName: portail\n');
    writeFileSync(program, fakeProgram('0.1.0', opened), { mode: 0o755 });
    const source = JSON.stringify({ address: server.address, publicKeys: [key.publicKey], configPath });
    const windows: RealWindow[] = [];
    await use({
      server, program, dataFolder, opened, portalUrl: `http://127.0.0.1:${portalPort}`,
      async open() {
        const more = { APPIMAGE: program, PORTAIL_ESSAI_MISES_A_JOUR: source, XDG_CACHE_HOME: info.outputPath('cache') };
        const window = await launchWindow({ machine, dataFolder, portalPort, profile: info.outputPath('profil'), more });
        windows.push(window);
        return window;
      },
    });
    for (const window of windows) await window.close();
    await server.close();
  },
});

const fakeProgram = (version: string, opened: string) => `#!/bin/sh\n# ${'.'.repeat(50_000)}\necho "${version} $@" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`;
const ended = async ({ shell }: RealWindow) => { if (shell.exitCode === null) await once(shell, 'exit'); };

async function logIn(page: Page): Promise<void> {
  await page.waitForURL(/^http:\/\/127/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await createFirstAgent(page);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'Que devez-vous faire ?' })).toBeVisible();
}

async function openSettings(page: Page): Promise<void> {
  await page.evaluate(() => { location.hash = '#/reglages/poste'; });
  await expect(page.getByRole('heading', { name: 'Mises à jour' })).toBeVisible();
}

test('a new version is found, shown, installed and opened; one that does not take is said so', async ({ computer }, info) => {
  const { server, program, opened, portalUrl } = computer;
  const shown = await computer.open();
  const { page } = shown;
  await logIn(page);
  const profile = await shown.app.evaluate(({ app }) => app.getPath('userData'));
  await openSettings(page);
  for (const act of ['effacer', 1, null, ['install']]) await expect(page.evaluate((each) => globalThis.window.desktop?.askUpdates(each as never), act)).rejects.toThrow('Refused');
  server.files.clear();
  await page.getByRole('button', { name: /Vérifier maintenant|Réessayer/ }).click();
  await expect(page.getByRole('alert')).toContainText('ne donne pas ce que l’on attend');
  await page.screenshot({ path: info.outputPath('panne.png') });
  publish(server, { version: '9.9.0', content: Buffer.from(fakeProgram('9.9.0', opened)), key, notes: 'Les reçus sont plus clairs.\nLa recherche trouve aussi les montants.' });
  await page.getByRole('button', { name: 'Réessayer' }).click();
  await expect(page.getByRole('heading', { name: 'Version 9.9.0' })).toBeVisible();
  await expect(page.getByText('La recherche trouve aussi les montants.')).toBeVisible();
  await page.getByRole('button', { name: 'Installer cette nuit' }).click();
  await expect(page.getByText(/installée cette nuit, entre/)).toBeVisible();
  await page.getByRole('button', { name: 'Pas cette nuit' }).click();
  await page.setViewportSize({ width: 1180, height: 760 });
  await capture(page, 'ce-poste');
  await page.evaluate(() => { location.hash = '#/'; });
  await expect(page.getByRole('heading', { name: 'La version 9.9.0 du portail est prête' })).toBeVisible();
  await page.getByRole('link', { name: 'Voir la mise à jour' }).click();
  await page.getByRole('button', { name: 'Installer maintenant' }).click();
  await expect(page.getByText('Le portail sera fermé aux habitants pendant quelques minutes.')).toBeVisible();
  await page.screenshot({ path: info.outputPath('demande.png') });
  await page.getByRole('button', { name: 'Installer', exact: true }).click();
  await ended(shown);
  await expect.poll(() => existsSync(opened) && readFileSync(opened, 'utf8')).toContain('9.9.0 ');
  expect(readFileSync(opened, 'utf8')).toContain(`--data ${computer.dataFolder}`);
  expect(readFileSync(program, 'utf8')).toContain('9.9.0');
  expect(readFileSync(join(profile, 'installateurs/0.1.0.AppImage'), 'utf8')).toContain('0.1.0');
  expect(JSON.parse(readFileSync(join(profile, 'essai-de-version.json'), 'utf8'))).toMatchObject({ from: '0.1.0', to: '9.9.0' });
  expect(await answers(portalUrl)).toBe(false);
  // The same version again: the new one did not take.
  const again = await computer.open();
  await again.page.waitForURL(/^http:\/\/127/);
  expect(await again.page.evaluate(() => globalThis.window.desktop?.readUpdates())).toMatchObject({ version: '0.1.0', problem: expect.stringContaining('n’a pas été installée') });
  expect(existsSync(join(profile, 'essai-de-version.json'))).toBe(false);
  await expect.poll(() => answers(portalUrl)).toBe(true);
});

test('a new version that cannot open the portal offers the former one, with its data', async ({ computer }, info) => {
  const { dataFolder, program, opened } = computer;
  const first = await computer.open();
  await first.page.waitForURL(/^http:\/\/127/);
  const profile = await first.app.evaluate(({ app }) => app.getPath('userData'));
  await first.close();
  const good = readFileSync(join(dataFolder, 'portail.sqlite'));
  mkdirSync(join(dataFolder, 'copies'), { recursive: true });
  mkdirSync(join(profile, 'installateurs'));
  writeFileSync(join(profile, 'installateurs/0.0.9.AppImage'), fakeProgram('0.0.9', opened));
  const trial = { from: '0.0.9', to: '0.1.0', installer: join(profile, 'installateurs/0.0.9.AppImage'), download: 'https://exemple.fr/', startedAt: new Date(Date.now() - 60_000).toISOString() };
  writeTrial(join(profile, 'essai-de-version.json'), trial);
  writeFileSync(join(dataFolder, 'copies/avant-version-11-depuis-9.sqlite'), good);
  writeFileSync(join(dataFolder, 'portail.sqlite'), 'abîmée'.repeat(1_000));
  const window = await computer.open();
  await window.page.waitForURL('app://portail/panne');
  await expect(window.page.getByText(/Vous pouvez revenir à la version 0\.0\.9/)).toBeVisible();
  await window.page.screenshot({ path: info.outputPath('retour.png') });
  await window.app.evaluate(({ dialog }) => {
    dialog.showMessageBox = ((asked: object) => new Promise((resolve) => Object.assign(globalThis, { asked, agree: () => resolve({ response: 0 }) }))) as never;
  });
  await window.page.getByRole('link', { name: 'Revenir à la version 0.0.9…' }).click({ noWaitAfter: true });
  const asked = () => window.app.evaluate(() => (globalThis as { asked?: { message: string; detail: string } }).asked);
  await expect.poll(asked).toMatchObject({ message: 'Revenir à la version 0.0.9\u00a0?', detail: expect.stringMatching(/n’y sera plus.*paiements.*copies.*se rouvrira/s) });
  await window.app.evaluate(() => (globalThis as { agree?: () => void }).agree?.()).catch(() => undefined);
  await ended(window);
  await expect.poll(() => existsSync(opened) && readFileSync(opened, 'utf8')).toContain('0.0.9 ');
  expect(readFileSync(program, 'utf8')).toContain('0.0.9');
  expect(readFileSync(join(dataFolder, 'portail.sqlite')).equals(good)).toBe(true);
  const aside = readdirSync(join(dataFolder, 'copies')).find((name) => name.startsWith('remplacee-')) ?? '';
  expect(readFileSync(join(dataFolder, 'copies', aside, 'portail.sqlite'), 'utf8')).toContain('abîmée');
  // The new version once more, on data that suit it: proved, it stays.
  writeTrial(join(profile, 'essai-de-version.json'), { ...trial, startedAt: new Date().toISOString() });
  await computer.open();
  await expect.poll(() => existsSync(join(profile, 'essai-de-version.json')), { timeout: 20_000 }).toBe(false);
});
