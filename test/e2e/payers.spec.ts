// The secretary looks after one household: finds it, invites a second person, blocks and unblocks, sees the portal as they do, notes a letter, and joins two records.
import { askStaff } from './ask-staff.ts';
import { openedBeside } from './beyond-the-page.ts';
import { enterStaff, expect, resident, test } from './portal-app.ts';

const twin = [
  'numero;date;echeance;montant;objet;code_payeur;civilite;nom;prenom;adresse;cp;ville;email;email2;regie;mode;fichier;etat;prelevement_le',
  '2026-020-009900;10/11/2026;30/11/2099;15,00;Étude du soir;SISTEC-BIS;Mme;SISTEC560;Test;12 rue des Tonneliers;31595;Saint-Aubin-les-Vignes;;;CANT;en ligne;;non reglee;',
].join('\r\n');

test.use({ viewport: { width: 1280, height: 800 }, extraInvoices: twin });

test('a household, from the search to the merge', async ({ page, portal, browser }, info) => {
  await enterStaff(page, portal);
  await page.getByRole('link', { name: 'Redevables' }).click();
  await page.getByLabel('Nom, code, adresse ou courriel').fill('12 tonneliers');
  await expect(page.getByRole('status').filter({ hasText: /2\sredevables/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /SISTEC-BIS.*Personne/ })).toBeVisible();
  await page.getByRole('row', { name: /1\scompte actif/ }).getByRole('link').click();
  const panel = page.getByRole('complementary', { name: 'Détail du redevable' });
  await expect(panel.getByText(resident.email)).toBeVisible();
  await page.screenshot({ path: info.outputPath('redevable.png') });

  await panel.getByRole('button', { name: 'Ajouter une personne…' }).click();
  await panel.getByLabel('Adresse de messagerie').fill('grand-pere@exemple.test');
  await panel.getByRole('button', { name: 'Ajouter cette personne' }).click();
  const card = panel.getByRole('region', { name: 'grand-pere@exemple.test' });
  await expect(card.getByText('Pas encore activé')).toBeVisible();
  await portal.mailTo('grand-pere@exemple.test', '');
  await page.screenshot({ path: info.outputPath('personne.png') });

  const first = panel.getByRole('region', { name: resident.email });
  await first.getByRole('button', { name: 'Bloquer…' }).click();
  await first.getByRole('button', { name: 'Bloquer ce compte' }).click();
  await expect(first.getByText('Compte bloqué')).toBeVisible();
  await first.getByRole('button', { name: 'Débloquer' }).click();
  await expect(first.getByText('Compte actif')).toBeVisible();

  const address = await openedBeside(page, portal, () => first.getByRole('button', { name: 'Voir son portail' }).click());
  await expect(first.getByText('la visite est inscrite au journal')).toBeVisible();
  const view = await browser.newPage();
  await view.goto(address);
  await view.locator('main').getByRole('button').click();
  await view.goto(`${portal.portalUrl}/contact`);
  await expect(view.getByText(`Vous voyez le portail comme ${resident.email}. Rien ne peut y être changé.`)).toBeVisible();
  await view.getByLabel('Objet').fill('Une question');
  await view.getByLabel('Message', { exact: true }).fill('Bonjour');
  await view.getByRole('button', { name: 'Envoyer' }).click();
  await expect(view.getByText('Vous voyez le portail comme cette personne')).toBeVisible();
  await view.close();
  expect((await askStaff(page, 'journal.list', { page: 1, pageSize: 20 })).items.map(({ what }) => what)).toContainEqual(expect.stringMatching(/^A vu le portail comme /));
  expect((await askStaff(page, 'messages.list', { page: 1, pageSize: 1, search: 'Une question' })).total).toBe(0);

  await panel.getByRole('button', { name: 'Inscrire un renoncement au papier…' }).click();
  await panel.getByLabel('Preuve').fill('Courrier du 20 novembre');
  await panel.getByRole('button', { name: 'Arrêter le papier' }).click();
  await expect(panel.getByText('Ne reçoit plus de factures sur papier.')).toBeVisible();
  await expect(panel.getByText('« Courrier du 20 novembre »')).toBeVisible();

  await panel.getByRole('button', { name: 'Réunir avec un autre redevable…' }).click();
  await panel.getByRole('button', { name: /SISTEC-BIS/ }).click();
  await expect(panel.getByText('Ces personnes verront des factures')).toBeVisible();
  await expect(panel).toContainText('demo@exemple.test verra aussi celles de SISTEC-BIS');
  await page.screenshot({ path: info.outputPath('reunion.png') });
  await panel.getByRole('button', { name: /Réunir, et déplacer 1\sfacture/ }).click();
  await expect(panel.getByText('(aussi SISTEC-BIS)')).toBeVisible();
  await panel.getByRole('button', { name: 'Fermer le détail' }).click();
  await expect(page.getByRole('row', { name: /SISTEC-BIS/ })).toHaveCount(0);
  await page.screenshot({ path: info.outputPath('liste.png') });
});
