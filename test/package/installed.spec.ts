// Why: what an installer double-clicks works from its first start: the town hall prepares it and imports, a resident downloads, and it all survives a restart.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { startMailCatcher, type MailCatcher } from '../../build/mail-catcher.ts';
import { csvOf, pdfOf } from '../support/household.ts';
import { expect, processesOf, test } from './installed-app.ts';

test.skip(process.platform !== 'linux', 'the package of this system has no test yet');

const agent = { name: 'Nadia Ferrand', email: 'nadia@commune.test', password: 'vendanges-de-septembre' };
const resident = { email: 'camille@exemple.test', password: 'cerisier-en-fleurs-7' };
const number = '2026-000123';
const pdf = pdfOf('Étude du soir', 20_000);
const csv = csvOf([{ numero: number, date: '10/11/2026', echeance: '30/11/2099', montant: '41,20', objet: 'Étude du soir', code_payeur: 'DUR01', civilite: 'Mme', nom: 'Durand', prenom: 'Camille', email: resident.email, fichier: 'a.pdf' }]);

let mails: MailCatcher;
test.beforeEach(async () => { mails = await catchMails([2525, 587, 465, 25]); });
test.afterEach(() => mails.stop());

test('installed, prepared, used by a resident, stopped and started again', async ({ desk, installation, page }) => {
  test.setTimeout(180_000);
  const first = await desk.start();
  await test.step('first run', () => firstRun(first.page));
  await test.step('believes no other address of updates than its own, and has none', async () => {
    expect(await first.page.evaluate(() => window.desktop?.readUpdates())).toMatchObject({ off: expect.stringContaining('ne lui a pas donné d’adresse'), step: 'idle', checkedAt: null });
  });
  await test.step('import', () => importInvoice(first.page));
  await test.step('a resident downloads', async () => {
    await activate(page, desk.portalUrl);
    expect(await download(page, desk.portalUrl)).toEqual(pdf);
  });
  await test.step('quit', async () => {
    await first.quit();
    expect(processesOf(installation.program)).toEqual([]);
    await expect(fetch(desk.portalUrl)).rejects.toThrow();
  });
  const again = await desk.start();
  await test.step('started again', async () => {
    await expect(again.page.getByLabel('Adresse de messagerie')).toBeVisible({ timeout: 30_000 });
    await again.page.getByLabel('Adresse de messagerie').fill(agent.email);
    await again.page.getByLabel('Mot de passe', { exact: true }).fill(agent.password);
    await again.page.getByRole('button', { name: 'Se connecter' }).click();
    await expect(again.page.getByRole('button', { name: agent.name })).toBeVisible();
    expect(await download(page, desk.portalUrl)).toEqual(pdf);
  });
});

/** The window only takes a port where mail servers listen: the first of them that is free. */
async function catchMails([smtpPort, ...others]: number[]): Promise<MailCatcher> {
  if (smtpPort === undefined) throw new Error('every port of mail servers is taken on this machine');
  return startMailCatcher({ smtpPort, webPort: 0 }).catch(() => catchMails(others));
}

async function firstRun(page: Page): Promise<void> {
  const door = page.getByRole('button', { name: /Nouvelle installation/ });
  const field = page.getByLabel('Vos prénom et nom');
  await expect(door.or(field)).toBeVisible({ timeout: 30_000 });
  if (await door.isVisible()) await door.click();
  await field.fill(agent.name);
  await page.getByLabel('Votre adresse de messagerie').fill(agent.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(agent.password);
  await page.getByLabel('Le même mot de passe, une seconde fois').fill(agent.password);
  await page.getByRole('button', { name: 'Créer mon compte' }).click();
  await expect(page.getByRole('button', { name: agent.name })).toBeVisible();
  expect(await page.evaluate(() => window.desktop?.appVersion())).toMatch(/^\d+\.\d+\.\d+/);
  // The screen of these settings has its own journeys.
  const smtp = { host: '127.0.0.1', port: mails.smtpPort, security: 'none', user: '', fromName: '', fromAddress: 'mairie@commune.test' };
  expect(await page.evaluate(async (patch) => {
    const answer = await fetch('/api/settings.update', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify({ patch }) });
    return answer.json() as Promise<unknown>;
  }, { smtp })).toEqual({ ok: true, value: {} });
}

async function importInvoice(page: Page): Promise<void> {
  await page.getByRole('link', { name: 'Importer' }).first().click();
  await page.locator('input[type=file][accept]').setInputFiles([
    { name: 'novembre.csv', mimeType: 'text/csv', buffer: Buffer.from(csv) }, { name: 'a.pdf', mimeType: 'application/pdf', buffer: pdf },
  ]);
  await page.getByRole('button', { name: /^Publier 1\sfacture/ }).click({ timeout: 20_000 });
  await expect(page.getByRole('heading', { name: /1\sfacture publiée/ })).toBeVisible();
}

async function activate(page: Page, portalUrl: string): Promise<void> {
  await page.goto(`${portalUrl}/connexion`);
  await page.getByRole('link', { name: "J'active mon compte" }).click();
  await page.getByLabel('Adresse mail').fill(resident.email);
  await page.getByRole('button', { name: 'Activation' }).click();
  const mail = await mails.waitFor(({ to, subject }) => to.includes(resident.email) && subject.includes('Accès'), 20_000);
  await page.goto(mail.links[0]!);
  for (const field of await page.locator('input[type=password]').all()) await field.fill(resident.password);
  await page.locator('form').getByRole('button').last().click();
  await expect(page.getByRole('status')).toContainText('Le nouveau mot de passe a été enregistré');
  await page.goto(`${portalUrl}/connexion`);
  await page.getByLabel('Adresse mail').fill(resident.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(resident.password);
  await page.getByRole('button', { name: 'Connexion' }).click();
  await expect(page).toHaveURL(`${portalUrl}/accueil`);
}

async function download(page: Page, portalUrl: string): Promise<Buffer> {
  await page.goto(`${portalUrl}/factures`);
  await page.getByRole('link', { name: number }).click();
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: 'Télécharger PDF' }).click()]);
  return readFileSync(await file.path());
}
