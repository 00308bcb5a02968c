// The first screen of the day: what waits, then what is owed, what came in and who visits, as drawings and as tables.
import type { Page } from '@playwright/test';
import { askStaff } from './ask-staff.ts';
import { look } from './look.ts';
import { commune, csvHeadings, enterStaff, expect, logIn, plain, resident, test } from './portal-app.ts';

const regies = ['CANT', 'CRECHE', 'EAU'];
/** Three a month since last year, in every régie. */
const yearOfInvoices = [csvHeadings, ...Array.from({ length: 39 }, (_, index) => {
  const issued = new Date(Date.now() - Math.floor(index / 3) * 30 * 24 * 3_600_000);
  const [day, due] = [issued, new Date(issued.getTime() + 20 * 24 * 3_600_000)].map((date) => date.toISOString().slice(0, 10).split('-').reverse().join('/'));
  return `2026-099-${String(index).padStart(4, '0')};${day};${due};${40 + ((index * 37) % 160)},${10 + (index % 80)};Service;AN${index % 7};Mme;Annee${index % 7};Une;1 rue;31595;Ville;;;${regies[index % 3]};en ligne;;non reglee;`;
})].join('\n');
test.use({ extraInvoices: yearOfInvoices });

/** As staff do at the desk: two invoices out of three, ten days after they were issued. */
async function settleSome(page: Page): Promise<void> {
  const { items } = await askStaff(page, 'invoices.list', { page: 1, pageSize: 100, sort: 'number', descending: false, search: '2026-099' });
  const today = new Date().toISOString().slice(0, 10);
  for (const [index, { id, issuedOn }] of items.entries()) {
    const paidOn = new Date(Date.parse(issuedOn) + 10 * 24 * 3_600_000).toISOString().slice(0, 10);
    if (index % 5 < 3 && paidOn <= today) await askStaff(page, 'invoices.settle', { invoiceId: id, method: 'cheque', paidOn });
  }
}

test('the dashboard', async ({ page, portal, browser }) => {
  test.setTimeout(180_000);
  const visitor = await browser.newPage();
  await logIn(visitor, portal.portalUrl, resident);
  await visitor.close();
  await enterStaff(page, portal);
  await settleSome(page);
  await page.goto(`${portal.staffUrl}/#/accueil`);
  await page.reload();
  const receipts = page.getByRole('region', { name: 'Encaissé, mois par mois' });
  await expect(receipts.getByRole('img')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Dernières visites' })).toContainText(resident.email);

  await look(page, 'dashboard');
  const unpaid = page.getByRole('region', { name: 'À régler, par ancienneté' });
  await unpaid.getByRole('button', { name: /Tableau/ }).click();
  await receipts.getByRole('button', { name: /Tableau/ }).focus();
  await page.keyboard.press('Enter');
  await look(page, 'dashboard-tables');

  const owed = plain(await unpaid.getByRole('row', { name: /^Total/ }).getByRole('cell').last().innerText());
  await page.getByRole('link', { name: new RegExp(owed.replaceAll(' ', '\\s')) }).first().click();
  await expect(page.getByRole('heading', { level: 1, name: 'Factures' })).toBeVisible();
  await expect.poll(async () => plain(await page.locator('main').innerText())).toContain(owed);
});

test('a colleague who only reads is not told to do what they may not', { tag: '@navigateur' }, async ({ page, portal }) => {
  const reader = commune.colleagues.find(({ role }) => role === 'reader')!;
  await page.goto(portal.launchLink);
  await page.getByLabel('Adresse de messagerie').fill(reader.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(reader.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByText('Rien n’est attendu de vous.')).toBeVisible();
  await expect(page.getByRole('heading', { level: 2 })).toHaveText(['En quelques chiffres']);
});
