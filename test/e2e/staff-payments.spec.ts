// The town hall's side of payments in a real browser: a régie set up, payments followed, proved, confirmed or cancelled, the desk, the tickets, the Treasury, the accounts.
// The residents really pay: on the simulator's pages, by its web service or by its address.
import { readFileSync } from 'node:fs';
import type { Download, Locator, Page } from '@playwright/test';
import { formatWeekday } from '../../server/contract/format.ts';
import { dayInFrance, nextWorkingDay } from '../../server/domain/days.ts';
import { unzip } from '../support/unzip.ts';
import { askStaff } from './ask-staff.ts';
import { chooseOption } from './choose-option.ts';
import { checklistOf, depart, enterAs, goToStage, openRegie } from './paying.ts';
import { commune, csvHeadings, enterStaff, expect, plain, resident, test, type PortalApp } from './portal-app.ts';

const sistec = 'SISTEC560;Mme;SISTEC560;Test;12 rue des Tonneliers;31595;Saint-Aubin-les-Vignes;demo@exemple.test;';
const lineOf = (number: string, amount: string, regie: string) => `${number};10/11/2026;30/11/2099;${amount};Étude du soir;${sistec};${regie};en ligne;;non reglee;`;
const [served, atDesk, ticketed, cancelled, byAddress, left, tried] = ['2026-020-009101', '2026-020-009102', '2026-020-009103', '2026-020-009105', '2026-030-009104', '2026-020-009106', '2026-040-009107'] as const;
const today = dayInFrance(new Date());
const [year = '', month = '', day = ''] = today.split('-');
const [canteen, water, nursery] = ['Restauration scolaire et périscolaire', 'Service de l’eau', 'Multi-accueil « Les Petits Ceps »'];

test.use({
  viewport: { width: 1280, height: 800 }, payments: true,
  extraInvoices: [csvHeadings, lineOf(served, '41,20', 'CANT'), lineOf(atDesk, '12,30', 'CANT'), lineOf(ticketed, '18,85', 'CANT'), lineOf(cancelled, '22,10', 'CANT').replace('30/11/2099', '20/11/2026'), lineOf(byAddress, '62,15', 'EAU'), lineOf(left, '9,99', 'CANT'), lineOf(tried, '6,50', 'CRECHE')].join('\r\n'),
});

test('a régie goes from its identifier to production, each step said', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await openRegie(page, nursery);
  const { steps, stepOf } = checklistOf(page);
  const numcli = page.getByLabel('Identifiant PayFiP');
  const save = page.getByRole('button', { name: 'Enregistrer' });
  await page.getByRole('radio', { name: 'Test (rien n’est débité)' }).check();
  await expect(page.getByText('Sans compte d’essai, personne ne pourra faire de paiement à cette étape')).toBeVisible();
  await numcli.fill('12327');
  await save.click();
  await expect(page.getByText('Le numéro de client PayFiP compte six chiffres, par exemple 006270.').first()).toBeVisible();
  await expect(numcli).toBeFocused();
  await numcli.fill('012327');
  await expect(steps.getByRole('button', { name: 'Vérifier l’identifiant' })).toBeDisabled();
  await save.click();
  await expect(page.getByText(/Paiement en ligne de .*Multi-accueil.*enregistré/)).toBeVisible();
  await expect(stepOf('Identifiant enregistré')).toContainText('012327');
  await expect(stepOf('Identifiant vérifié')).toContainText('à faire');
  await steps.getByRole('button', { name: 'Vérifier l’identifiant' }).click();
  await expect(stepOf('Identifiant vérifié')).toContainText('COMMUNE DE SAINT AUBIN LES VIGNES · REGIE NON ACTIVEE');
  await expect(stepOf('Identifiant vérifié')).toContainText('à faire');
  await steps.getByRole('button', { name: 'Oui, c’est nous' }).click();
  await expect(stepOf('Identifiant vérifié')).toContainText(': fait');
  for (const title of ['Paiement de test', 'Activation par carte', 'Activation par prélèvement', 'Production']) await expect(stepOf(title)).toContainText('à faire');
  // Production before activation: said, and not to be saved without answering for it.
  await page.getByRole('radio', { name: 'Production' }).check();
  await expect(save).toBeDisabled();
  await look(page, 'regie');
  await page.getByLabel(/j’en réponds/).check();
  await save.click();
  await expect(stepOf('Production')).toContainText('Les habitants peuvent payer.');
  await numcli.fill('012328');
  await expect(page.getByText('Cette régie est en production sous un autre identifiant')).toBeVisible();
  await page.getByRole('radio', { name: 'Activation' }).check();
  await expect(page.getByText('les habitants ne pourront plus payer en ligne les factures de cette régie')).toBeVisible();
});

