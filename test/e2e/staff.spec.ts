// The secretary's month: the first account, an import with its mistakes, its publication, its mails, the settings.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { commune, csvHeadings, enter, enterStaff, expect, plain, resident, resources, test, type PortalApp } from './portal-app.ts';

const goodPdf = readFileSync(join(resources, 'pdf', 'Facture_2025-020-001905.pdf'));
const lineOf = (number: string, amount: string, payer: string) => `${number};10/11/2026;30/11/2099;${amount};Étude du soir;${payer};CANT;en ligne;Facture_${number}.pdf;non reglee;`;
const sistec = 'SISTEC560;Mme;SISTEC560;Test;12 rue des Tonneliers;31595;Saint-Aubin-les-Vignes;demo@exemple.test;';
const files = [
  { name: 'novembre.csv', mimeType: 'text/csv', buffer: Buffer.from([
    csvHeadings, lineOf('2026-020-009001', '41,20', sistec), lineOf('2026-020-009002', '12,3,4', sistec), lineOf('2026-020-009003', '10,00', sistec),
    lineOf('2026-020-009004', '18,80', 'SAV001;Mme;Durand;Camille;3 impasse du Lavoir;31595;Saint-Aubin-les-Vignes;camille.durand@exemple.test;'),
  ].join('\r\n')) },
  { name: 'Facture_2026-020-009001.pdf', mimeType: 'application/pdf', buffer: goodPdf },
  { name: 'Facture_2026-020-009002.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([goodPdf, Buffer.from('\n% 2\n')]) },
  { name: 'Facture_2026-020-009003.pdf', mimeType: 'application/pdf', buffer: Buffer.from('Ceci n’est pas un PDF.') },
  { name: 'Facture_2026-020-009004.pdf', mimeType: 'application/pdf', buffer: Buffer.concat([goodPdf, Buffer.from('\n% 4\n')]) },
];

test.use({ viewport: { width: 1280, height: 800 } });

test.describe('on an empty data folder', () => {
  test.use({ seed: 'empty' });
  test('the first agent is created, and the link serves once', { tag: '@navigateur' }, async ({ page, portal, browser }) => {
    await page.goto(portal.launchLink);
    await expect(page.getByRole('heading', { name: 'Bienvenue' })).toBeVisible();
    await expect(page).not.toHaveURL(/cle=/);
    await page.getByRole('button', { name: /Nouvelle installation/ }).click();
    await expect(page.getByLabel('Vos prénom et nom')).toBeFocused();
    await page.getByLabel('Vos prénom et nom').fill('Nadia Ferrand');
    await page.getByLabel('Votre adresse de messagerie').fill('nadia@commune.test');
    await page.getByLabel('Mot de passe', { exact: true }).fill('vendanges-de-septembre');
    await page.getByLabel('Le même mot de passe, une seconde fois').fill('vendanges');
    await page.getByRole('button', { name: 'Créer mon compte' }).click();
    await expect(page.getByText('Les deux mots de passe ne sont pas identiques.')).toBeVisible();
    await page.getByLabel('Le même mot de passe, une seconde fois').fill('vendanges-de-septembre');
    await page.getByRole('button', { name: 'Créer mon compte' }).click();
    await expect(page.getByRole('heading', { name: 'Mise en route' })).toBeVisible();
    await expect(page.getByRole('button', { name: 'Nadia Ferrand' })).toBeVisible();

    const elsewhere = await browser.newPage();
    await elsewhere.goto(portal.launchLink);
    await expect(elsewhere.getByRole('alert')).toHaveText('Ce lien d’ouverture a déjà servi ou n’est plus valable. Demandez-en un nouveau.');
    await elsewhere.goto(portal.staffUrl);
    await expect(elsewhere.getByRole('alert')).toHaveText('Ouvrez le portail depuis sa fenêtre, ou avec un nouveau lien d’ouverture.');
    await elsewhere.close();
  });
});

test('an import is checked, published and announced; the resident reads the invoice', async ({ page, portal, browser }) => {
  await enterStaff(page, portal);
  await page.getByRole('link', { name: 'Importer' }).click();
  await page.locator('input[type=file][accept]').setInputFiles(files);
  const funnel = page.getByRole('group', { name: 'Avancement de l’import' });
  await expect(funnel).toBeVisible({ timeout: 20_000 });
  await expect(page.getByText('« Facture_2026-020-009003.pdf » n’est pas un PDF lisible.').first()).toBeVisible();
  for (const [step, count] of [['Lues', '4'], ['À publier', '2'], ['Refusées', '2']] as const) await expect(funnel.getByRole('button', { name: step }).locator('.number')).toHaveText(count);
  await expect(page.getByText('Le montant « 12,3,4 » n’est pas compris. Écrivez par exemple 243,11.')).toBeVisible();
  await expectVerdict(page, '2026-020-009001', 'À publier');
  await expectVerdict(page, '2026-020-009003', 'Refusée');
  await expect(page.getByRole('region', { name: /2\sfactures pour/ }).getByRole('heading')).toHaveText('2 factures pour 60,00 €');

  await enterAs(browser, portal, async (visitor) => {
    await visitor.goto(`${portal.portalUrl}/factures`);
    await expect(visitor.getByRole('link', { name: '2026-020-009001' })).toHaveCount(0);
  });
  await page.getByRole('button', { name: 'Publier 2 factures' }).click();
  await expect(page.getByRole('heading', { name: /2\sfactures publiées pour 60,00/ })).toBeVisible();
  await expectVerdict(page, '2026-020-009001', 'Publiée');
  expect(portal.mails.messages()).toEqual([]);
  await page.getByRole('button', { name: 'Prévenir 2 comptes par courriel…' }).click();
  const asking = page.getByRole('dialog', { name: /Prévenir par courriel/ });
  await expect(asking).toContainText(resident.email);
  expect(portal.mails.messages()).toEqual([]);
  await asking.getByRole('button', { name: /^Envoyer 2\scourriels$/ }).click();
  await expect(page.getByText(/2\scomptes prévenus/)).toBeVisible();
  await expect(page.getByRole('button', { name: /Prévenir/ })).toHaveCount(0);
  const mail = await portal.mailTo(resident.email, 'nouvelle facture');
  expect(plain(mail.text)).toContain('1 nouvelle facture est disponible dans votre espace, pour un total de 41,20 €.');
  await portal.mailTo('camille.durand@exemple.test', 'nouvelle facture');
  expect(portal.mails.messages()).toHaveLength(2);

  await enterAs(browser, portal, async (visitor) => {
    await visitor.goto(mail.links[0]!);
    await visitor.getByRole('link', { name: '2026-020-009001' }).click();
    await expect(visitor.locator('.bill-amount')).toHaveText('41,20 €');
    await expect(visitor.getByRole('link', { name: 'Télécharger PDF' })).toBeVisible();
  });
});

test('invoices are found in a few letters and opened beside the list', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Rechercher' })).toBeFocused();
  await page.keyboard.type('SISTEC560');
  await page.getByRole('option', { name: /Chercher.*SISTEC560.*dans toutes les factures/ }).click();
  await expect(page).toHaveURL(/q=SISTEC560/);
  await expect(page.getByRole('status').filter({ hasText: '17 factures' })).toBeVisible();
  await page.getByRole('search', { name: 'Filtrer les factures' }).getByRole('textbox').first().fill('2026-020-002059');
  await expect(page.getByRole('status').filter({ hasText: /1\sfacture · 243,11/ })).toBeVisible();
  await page.getByRole('link', { name: '2026-020-002059' }).click();
  const panel = page.getByRole('complementary', { name: 'Détail de la facture' });
  await expect(panel.getByText(resident.email)).toBeVisible();
  await panel.getByRole('button', { name: 'Voir le PDF' }).click();
  const answer = await page.request.get(new URL(await page.getByRole('dialog').getByRole('link', { name: 'Lecteur de PDF' }).getAttribute('href') ?? '', portal.staffUrl).href);
  expect(answer.headers()['content-type']).toContain('application/pdf');
  await page.getByRole('button', { name: 'Fermer le PDF' }).click();
  await page.keyboard.press('Escape');
  await expect(panel.getByText(resident.email)).toBeHidden();
  await page.goto(`${portal.staffUrl}/#/factures?q=introuvable`);
  await expect(page.getByText('Aucune facture ne correspond')).toBeVisible();
  // The table stays inside its sheet.
  await page.goto(`${portal.staffUrl}/#/factures`);
  await expect(page.locator('tbody tr').nth(20)).toBeVisible();
  expect(await page.evaluate(() => document.querySelector('.sheet table')!.getBoundingClientRect().right - document.querySelector('.sheet')!.getBoundingClientRect().right)).toBeLessThanOrEqual(0);
});

