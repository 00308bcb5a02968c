// Panels beside the lists, questions before what is done, and what is shown once: axe, in light and at 200 % in dark.
import type { Locator } from '@playwright/test';
import { totpCode, totpStep } from '../../server/crypto/totp.ts';
import { askStaff } from './ask-staff.ts';
import { seriousFaults, wide } from './look.ts';
import { depart, enterAs } from './paying.ts';
import { commune, csvHeadings, enterStaff, expect, test } from './portal-app.ts';

const twin = '2026-020-009900;10/11/2026;30/11/2099;15,00;Étude du soir;SISTEC-BIS;Mme;SISTEC560;Test;12 rue des Tonneliers;31595;Ville;;;CANT;en ligne;;non reglee;';
test.use({ viewport: wide, bypassCSP: true, payments: true, extraInvoices: `${csvHeadings}\n${twin}\n` });

test('panels, questions, and what is shown once', async ({ page, portal, browser }) => {
  test.setTimeout(240_000);
  const visitor = await enterAs(browser, portal);
  await depart(visitor, portal, '2026-020-002059');
  await visitor.context().close();
  await enterStaff(page, portal);
  const faults: string[] = [];
  const goTo = (screen: string) => page.goto(`${portal.staffUrl}/#/${screen}`);
  const examine = async (state: string, shown: Locator): Promise<void> => {
    await expect(shown).toBeVisible();
    faults.push(...await seriousFaults(page, state));
  };

  await goTo('redevables?q=SISTEC560');
  await page.getByRole('row', { name: /1\scompte actif/ }).getByRole('link').click();
  const payer = page.getByRole('complementary', { name: 'Détail du redevable' });
  for (const name of ['Corriger…', 'Ajouter une personne…', 'Inscrire un renoncement au papier…', 'Bloquer…']) await payer.getByRole('button', { name }).first().click();
  await examine('payer panel, its forms open', payer.getByRole('button', { name: 'Bloquer ce compte' }));
  await payer.getByRole('button', { name: 'Réunir avec un autre redevable…' }).click();
  await payer.getByRole('button', { name: /SISTEC-BIS/ }).click();
  await examine('merge of payers', payer.getByText('Ces personnes verront des factures'));

  await goTo('paiements');
  await page.locator('tbody a').first().click();
  const payment = page.getByRole('complementary', { name: 'Détail du paiement' });
  await payment.getByRole('button', { name: 'Ne plus attendre…' }).click();
  await examine('payment panel', payment.getByLabel('Raison'));

  await goTo('factures?q=2026-020-009900');
  await page.getByRole('link', { name: '2026-020-009900' }).click();
  const invoice = page.getByRole('complementary', { name: 'Détail de la facture' });
  await invoice.getByRole('button', { name: 'Annuler la facture…' }).click();
  await examine('cancellation', page.getByRole('dialog', { name: 'Annuler la facture' }).getByLabel(/^Raison/));
  await page.getByRole('dialog').getByRole('button', { name: 'Revenir' }).click();
  await invoice.getByRole('button', { name: 'Réglée au guichet…' }).click();
  await examine('settlement at the desk', invoice.getByLabel('Payée le'));
  await goTo('factures?etat=unpaid');
  // A list that is read again meanwhile starts with nothing chosen.
  await expect(() => page.getByRole('checkbox', { name: 'Choisir toute la page' }).check({ timeout: 2_000 })).toPass();
  await page.getByRole('button', { name: 'Transmettre en trésorerie…' }).click();
  await examine('batch action', page.getByRole('dialog', { name: 'Transmettre en trésorerie' }).getByRole('button', { name: /^Transmettre/ }));
  await page.getByRole('dialog').getByRole('button', { name: 'Revenir' }).click();

  const { batchId } = await askStaff(page, 'imports.create', {});
  const source = [csvHeadings, twin.replace('009900', '009901'), twin.replace('009900', '009902').replace('15,00', 'quinze')].join('\n');
  await page.evaluate(([path, body]) => fetch(path, { method: 'PUT', headers: { 'Content-Type': 'application/octet-stream' }, body }), [`/files/imports/${batchId}/source?name=factures.csv`, source] as const);
  await askStaff(page, 'imports.check', { batchId, allowMissingPdf: true });
  await goTo(`imports/${batchId}`);
  await examine('import with a refused line', page.getByRole('button', { name: /^Publier/ }));

  await goTo('reglages/regies');
  await page.getByRole('button', { name: /^Modifier/ }).first().click();
  await examine('card of a régie', page.getByLabel('Code', { exact: true }));
  await page.getByRole('link', { name: /^Paiement en ligne de/ }).first().click();
  await page.getByRole('button', { name: 'Suspendre le paiement…' }).click();
  await examine('payment of a régie', page.getByLabel('Phrase que les habitants liront'));
  await goTo('reglages/paiement');
  await page.getByRole('button', { name: 'Suspendre le paiement…' }).click();
  await page.getByRole('button', { name: /^Suspendre le paiement de tout/ }).click();
  await examine('suspended portal', page.getByRole('button', { name: 'Rouvrir le paiement' }));
  await goTo('reglages/agents');
  await page.getByRole('button', { name: `Actions pour ${commune.colleagues[0]!.name}` }).click();
  await page.getByText('Mot de passe provisoire…').click();
  await examine('question about an agent', page.getByRole('dialog').getByRole('button', { name: 'Donner un mot de passe' }));
  await page.getByRole('dialog').getByRole('button', { name: 'Annuler' }).click();

  await goTo('compte');
  await page.getByRole('button', { name: 'Activer le code…' }).click();
  await page.getByLabel('Votre mot de passe').fill(commune.agent.password);
  await page.getByRole('button', { name: 'Continuer' }).click();
  await examine('code to be enabled', page.getByRole('img', { name: 'QR code à lire avec votre téléphone' }));
  await page.getByLabel('Code à six chiffres').fill(totpCode((await page.locator('.key').innerText()).replaceAll(' ', ''), totpStep(new Date())));
  await page.getByRole('button', { name: 'Activer', exact: true }).click();
  await examine('recovery codes', page.getByRole('group', { name: 'Codes de secours' }));
  await page.getByRole('button', { name: 'C’est fait' }).click();
  await page.keyboard.press('Control+Shift+L');
  await examine('locked window', page.getByRole('heading', { name: 'Fenêtre verrouillée' }));
  expect(faults).toEqual([]);
});