test('the road to production is walked by paying: a test, then the card, then the direct debit', { tag: '@navigateur' }, async ({ page, portal, browser }) => {
  test.slow();
  await page.goto(portal.launchLink);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.getByText('Commune-école')).toBeVisible();
  await look(page, 'login-at-play');
  await enterStaff(page, portal);
  await openRegie(page, nursery);
  const { steps, stepOf } = checklistOf(page);
  await page.getByLabel('Identifiant PayFiP').fill('012327');
  await page.getByLabel('Adresses des comptes d’essai').fill(resident.email);
  await goToStage(page, /^Test/);
  await steps.getByRole('button', { name: 'Vérifier l’identifiant' }).click();
  await steps.getByRole('button', { name: 'Oui, c’est nous' }).click();
  await expect(stepOf('Identifiant vérifié')).toContainText(': fait');
  const visitor = await enterAs(browser, portal);
  const payBy = async (choice: string, result: string) => {
    const payfip = await depart(visitor, portal, tried);
    await payfip.getByRole('button', { name: choice, exact: true }).click();
    await payfip.getByRole('link', { name: 'Continuer' }).click();
    await expect(payfip.getByRole('heading', { name: result, exact: true })).toBeVisible();
    await page.reload();
  };
  await payBy('Payer par carte bancaire', 'Paiement d’essai réussi');
  await expect(stepOf('Paiement de test')).toContainText(': fait');
  await expect(stepOf('Activation par carte')).toContainText(': à faire');
  await goToStage(page, /^Activation/);
  await payBy('Payer par carte bancaire', 'Paiement d’activation');
  await expect(stepOf('Activation par carte')).toContainText(': fait');
  await expect(stepOf('Activation par prélèvement')).toContainText(': à faire');
  await payBy('Payer par prélèvement', 'Paiement d’activation');
  await expect(stepOf('Activation par prélèvement')).toContainText(': fait');
  // Activated today: PayFiP opens production on the next working day.
  const opensOn = formatWeekday(nextWorkingDay(today));
  await expect(stepOf('Production')).toContainText(`Possible à partir du ${opensOn}, le jour ouvré qui suit`);
  await page.getByRole('radio', { name: 'Production' }).check();
  await expect(page.getByRole('status').filter({ hasText: 'PayFiP refuserait encore ces paiements' })).toContainText(`Revenez le ${opensOn}.`);
  await expect(page.getByRole('button', { name: 'Enregistrer' })).toBeDisabled();
  await look(page, 'activated');
});

