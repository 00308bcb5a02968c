// An invoice is paid twice, at the desk and on line; then the desk was a mistake, said after the other was dealt with: it goes to the payment that was received.
import { askStaff } from './ask-staff.ts';
import { depart, enterAs } from './paying.ts';
import { csvHeadings, enterStaff, expect, test } from './portal-app.ts';

const number = '2026-020-009401';
test.use({ payments: true, extraInvoices: `${csvHeadings}\n${number};10/11/2026;30/11/2099;41,20;Étude du soir;SISTEC560;Mme;SISTEC560;Test;12 rue des Tonneliers;31595;Saint-Aubin-les-Vignes;demo@exemple.test;;CANT;en ligne;;non reglee;\n` });
test.slow();

test('the payment received settles the invoice once the settlement at the desk was taken back', async ({ page, portal, browser }) => {
  await enterStaff(page, portal);
  const visitor = await enterAs(browser, portal);
  const payfip = await depart(visitor, portal, number);
  const { items: [invoice] } = await askStaff(page, 'invoices.list', { page: 1, pageSize: 1, sort: 'number', descending: false, search: number });
  await askStaff(page, 'invoices.settle', { invoiceId: invoice!.id, method: 'cheque', paidOn: invoice!.issuedOn });
  await payfip.getByRole('button', { name: 'Payer par carte bancaire', exact: true }).click();
  await payfip.getByRole('link', { name: 'Continuer' }).click();

  await page.goto(`${portal.staffUrl}/#/paiements?etat=to_sort`);
  const panel = page.getByRole('complementary', { name: 'Détail du paiement' });
  const open = async () => {
    await page.reload();
    await page.getByRole('row').filter({ hasText: number }).getByRole('link').first().click();
  };
  await expect(open).toPass();
  await expect(panel.getByText('une facture était déjà réglée', { exact: false })).toBeVisible();
  await panel.getByRole('button', { name: 'Dire ce qui a été fait…' }).click();
  await panel.getByLabel(/^Qu’avez-vous fait/).fill('Erreur de guichet');
  await panel.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(panel.getByRole('button', { name: 'Dire ce qui a été fait…' })).toBeHidden();

  await askStaff(page, 'invoices.takeBack', { invoiceId: invoice!.id, factId: (await askStaff(page, 'invoices.read', { invoiceId: invoice!.id })).mayTakeBack!.factId, reason: 'Chèque d’une autre famille', tellsResidents: false });
  await open();
  await expect(panel.getByText('est de nouveau à régler', { exact: false })).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('de-nouveau.png') });
  const settle = panel.getByRole('button', { name: 'Ce paiement règle la facture…' });
  await settle.click();
  await page.screenshot({ path: test.info().outputPath('question.png') });
  await page.getByRole('dialog').getByRole('button', { name: /^Marquer 1\sfacture réglée$/ }).click();
  await expect(settle).toBeHidden();
  await expect(panel.getByText('Facture réglée')).toBeVisible();
  await visitor.goto(`${portal.portalUrl}/factures?etat=reglees`);
  await expect(visitor.getByRole('link', { name: number, exact: true })).toBeVisible();
  await visitor.close();
});
