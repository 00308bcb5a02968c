// Nothing that an agent has typed is lost by a key, a click beside, another screen, or another page of the browser.
import type { Page } from '@playwright/test';
import { askStaff } from './ask-staff.ts';
import { commune, enterStaff, expect, resident, test } from './portal-app.ts';

test.use({ viewport: { width: 1280, height: 800 } });
test.slow();

const payerPanel = (page: Page) => page.getByRole('complementary', { name: 'Détail du redevable' });
const openScreen = (page: Page, name: string) => page.getByRole('navigation').first().getByRole('link', { name }).click();

async function openPayer(page: Page): Promise<void> {
  await openScreen(page, 'Redevables');
  await page.getByLabel('Nom, code, adresse ou courriel').fill('SISTEC560');
  await page.getByRole('row', { name: /SISTEC560/ }).getByRole('link').first().click();
  await expect(payerPanel(page).getByText(resident.email)).toBeVisible();
}

test('Escape leaves the field, then the panel, and the panel opens again on what was typed', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await openPayer(page);
  const panel = payerPanel(page);
  await panel.getByRole('button', { name: 'Inscrire un renoncement au papier…' }).click();
  await panel.getByLabel('Preuve').fill('Courrier du 20 novembre');
  await page.keyboard.press('Escape');
  await expect(panel.getByLabel('Preuve')).toHaveValue('Courrier du 20 novembre');
  await expect(panel.getByLabel('Preuve')).not.toBeFocused();
  await panel.getByRole('button', { name: 'Corriger…' }).first().click();
  await panel.getByLabel('Nom', { exact: true }).fill('Mme Test Corrigée');
  await panel.getByRole('button', { name: 'Ajouter une personne…' }).click();
  await panel.getByLabel('Adresse de messagerie').fill('tante@exemple.test');
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await expect(panel.getByRole('button', { name: 'Fermer le détail' })).toHaveCount(0);
  await openScreen(page, 'À faire');
  await openPayer(page);
  await expect(panel.getByLabel('Preuve')).toHaveValue('Courrier du 20 novembre');
  await expect(panel.getByLabel('Nom', { exact: true })).toHaveValue('Mme Test Corrigée');
  await expect(panel.getByLabel('Adresse de messagerie')).toHaveValue('tante@exemple.test');
  await panel.locator('form').filter({ has: page.getByLabel('Preuve') }).getByRole('button', { name: 'Revenir' }).click();
  await panel.getByRole('button', { name: 'Inscrire un renoncement au papier…' }).click();
  await expect(panel.getByLabel('Preuve')).toHaveValue('');
});

test('what is typed of a settlement, the reason of a cancellation and the chosen PDF outlive a click beside and another screen', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/factures?q=SISTEC560&etat=unpaid`);
  await page.getByRole('row').filter({ has: page.getByText('Non réglée') }).getByRole('link').first().click();
  const panel = page.getByRole('complementary', { name: 'Détail de la facture' });
  await panel.locator('input[type=file]').setInputFiles({ name: 'corrigée.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4') });
  await panel.getByLabel('Raison').fill('Erreur de période');
  await panel.getByRole('button', { name: 'Réglée au guichet…' }).click();
  await panel.getByLabel('Payée le').fill('2026-11-02');
  const list = page.url();
  await openScreen(page, 'À faire');
  await page.goto(list);
  await expect(panel.getByLabel('Payée le')).toHaveValue('2026-11-02');
  await panel.locator('form').filter({ has: page.getByLabel('Payée le') }).getByRole('button', { name: 'Revenir' }).click();
  await panel.getByRole('button', { name: 'Annuler la facture…' }).click();
  const dialog = page.getByRole('dialog', { name: 'Annuler la facture' });
  const reason = dialog.getByLabel('Raison, que l’habitant lira');
  await reason.fill('Facture établie deux fois');
  await page.mouse.click(8, 400);
  await expect(dialog).toBeHidden();
  const address = page.url();
  await openScreen(page, 'À faire');
  await page.goto(address);
  await expect(panel.getByText('corrigée.pdf')).toBeVisible();
  await expect(panel.getByLabel('Raison')).toHaveValue('Erreur de période');
  await panel.getByRole('button', { name: 'Annuler la facture…' }).click();
  await expect(reason).toHaveValue('Facture établie deux fois');
  await dialog.getByRole('button', { name: 'Revenir' }).click();
  await panel.getByRole('button', { name: 'Annuler la facture…' }).click();
  await expect(reason).toHaveValue('');
});

test('the reason of a taking back is forgotten once a colleague has taken it back', async ({ page, portal }) => {
  await enterStaff(page, portal);
  const { items: [invoice] } = await askStaff(page, 'invoices.list', { page: 1, pageSize: 1, sort: 'number', descending: false, state: 'unpaid' });
  const settle = () => askStaff(page, 'invoices.settle', { invoiceId: invoice!.id, method: 'cheque', paidOn: invoice!.issuedOn });
  const open = async () => {
    await openScreen(page, 'À faire');
    await expect(page.getByRole('heading', { level: 1, name: 'Que devez-vous faire ?' })).toBeVisible();
    await page.goto(`${portal.staffUrl}/#/factures/${invoice!.id}`);
  };
  const [ask, reason] = [page.getByRole('button', { name: 'Annuler ce règlement…' }), page.getByLabel('Raison')];
  await settle();
  await open();
  await ask.click();
  await reason.fill('Mauvaise famille');
  await open();
  await expect(reason).toHaveValue('Mauvaise famille');
  await askStaff(page, 'invoices.takeBack', { invoiceId: invoice!.id, factId: (await askStaff(page, 'invoices.read', { invoiceId: invoice!.id })).mayTakeBack!.factId, reason: 'Erreur', tellsResidents: false });
  await open();
  await expect(page.getByRole('button', { name: 'Réglée au guichet…' })).toBeVisible();
  await settle();
  await open();
  await ask.click();
  await expect(reason).toHaveValue('');
});