test('a payment is followed, asked about, then received; another is given up with its reason, and stays reserved', async ({ page, portal, payfip, browser }) => {
  const visitor = await enterAs(browser, portal);
  await depart(visitor, portal, served);
  await depart(visitor, portal, cancelled);
  await enterStaff(page, portal);
  await page.getByRole('link', { name: 'Paiements' }).click();
  await expect(page.getByRole('row').filter({ hasText: served })).toContainText('En cours');
  await expect(page.getByRole('row').filter({ hasText: cancelled })).toContainText('22,10');
  // On a wide screen, none of the columns that may be cut is squeezed to nothing.
  await page.setViewportSize({ width: 1600, height: 900 });
  const reference = page.getByRole('row').filter({ hasText: served }).locator('td[data-title=Référence]');
  await expect.poll(async () => (await reference.boundingBox())?.width ?? 0).toBeGreaterThan(120);
  const panel = await openPayment(page, served);
  await panel.getByRole('button', { name: 'Vérifier maintenant' }).click();
  await expect(panel.getByText('Pas encore de résultat')).toBeVisible();
  await expect(panel.getByText('Prochaine vérification')).toBeVisible();

  const operation = payfip!.operations().find(({ fields }) => fields.montant === '4120')!;
  operation.scenario = 'never';
  await payfip!.act(operation.id, { kind: 'decide', resultrans: 'P' });
  await panel.getByRole('button', { name: 'Vérifier maintenant' }).click();
  await expect(panel.getByText('Payé', { exact: true })).toBeVisible();
  await expect(panel.getByText('Payé par carte')).toBeVisible();
  await panel.getByText('Ce qui a été reçu').last().click();
  await expect(panel.locator('.fields').last()).toContainText('4120');
  await expect(panel.getByText('Facture réglée')).toBeVisible();
  await expect(panel.getByRole('button', { name: 'Vérifier maintenant' })).toHaveCount(0);
  await look(page, 'panel');
  await page.keyboard.press('Escape');

  const other = await openPayment(page, cancelled);
  await other.getByRole('button', { name: 'Ne plus attendre…' }).click();
  await other.getByRole('button', { name: 'Ne plus attendre ce paiement' }).click();
  await expect(other.getByText('Indiquez la raison.').first()).toBeVisible();
  await other.getByLabel('Raison').fill('La famille règle au guichet');
  await other.getByRole('button', { name: 'Ne plus attendre ce paiement' }).click();
  await expect(other.getByText('N’est plus attendu', { exact: true }).first()).toBeVisible();
  await expect(other.getByText('« La famille règle au guichet »')).toBeVisible();
  await expect(other.getByText(`par ${commune.agent.name}`).first()).toBeVisible();
  await visitor.goto(`${portal.portalUrl}/factures`);
  await expect(visitor.locator('tr, li').filter({ hasText: cancelled }).first()).toContainText('Ce paiement n’est plus attendu');
});

test('what was received adds up to the cent: on line, by address, at the desk, by ticket; the rest goes to the Treasury', { tag: '@navigateur' }, async ({ page, portal, payfip, browser }) => {
  test.slow();
  await enterStaff(page, portal);
  await openByAddress(page);
  const visitor = await enterAs(browser, portal);
  const serviceWindow = await depart(visitor, portal, served);
  await serviceWindow.getByRole('button', { name: 'Payer par carte bancaire', exact: true }).click();
  await serviceWindow.getByRole('link', { name: 'Continuer' }).click();
  await expect(serviceWindow.getByRole('heading', { name: 'Paiement reçu' })).toBeVisible();
  const addressWindow = await depart(visitor, portal, byAddress);
  await addressWindow.getByRole('button', { name: 'Payer par prélèvement', exact: true }).click();
  await expect(addressWindow.getByText('Vous pouvez fermer cette fenêtre.')).toBeVisible();
  await expect(visitor.getByRole('heading', { name: 'Paiement à confirmer' })).toBeVisible({ timeout: 15_000 });

  await page.getByRole('link', { name: 'Paiements' }).click();
  await expect(page.getByRole('row').filter({ hasText: byAddress })).toContainText('À confirmer');
  const panel = await openPayment(page, byAddress);
  await expect(panel.getByText('Un résultat reçu sans preuve annonce ce paiement.', { exact: false })).toBeVisible();
  await look(page, 'to-confirm');
  await panel.getByRole('button', { name: 'Confirmer le paiement…' }).click();
  await expect(page.getByRole('dialog').getByText(byAddress, { exact: false })).toBeVisible();
  await page.getByRole('dialog').getByRole('button', { name: /^Confirmer, et marquer 1\s/ }).click();
  await expect(panel.getByText('Payé', { exact: true })).toBeVisible();
  // The button that had the focus is gone: the keyboard still closes the panel.
  await page.keyboard.press('Escape');
  await expect(panel).not.toBeInViewport();
  await confirmAgain(page);

  await dropTicket(page);
  await settleAtDesk(page, portal);

  await page.getByRole('link', { name: 'Paiements' }).click();
  await expect(page.locator('.total')).toHaveText('2 tentatives · 103,35 € reçus');
  await page.getByRole('button', { name: 'Exporter…' }).click();
  await look(page, 'export');
  const rows = await checkCsv(page);
  await checkWorkbook(page, rows);
  expect(payfip!.ledger().map(({ cents }) => cents).sort()).toEqual([4_120, 6_215]);

  await page.getByRole('link', { name: 'Importer' }).click();
  await page.getByRole('row').filter({ hasText: 'plus.csv' }).getByRole('link').first().click();
  const treasury = page.getByRole('region', { name: 'Trésorerie' });
  await expect(treasury).toContainText(/3\sfactures, 38,59\s€, dont 1\séchue, 22,10\s€/);
  await treasury.getByRole('button', { name: /^Transmettre 1\sfacture échue…$/ }).click();
  await look(page, 'treasury');
  await page.getByRole('button', { name: /^Transmettre 1\sfacture$/ }).click();
  await expect(treasury).toContainText(/2\sfactures, 16,49\s€\. /);
  await treasury.getByRole('button', { name: 'Transmettre en trésorerie…' }).click();
  await page.getByRole('button', { name: /^Transmettre 2\sfactures$/ }).click();
  await expect(treasury).toBeHidden();
  await visitor.goto(`${portal.portalUrl}/factures?etat=tresorerie`);
  for (const number of [left, cancelled, tried]) await expect(visitor.getByRole('link', { name: number, exact: true })).toBeVisible();
});

