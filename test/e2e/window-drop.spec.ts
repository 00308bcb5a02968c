// Files let go anywhere on the window go where they are expected, and the window says so beforehand.
import type { Page } from '@playwright/test';
import { commune, enterStaff, expect, test } from './portal-app.ts';

interface Dropped { name: string; type: string; content: string }
const csv = 'numero;date;echeance;montant;objet;code_payeur;nom;regie\n2026-088-000001;10/11/2026;30/11/2026;12,50;Repas;FAM88;DUPOND;CANT\n';
const eml = 'From: a@b.fr\r\nSubject: Ticket\r\nDate: Tue, 14 Jul 2026 09:00:00 +0200\r\n\r\nBonjour\r\n';

/** What the browser tells the page while files are held over it, then let go. */
async function drag(page: Page, files: Dropped[], ...steps: ('dragenter' | 'dragover' | 'drop')[]): Promise<void> {
  const data = await page.evaluateHandle((given) => {
    const transfer = new DataTransfer();
    for (const { name, type, content } of given) transfer.items.add(new File([content], name, { type }));
    return transfer;
  }, files);
  for (const step of steps) await page.dispatchEvent('main', step, { dataTransfer: data });
}

test('invoices, tickets, and what is neither', async ({ page, portal }) => {
  await enterStaff(page, portal);
  const veil = page.getByText('Relâchez pour déposer');
  const list = [{ name: 'novembre.csv', type: 'text/csv', content: csv }];
  await page.goto(`${portal.staffUrl}/#/factures`);
  await drag(page, list, 'dragenter', 'dragover');
  await expect(veil).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: test.info().outputPath(`drop-${colorScheme}.png`) });
  }
  await drag(page, list, 'drop');
  await expect(veil).toBeHidden();
  await expect(page.getByRole('heading', { level: 1, name: 'novembre.csv' })).toBeVisible();
  await expect(page).toHaveURL(/#\/imports\/.+/);
  // A second file joins the import that is on the screen.
  const address = page.url();
  await drag(page, [{ name: 'photo.pdf', type: 'application/pdf', content: '%PDF-1.4\n%%EOF\n' }], 'dragover');
  await expect(page.getByText('ajoutés à cet import')).toBeVisible();
  await drag(page, [{ name: 'photo.pdf', type: 'application/pdf', content: '%PDF-1.4\n%%EOF\n' }], 'drop');
  await expect(page.locator('main')).toContainText('1 PDF ne correspond à aucune ligne');
  expect(page.url()).toBe(address);

  await drag(page, [{ name: 'ticket.eml', type: 'message/rfc822', content: eml }], 'dragover', 'drop');
  await expect(page.getByRole('heading', { level: 1, name: 'Paiements' })).toBeVisible();
  await expect(page.getByRole('region', { name: 'Tickets de paiement' }).getByRole('listitem')).toHaveCount(1);

  await drag(page, [{ name: 'photo.jpg', type: 'image/jpeg', content: 'x' }], 'dragover', 'drop');
  await expect(page.getByText(/Le fichier «\sphoto\.jpg\s» n’est pas attendu ici/)).toBeVisible();
  await expect(page).toHaveURL(/#\/paiements/);

  // A piece of text that is dragged is none of its business.
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.setData('text/plain', 'mot');
    document.querySelector('main')?.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(veil).toBeHidden();
});

test('who may not is told who may', async ({ page, portal }) => {
  const reader = commune.colleagues.find(({ role }) => role === 'reader')!;
  await page.goto(portal.launchLink);
  await page.getByLabel('Adresse de messagerie').fill(reader.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(reader.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Que devez-vous faire ?' })).toBeVisible();
  await drag(page, [{ name: 'a.csv', type: 'text/csv', content: csv }], 'dragover', 'drop');
  await expect(page.getByText(/Votre rôle ne permet pas d’importer des factures\. Réservé\s: administrateur, secrétaire\./)).toBeVisible();
  await expect(page).toHaveURL(/#\/accueil|\/$/);
});