test('the settings reach the portal and the mails; then the agent leaves', async ({ page, portal, browser }) => {
  await page.goto(portal.launchLink);
  await expect(page.getByLabel('Adresse de messagerie')).toBeFocused();
  await page.getByLabel('Adresse de messagerie').fill(commune.agent.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill('ce n’est pas le bon');
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('alert').filter({ hasText: 'Adresse de messagerie ou mot de passe incorrect.' })).toBeVisible();
  await enterStaff(page, { launchLink: portal.staffUrl });
  await page.getByRole('link', { name: 'Réglages' }).click();
  await page.getByLabel('Nom', { exact: true }).fill('Aubagne-sur-Lauze');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Enregistré : nom.')).toBeVisible();
  const portalPage = await browser.newPage();
  await portalPage.goto(`${portal.portalUrl}/connexion`);
  await expect(portalPage.locator('header strong')).toHaveText('Mairie d’Aubagne-sur-Lauze');
  await expect(portalPage).toHaveTitle(/Mairie d’Aubagne-sur-Lauze$/);
  await portalPage.close();

  await page.getByRole('navigation', { name: 'Réglages' }).getByRole('link', { name: 'Courriel' }).click();
  await page.getByLabel('Envoyer à').fill('essai@exemple.test');
  await page.getByRole('button', { name: 'Envoyer un message de test' }).click();
  await expect(page.getByText(/Message envoyé à essai@exemple\.test/)).toBeVisible();
  expect((await portal.mailTo('essai@exemple.test', 'Message de test')).text).toContain('sait envoyer des courriels');
  await page.getByLabel('Port', { exact: true }).fill('465');
  await page.getByRole('button', { name: 'Envoyer un message de test' }).click();
  await expect(page.getByText('Le message n’est pas parti.')).toBeVisible({ timeout: 15_000 });

  await page.getByRole('button', { name: commune.agent.name }).click();
  await page.getByText('Se déconnecter').click();
  // The port that was tried is not saved.
  await page.getByRole('dialog', { name: /^Se déconnecter sans enregistrer/ }).getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page.getByRole('heading', { name: 'Connexion' })).toBeVisible();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Connexion' })).toBeVisible();
});

async function expectVerdict(page: Page, number: string, verdict: string): Promise<void> {
  await expect(page.getByRole('row').filter({ hasText: number }).getByText(verdict, { exact: true })).toBeVisible();
}

/** A resident's browser, closed at the end. */
async function enterAs(browser: { newPage(): Promise<Page> }, { portalUrl }: PortalApp, visit: (visitor: Page) => Promise<void>): Promise<void> {
  const visitor = await browser.newPage();
  await enter(visitor, portalUrl);
  await visit(visitor);
  await visitor.close();
}