/** The screenshots stay beside the results, to be looked at. */
const look = (page: Page, name: string) => page.screenshot({ path: test.info().outputPath(`${name}.png`), fullPage: true });

/** The water is paid by address, with a number of its own. */
async function openByAddress(page: Page): Promise<void> {
  await openRegie(page, water);
  await page.getByLabel('Identifiant PayFiP').fill('008112');
  await chooseOption(page.getByRole('combobox', { name: 'Liaison avec PayFiP' }), 'Par adresse (TIPI)');
  await page.getByLabel(/j’en réponds/).check();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText(/Paiement en ligne de .*Service de l’eau.*enregistré/)).toBeVisible();
}

async function openPayment(page: Page, number: string): Promise<Locator> {
  await page.getByRole('row').filter({ hasText: number }).getByRole('link').first().click();
  const panel = page.getByRole('complementary', { name: 'Détail du paiement' });
  await expect(panel.getByRole('link', { name: number })).toBeVisible();
  return panel;
}

/** A ticket of a payment made on PayFiP's own site. */
async function dropTicket(page: Page): Promise<void> {
  const mail = [
    'From: PayFiP <ne-pas-repondre@dgfip.finances.gouv.fr>', 'To: regie@exemple.test', `Date: ${new Date().toUTCString()}`, 'Subject: Ticket de paiement PayFiP', 'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8', '', `Référence de la dette : ${ticketed}`, 'Montant : 18,85 €', '',
  ].join('\r\n');
  const zone = page.getByRole('region', { name: 'Tickets de paiement' });
  await zone.locator('input[type=file][accept]').setInputFiles({ name: 'ticket.eml', mimeType: 'message/rfc822', buffer: Buffer.from(mail) });
  const ticket = zone.getByRole('listitem').filter({ hasText: ticketed });
  await expect(ticket).toContainText('18,85');
  // Its own link leads away, and back to it.
  await ticket.getByRole('link', { name: `Facture ${ticketed}` }).click();
  await expect(page.getByRole('complementary', { name: 'Détail de la facture' })).toContainText(ticketed);
  await page.goBack();
  await look(page, 'ticket');
  await ticket.getByRole('button', { name: 'Régler la facture…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Confirmer, et marquer 1\s/ }).click();
  await expect(ticket).toContainText('Fait');
}

async function settleAtDesk(page: Page, { staffUrl }: PortalApp): Promise<void> {
  await page.goto(`${staffUrl}/#/factures?q=${atDesk}`);
  await page.getByRole('link', { name: atDesk }).click();
  const panel = page.getByRole('complementary', { name: 'Détail de la facture' });
  await panel.getByRole('button', { name: 'Réglée au guichet…' }).click();
  await chooseOption(panel.getByRole('combobox', { name: 'Moyen de paiement' }), 'Espèces');
  await panel.getByLabel('Payée le').fill(today);
  await look(page, 'desk');
  await panel.getByRole('button', { name: 'Régler la facture' }).click();
  await expect(panel).toContainText(`Espèces, le ${day}/${month}/${year}, par ${commune.agent.name}`);
  await page.keyboard.press('Escape');
}

async function download(page: Page, name: string): Promise<Buffer> {
  const [file] = await Promise.all([page.waitForEvent('download') as Promise<Download>, page.getByRole('link', { name }).click()]);
  return readFileSync(await file.path());
}

async function checkCsv(page: Page): Promise<string[][]> {
  const [heads, ...rows] = (await download(page, 'Texte (CSV)')).toString('utf8').replace(/^\ufeff/, '').trimEnd().split('\r\n').map((row) => row.split(';'));
  expect(heads?.slice(0, 9)).toEqual(['date', 'enregistrement', 'regie', 'reference', 'facture', 'redevable', 'montant', 'origine', 'moyen']);
  const told = rows.map((row) => [row[2], row[4], row[6], row[7], row[8], row[11]].map((cell) => plain(cell ?? '')));
  expect(told).toEqual([
    [canteen, served, '41,20', 'En ligne (fictif)', 'Carte bancaire', ''], [canteen, atDesk, '12,30', 'Au guichet', 'Espèces', commune.agent.name], [canteen, ticketed, '18,85', 'Au guichet', 'Ticket PayFiP', commune.agent.name],
    [water, byAddress, '62,15', 'En ligne (fictif)', 'Prélèvement', commune.agent.name], [`Total ${canteen}`, '', '72,35', '', '', ''], [`Total ${water}`, '', '62,15', '', '', ''], ['Total', '', '134,50', '', '', ''],
  ].map((row) => row.map(plain)));
  return rows;
}

/** The confirmation was a mistake after all: it is taken back, from the payment or from its invoice; then it was no mistake. */
async function confirmAgain(page: Page): Promise<void> {
  const panel = await openPayment(page, byAddress);
  await takeBackConfirmation(page);
  await expect(panel.getByText('Confirmation annulée : Ticket d’une autre famille')).toBeVisible();
  await look(page, 'unconfirmed');
  await panel.getByRole('button', { name: 'Confirmer le paiement…' }).click();
  const dialog = page.getByRole('dialog');
  const day = dialog.getByLabel('Payé le');
  const announced = await day.inputValue();
  await day.fill('2099-12-31');
  await dialog.getByRole('button', { name: /^Confirmer, et marquer 1\s/ }).click();
  await expect(dialog.getByText('La date ne peut pas être dans l’avenir.')).toBeVisible();
  await day.fill(announced);
  await dialog.getByRole('button', { name: /^Confirmer, et marquer 1\s/ }).click();
  await expect(panel.getByText('Payé', { exact: true })).toBeVisible();
  await panel.getByRole('link', { name: byAddress }).click();
  await takeBackConfirmation(page);
  await expect(page.getByRole('button', { name: 'Réglée au guichet…' })).toBeVisible();
  await page.keyboard.press('Escape');
  const { items: [payment] } = await askStaff(page, 'payments.list', { page: 1, pageSize: 1, search: byAddress });
  await askStaff(page, 'payments.confirm', { paymentId: payment!.id });
  await page.getByRole('link', { name: 'Paiements' }).click();
}

/** In the panel that is open. */
async function takeBackConfirmation(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Annuler la confirmation du paiement…' }).click();
  await page.getByLabel('Raison').fill('Ticket d’une autre famille');
  await look(page, 'unconfirm');
  await page.getByRole('button', { name: 'Annuler cette confirmation' }).click();
}

/** The same amounts, as numbers that a spreadsheet adds up. */
async function checkWorkbook(page: Page, rows: string[][]): Promise<void> {
  const sheet = unzip(await download(page, 'Classeur (XLSX)'), 'xl/worksheets/sheet1.xml');
  const numbers = [...sheet.matchAll(/<c (r="G\d+"[^>]*)><v>([\d.]+)<\/v>/g)].filter(([, attributes = '']) => !attributes.includes('t="s"')).map(([, , value]) => Number(value).toFixed(2));
  expect(numbers).toEqual(rows.map((row) => row[6]?.replace(',', '.')));
}
