// The secretary finds invoices, looks at one and its PDF, corrects it, cancels it, acts on several and comes back on it; the household reads each step.
import type { Locator, Page } from '@playwright/test';
import { PDFDocument } from 'pdf-lib';
import { chooseOption } from './choose-option.ts';
import { look } from './look.ts';
import { csvHeadings, enter, enterStaff, expect, plain, resident, test } from './portal-app.ts';

const sistec = 'SISTEC560;Mme;SISTEC560;Test;12 rue des Tonneliers;31595;Saint-Aubin-les-Vignes;demo@exemple.test;';
const numbers = ['2026-020-009301', '2026-020-009302', '2026-020-009303', '2026-020-009304'] as const;
const lineOf = (number: string, rank: number, state = 'non reglee') => `${number};1${rank}/03/2026;30/11/2099;${rank}0,40;Étude du soir;${sistec};CANT;en ligne;;${state};`;

test.use({ viewport: { width: 1440, height: 900 }, extraInvoices: [csvHeadings, ...numbers.map((number, rank) => lineOf(number, rank + 1, rank === 3 ? 'reglee' : undefined))].join('\r\n') });
test.slow();

const panelOf = (page: Page) => page.getByRole('complementary', { name: 'Détail de la facture' });

test('an invoice is seen with its PDF, corrected, cancelled and put back; its household reads it', async ({ page, portal, browser }) => {
  const visitor = await browser.newPage();
  await enter(visitor, portal.portalUrl);
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/factures?q=${resident.payer.split(' ').at(-1)}`);
  await page.getByRole('row').filter({ has: page.getByText('Non réglée') }).getByRole('link').first().click();
  const panel = panelOf(page);
  await expect(panel.getByText('pas encore ouverte')).toBeVisible();
  const number = plain(await panel.getByRole('heading', { level: 2 }).innerText()).replace('Facture ', '');
  await look(page, 'panel');

  await panel.getByRole('button', { name: 'Voir le PDF' }).click();
  const viewer = page.getByRole('dialog', { name: `PDF de la facture ${number}` });
  await expect(viewer.getByText('100')).toBeVisible();
  await expect.poll(() => inkOf(viewer)).toBeGreaterThan(500);
  await look(page, 'pdf');
  await viewer.getByRole('button', { name: 'Fermer le PDF' }).click();

  const corrected = await PDFDocument.create();
  corrected.addPage([200, 300]);
  corrected.addPage([200, 300]);
  await panel.locator('input[type=file]').setInputFiles({ name: 'corrigée.pdf', mimeType: 'application/pdf', buffer: Buffer.from(await corrected.save()) });
  await panel.getByRole('button', { name: 'Remplacer le PDF' }).click();
  await expect(panel.getByText('Indiquez la raison.').first()).toBeVisible();
  await panel.getByLabel('Raison').fill('Erreur de période');
  await look(page, 'replace');
  await panel.getByRole('button', { name: 'Remplacer le PDF' }).click();
  await expect(panel.getByText('« Erreur de période »', { exact: false })).toBeVisible();
  await panel.getByRole('button', { name: 'Voir le PDF' }).click();
  await expect(viewer.getByText('Page 1 sur 2')).toBeVisible();
  await viewer.getByRole('button', { name: 'Page suivante du PDF' }).click();
  await expect(viewer.getByText('Page 2 sur 2')).toBeVisible();
  // The button of the last page serves no more: the keyboard stays in the dialog, and Escape closes that alone.
  await expect.poll(() => page.evaluate(() => document.activeElement?.closest('[role=dialog]') !== null)).toBe(true);
  await page.keyboard.press('Escape');
  await panel.getByRole('button', { name: 'Voir l’ancien PDF' }).click();
  await expect(page.getByRole('dialog', { name: `Ancien PDF de la facture ${number}` })).toBeVisible();
  await page.keyboard.press('Escape');

  await visitor.goto(`${portal.portalUrl}/factures`);
  await visitor.getByRole('link', { name: number, exact: true }).click();
  await expect(visitor.getByText('PDF remplacé')).toBeVisible();
  await panel.getByRole('button', { name: 'Annuler la facture…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Annuler la facture' });
  await dialog.getByLabel('Raison, que l’habitant lira').fill('Facture établie deux fois');
  await dialog.getByLabel(/Prévenir par courriel 1\spersonne/).check();
  await look(page, 'cancel');
  await dialog.getByRole('button', { name: /^Annuler 1\sfacture$/ }).click();
  await expect(panel.getByText('Annulée', { exact: true }).first()).toBeVisible();
  await expect(panel.getByText(/ouverte le/)).toBeVisible();
  await visitor.reload();
  await expect(visitor.getByText('Vous n’avez rien à régler pour cette facture.')).toBeVisible();
  await expect(visitor.getByText('« Facture établie deux fois »')).toBeVisible();
  await visitor.goto(`${portal.portalUrl}/factures`);
  await expect(visitor.getByText(/Annulée par le service/)).toContainText(number);
  expect(plain((await portal.mailTo(resident.email, 'annulée')).text)).toContain('Facture établie deux fois');

  await panel.getByRole('button', { name: 'Rétablir la facture…' }).click();
  await panel.getByLabel('Raison').fill('Erreur de ligne');
  await expect(panel.getByLabel('Prévenir le foyer par courriel')).toBeChecked();
  await panel.getByRole('button', { name: 'Rétablir 1 facture' }).click();
  await expect(panel.getByText('Non réglée')).toBeVisible();
  expect(plain((await portal.mailTo(resident.email, 'de nouveau à régler')).text)).toContain('Erreur de ligne');
  await visitor.reload();
  await expect(visitor.getByRole('link', { name: number, exact: true })).toBeVisible();
});

test('several at once: filtered, weighed, suspended, exported, undone', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/factures`);
  await expect(page.locator('.total')).toBeVisible();
  await look(page, 'list');
  await page.getByLabel('Datées du').fill('2026-03-01');
  await page.getByLabel('au', { exact: true }).fill('2026-03-31');
  await page.getByLabel('Nom, numéro, montant, code redevable, objet').fill('0093');
  await expect(page.locator('.total')).toContainText(/4\sfactures/);
  await expect(page).toHaveURL(/q=0093.*du=2026-03-01.*au=2026-03-31|du=2026-03-01.*au=2026-03-31.*q=0093/);
  await page.getByLabel('Choisir toute la page').check();
  const bar = page.getByRole('group', { name: 'Factures sélectionnées' });
  await expect(bar.getByRole('status')).toHaveText('4 factures sélectionnées, total 101,60 €');
  await look(page, 'selection');
  if (!portal.window) await exportSelection(page, bar);

  await bar.getByRole('button', { name: 'Suspendre le paiement…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Suspendre le paiement' });
  await expect(dialog).toContainText(/3\sfactures, 61,20/);
  await expect(dialog).toContainText(/1\sfacture reste telle quelle\s: 1\sdéjà réglée/);
  await look(page, 'suspend');
  await dialog.getByRole('button', { name: /^Suspendre le paiement de 3\sfactures$/ }).click();
  const done = page.getByRole('group', { name: 'Dernière action' });
  await expect(done).toContainText(/3\sfactures suspendues/);
  await look(page, 'done');
  await page.getByRole('button', { name: 'Dernières actions' }).click();
  await expect(page.getByRole('complementary', { name: 'Dernières actions sur plusieurs factures' })).toContainText('par ');
  await look(page, 'history');
  await page.keyboard.press('Escape');
  await chooseOption(page.getByRole('combobox', { name: 'État' }), 'Paiement suspendu');
  await expect(page.locator('.total')).toContainText(/3\sfactures/);
  await done.getByRole('button', { name: 'Défaire cette action…' }).click();
  await page.getByRole('dialog', { name: 'Défaire cette action' }).getByRole('button', { name: /^Défaire pour/ }).click();
  await expect(done).toContainText(/3\sfactures remises comme avant/);
  await expect(page.getByText('Aucune facture ne correspond')).toBeVisible();
  await page.getByRole('button', { name: 'Tout effacer' }).click();
  await expect(page).toHaveURL(/#\/factures$/);
});

