// A resident writes, the secretary answers from a ready-made answer, the mail arrives; a message is closed, and opened again.
import { chooseOption } from './choose-option.ts';
import { look, wide } from './look.ts';
import { enter, enterStaff, expect, plain, resident, test } from './portal-app.ts';

test.use({ viewport: wide });

test('messages are answered and closed', async ({ page, portal, browser }) => {
  test.setTimeout(240_000);
  const visitor = await browser.newPage();
  await enter(visitor, portal.portalUrl);
  const write = async (subject: string, body: string, about = ''): Promise<void> => {
    await visitor.goto(`${portal.portalUrl}/contact`);
    if (about) await visitor.getByLabel(/^À propos de/).selectOption({ label: (await visitor.getByRole('option', { name: new RegExp(about) }).first().textContent())! });
    await visitor.getByLabel('Objet').fill(subject);
    await visitor.getByLabel('Message', { exact: true }).fill(body);
    await visitor.getByRole('button', { name: 'Envoyer' }).click();
    await expect(visitor.getByRole('status')).toContainText('Votre message est bien parti.');
  };
  await write('Repas en trop', 'Bonjour,\nMon fils était absent le 12.', '2026-020-002059');
  await write('Merci', 'C’est réglé.');
  await visitor.close();

  await enterStaff(page, portal);
  await page.getByRole('link', { name: /^Messages/ }).click();
  await page.getByRole('button', { name: 'Réponses toutes prêtes…' }).click();
  const ready = page.getByRole('region', { name: 'Réponses toutes prêtes' });
  await ready.getByRole('button', { name: 'Écrire une réponse toute prête…' }).click();
  await ready.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(ready.getByText(/à remplir/i)).toHaveCount(2);
  await ready.getByLabel('Titre').fill('Absence signalée');
  await ready.getByLabel('Texte de la réponse').fill('Bonjour {nom},\n\nLa facture {facture} sera corrigée le mois prochain.');
  await ready.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(ready.getByRole('listitem').filter({ hasText: 'Absence signalée' })).toBeVisible();

  const message = page.getByRole('article', { name: 'Repas en trop' });
  await message.getByRole('button', { name: 'Répondre…' }).click();
  await chooseOption(message.getByRole('combobox', { name: 'Partir d’une réponse toute prête' }), 'Absence signalée');
  const answer = message.getByRole('textbox', { name: /^Réponse à / });
  await expect(answer).toHaveValue(/^Bonjour .*SISTEC560.*,\n\nLa facture 2026-020-002059 sera corrigée le mois prochain\.$/);
  await answer.press('Control+End');
  await answer.pressSequentially('\n\nLe service');
  await look(page, 'message-reponse');
  await message.getByRole('button', { name: `Envoyer à ${resident.email}` }).click();
  const mail = await portal.mailTo(resident.email, 'Repas en trop');
  expect(plain(mail.text)).toContain('La facture 2026-020-002059 sera corrigée le mois prochain. Le service');
  // Answered and done with: it leaves what waits.
  await expect(message).toBeHidden();

  const other = page.getByRole('article', { name: 'Merci' });
  await other.getByRole('button', { name: 'Marquer comme traité' }).click();
  await expect(page.getByRole('heading', { name: 'Aucun message à traiter' })).toBeVisible();
  await page.getByRole('button', { name: 'Traités' }).click();
  await expect(message.getByText('La facture 2026-020-002059 sera corrigée', { exact: false })).toBeVisible();
  await expect(async () => {
    await page.reload();
    await expect(message.getByText(/Réponse de .*envoyée/)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await other.getByRole('button', { name: 'À traiter de nouveau' }).click();
  await expect(other).toBeHidden();
  await page.getByRole('button', { name: 'À traiter', exact: true }).click();
  await expect(other.getByRole('button', { name: 'Marquer comme traité' })).toBeVisible();
  await page.getByRole('button', { name: 'Réponses toutes prêtes…' }).click();
  await ready.getByRole('button', { name: 'Supprimer « Absence signalée »' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Supprimer la réponse' }).click();
  await expect(ready.getByRole('listitem')).toHaveCount(0);
});