test('a régie, an agent and a ready answer half written are marked, and wait; an answer is removed once it is confirmed', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/demarrage/regies`);
  const steps = page.getByRole('navigation', { name: 'Étapes de la mise en route' });
  await page.getByRole('button', { name: 'Ajouter une régie' }).click();
  await page.getByLabel('Code').fill('PISC');
  await expect(steps.getByRole('link', { name: /Régies/ })).toContainText('à enregistrer');
  await page.getByRole('link', { name: 'Étape suivante, sans enregistrer' }).click();
  await page.getByRole('button', { name: 'Ajouter un agent' }).click();
  await page.getByLabel('Prénom et nom').fill('Paul Martin');
  await expect(steps.getByRole('link', { name: /Collègues/ })).toContainText('à enregistrer');
  await page.goto(`${portal.staffUrl}/#/reglages/agents`);
  await expect(page.getByLabel('Prénom et nom')).toHaveValue('Paul Martin');
  await page.getByRole('button', { name: 'Annuler' }).click();
  await page.getByRole('navigation', { name: 'Réglages' }).getByRole('link', { name: /Régies/ }).click();
  await expect(page.getByLabel('Code')).toHaveValue('PISC');
  await page.getByRole('button', { name: 'Annuler' }).click();
  await page.getByRole('link', { name: /^Paiement en ligne de/ }).first().click();
  await page.getByLabel('Identifiant PayFiP').fill('012327');
  await expect(page.getByText('Modifications à enregistrer', { exact: true })).toBeVisible();
  await page.getByRole('link', { name: 'Toutes les régies' }).click();
  await expect(page.getByRole('navigation', { name: 'Réglages' }).getByRole('link', { name: /Régies/ })).toContainText('modifications à enregistrer');
  await page.getByRole('link', { name: /^Paiement en ligne de/ }).first().click();
  await expect(page.getByLabel('Identifiant PayFiP')).toHaveValue('012327');

  await openScreen(page, 'Messages');
  await page.getByRole('button', { name: 'Réponses toutes prêtes…' }).click();
  await page.getByRole('button', { name: 'Écrire une réponse toute prête…' }).click();
  await page.getByLabel('Titre').fill('Horaires');
  await page.getByRole('button', { name: 'Réponses toutes prêtes…' }).click();
  await openScreen(page, 'À faire');
  await openScreen(page, 'Messages');
  await expect(page.getByLabel('Titre')).toHaveValue('Horaires');
  await page.getByLabel('Texte de la réponse').fill('La mairie ouvre à 9 h.');
  await page.getByRole('button', { name: 'Enregistrer' }).click();

  const kept = page.getByRole('region', { name: 'Réponses toutes prêtes' }).getByText('Horaires', { exact: true });
  const remove = page.getByRole('button', { name: 'Supprimer « Horaires »' });
  const dialog = page.getByRole('dialog', { name: /^Supprimer cette réponse/ });
  await remove.click();
  await dialog.getByRole('button', { name: 'Annuler' }).click();
  await expect(kept).toBeVisible();
  await remove.click();
  await dialog.getByRole('button', { name: 'Supprimer la réponse' }).click();
  await expect(kept).toHaveCount(0);
});

test('the browser asks before it leaves what is typed, or files under way; so does logging out', async ({ page, portal }) => {
  await enterStaff(page, portal);
  const asked: string[] = [];
  let answer: 'accept' | 'dismiss' = 'dismiss';
  page.on('dialog', (dialog) => { asked.push(dialog.type()); void dialog[answer](); });
  await openScreen(page, 'Réglages');
  await page.getByRole('navigation', { name: 'Réglages' }).getByRole('link', { name: 'Contact' }).click();
  const phone = page.getByLabel('Téléphone');
  await phone.click();
  const saved = await phone.inputValue();
  await phone.fill('05 61 00 00 00');
  await page.evaluate(() => location.reload());
  await expect.poll(() => asked).toEqual(['beforeunload']);
  await expect(phone).toHaveValue('05 61 00 00 00');

  await page.getByRole('button', { name: commune.agent.name }).click();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  const dialog = page.getByRole('dialog', { name: /^Se déconnecter sans enregistrer/ });
  await dialog.getByRole('button', { name: 'Annuler' }).click();
  await expect(phone).toHaveValue('05 61 00 00 00');
  answer = 'accept';
  await page.reload();
  await expect(phone).toHaveValue(saved);
  expect(asked).toHaveLength(2);
  await phone.fill('05 61 00 00 00');
  await page.getByRole('button', { name: commune.agent.name }).click();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  await dialog.getByRole('button', { name: 'Se déconnecter' }).click();
  await expect(page.getByLabel('Adresse de messagerie')).toBeVisible();
  expect(asked).toHaveLength(2);
});