test('an invoice that its household says paid is to be paid again, once an agent has looked', { tag: '@navigateur' }, async ({ page, portal, browser }) => {
  const visitor = await browser.newPage();
  await enter(visitor, portal.portalUrl);
  await visitor.goto(`${portal.portalUrl}/factures`);
  await visitor.getByRole('link', { name: numbers[0] }).first().click();
  await visitor.getByRole('button', { name: 'Marquer la facture comme réglée' }).click();
  const invoice = visitor.url();
  await expect(visitor.getByRole('status')).toHaveText('La facture est marquée comme réglée.');

  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/factures?etat=declared`);
  await page.getByRole('link', { name: numbers[0] }).click();
  const deny = panelOf(page).getByRole('button', { name: 'Rien n’a été reçu…' });
  await deny.click();
  const dialog = page.getByRole('dialog', { name: /^Rien n’a été reçu/ });
  await dialog.getByRole('button', { name: 'Annuler' }).click();
  await expect(deny).toBeVisible();
  await deny.click();
  await dialog.getByRole('button', { name: /^Remettre à régler 10,40/ }).click();
  await expect(deny).toBeHidden();
  await visitor.goto(invoice);
  await expect(visitor.getByRole('button', { name: 'Marquer la facture comme réglée' })).toBeVisible();
  await visitor.close();
});

/** A file that is saved is Chromium's affair: the window asks where. */
async function exportSelection(page: Page, bar: Locator): Promise<void> {
  const [file] = await Promise.all([page.waitForEvent('download'), bar.getByRole('link', { name: 'Exporter la sélection en texte (CSV)' }).click()]);
  expect(file.suggestedFilename()).toMatch(/^factures-\d{4}-\d\d-\d\d\.csv$/);
}

/** Pixels that are not white: something is drawn. */
const inkOf = (viewer: Locator) => viewer.locator('canvas').evaluate((canvas: HTMLCanvasElement) => {
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  let ink = 0;
  for (let at = 0; at < data.length; at += 4) if (data[at + 3]! > 0 && data[at]! < 200) ink += 1;
  return ink;
});
