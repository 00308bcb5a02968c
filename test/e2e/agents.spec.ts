// A colleague arrives, chooses a password and a second factor; the desk is left and found again; the journal tells of it.
import { totpCode, totpStep } from '../../server/crypto/totp.ts';
import { readFileSync } from 'node:fs';
import { saveFile } from './beyond-the-page.ts';
import { commune, enterStaff, expect, plain, test } from './portal-app.ts';

test.use({ viewport: { width: 1280, height: 800 } });

const [secretary, regisseur, reader] = commune.colleagues;

test('a colleague is invited, and again with another password, chooses a password, adds a code, and comes back with it', async ({ page, portal }) => {
  test.slow();
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/reglages/agents`);
  await page.getByRole('button', { name: 'Ajouter un agent' }).click();
  await page.getByLabel('Prénom et nom').fill('Luc Barrau');
  await page.getByLabel('Adresse de messagerie').fill('luc.barrau@commune.test');
  await page.getByRole('radio', { name: /Régisseur/ }).check();
  await page.getByRole('button', { name: 'Créer le compte' }).click();
  const initial = (await page.locator('.word').innerText()).trim();
  await page.getByRole('button', { name: 'C’est fait' }).click();
  await expect(page.getByRole('row', { name: /Luc Barrau/ })).toContainText('Mot de passe provisoire');
  await expect(page.getByText(initial)).toHaveCount(0);
  await page.getByRole('button', { name: 'Actions pour Luc Barrau' }).click();
  await page.getByText('Mot de passe provisoire…').click();
  await page.getByRole('dialog').getByRole('button', { name: 'Donner un mot de passe' }).click();
  const again = (await page.locator('.word').innerText()).trim();

  await page.getByRole('button', { name: commune.agent.name, exact: true }).click();
  await page.getByText('Se déconnecter').click();
  const logIn = async (word: string): Promise<void> => {
    await page.getByLabel('Adresse de messagerie').fill('luc.barrau@commune.test');
    await page.getByLabel('Mot de passe', { exact: true }).fill(word);
    await page.getByRole('button', { name: 'Se connecter' }).click();
  };
  await logIn(initial);
  await expect(page.getByRole('alert')).toBeVisible();
  await logIn(again);
  await expect(page.getByRole('heading', { name: 'Choisissez votre mot de passe' })).toBeVisible();
  await page.getByLabel('Nouveau mot de passe').fill('platane-bleu-de-mars');
  await page.getByLabel('Le même, une seconde fois').fill('platane-bleu-de-mars');
  await page.getByRole('button', { name: 'Enregistrer et entrer' }).click();
  await expect(page.getByRole('heading', { name: 'Que devez-vous faire ?' })).toBeVisible();

  await page.goto(`${portal.staffUrl}/#/compte`);
  await page.getByRole('button', { name: 'Activer le code…' }).click();
  await page.getByLabel('Votre mot de passe').fill('platane-bleu-de-mars');
  await page.getByRole('button', { name: 'Continuer' }).click();
  await expect(page.getByRole('img', { name: 'QR code à lire avec votre téléphone' })).toBeVisible();
  const secret = (await page.locator('.key').innerText()).replaceAll(' ', '');
  await page.getByLabel('Code à six chiffres').fill(totpCode(secret, totpStep(new Date())));
  await page.getByRole('button', { name: 'Activer', exact: true }).click();
  const codes = page.getByRole('group', { name: 'Codes de secours' }).getByRole('listitem');
  await expect(codes).toHaveCount(8);
  const recovery = await codes.allInnerTexts();
  await page.getByRole('button', { name: 'C’est fait' }).click();
  await expect(page.getByText(/8\scodes de secours restants/)).toBeVisible();

  await page.getByRole('button', { name: 'Luc Barrau' }).click();
  await page.getByText('Se déconnecter').click();
  await logIn('platane-bleu-de-mars');
  await expect(page.getByRole('heading', { name: 'Code de connexion' })).toBeVisible();
  await page.getByLabel('Code', { exact: true }).fill('000000');
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('alert')).toContainText('Ce code n’est pas le bon');
  await page.getByLabel('Code', { exact: true }).fill(recovery[0]!);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('heading', { name: 'Que devez-vous faire ?' })).toBeVisible();
});

test('a locked window hides the screen and what lies over it, and gives back what was typed', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/annonces`);
  await page.getByRole('button', { name: 'Nouvelle annonce' }).click();
  await page.getByLabel('Titre', { exact: true }).fill('Fermeture exceptionnelle');
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('heading', { name: 'Fenêtre verrouillée' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Annonces' })).toBeHidden();
  await page.getByLabel('Mot de passe', { exact: true }).fill('faux');
  await page.getByRole('button', { name: 'Déverrouiller' }).click();
  await expect(page.getByRole('alert')).toBeVisible();
  await page.getByLabel('Mot de passe', { exact: true }).fill(commune.agent.password);
  await page.getByRole('button', { name: 'Déverrouiller' }).click();
  await expect(page.getByLabel('Titre', { exact: true })).toHaveValue('Fermeture exceptionnelle');

  await page.goto(`${portal.staffUrl}/#/reglages/agents`);
  await page.getByRole('button', { name: `Actions pour ${secretary!.name}` }).click();
  await page.getByText('Désactiver…').click();
  await expect(page.getByRole('dialog')).toBeVisible();
  await page.keyboard.press('Control+Shift+L');
  await expect(page.getByRole('dialog')).toBeHidden();
  await page.getByLabel('Mot de passe', { exact: true }).fill(commune.agent.password);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toBeVisible();
});

test('an empty desk locks by itself; another colleague finds nothing of the first one’s screen', async ({ page, portal }) => {
  await page.clock.install();
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/annonces`);
  await page.getByRole('button', { name: 'Nouvelle annonce' }).click();
  await page.getByLabel('Titre', { exact: true }).fill('À moi seul');
  await page.clock.fastForward(14 * 60_000 + 30_000);
  await expect(page.getByText('La fenêtre va se verrouiller dans moins d’une minute.', { exact: false })).toBeVisible();
  await page.mouse.move(200, 200);
  await page.clock.fastForward(10 * 60_000);
  await expect(page.getByLabel('Titre', { exact: true })).toBeVisible();
  await page.clock.fastForward(6 * 60_000);
  await expect(page.getByRole('heading', { name: 'Fenêtre verrouillée' })).toBeVisible();
  await page.getByLabel('Adresse de messagerie').fill(secretary!.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(secretary!.password);
  await page.getByRole('button', { name: 'Déverrouiller' }).click();
  await expect(page.getByRole('button', { name: secretary!.name })).toBeVisible();
  await expect(page.getByLabel('Titre', { exact: true })).toHaveCount(0);
});

test('each role sees what it may do, and a word on what it may not', async ({ page, portal }) => {
  await page.goto(portal.launchLink);
  const enterAs = async ({ email, password }: { email: string; password: string }): Promise<void> => {
    await page.getByLabel('Adresse de messagerie').fill(email);
    await page.getByLabel('Mot de passe', { exact: true }).fill(password);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await expect(page.getByRole('heading', { name: 'Que devez-vous faire ?' })).toBeVisible();
  };
  const leave = async (name: string): Promise<void> => {
    await page.getByRole('button', { name, exact: true }).click();
    const menu = page.getByRole('dialog', { name: 'Menu de l’agent' });
    await expect(menu.getByText('Mon compte')).toBeVisible();
    await expect(menu.getByText('Journal')).toHaveCount(0);
    await page.getByText('Se déconnecter').click();
  };
  await enterAs(reader!);
  await page.getByRole('link', { name: 'Importer' }).click();
  await expect(page.getByText('Réservé : administrateur, secrétaire.')).toBeVisible();
  await expect(page.locator('input[type=file]')).toHaveCount(0);
  await page.goto(`${portal.staffUrl}/#/reglages/commune`);
  await expect(page.getByLabel('Nom', { exact: true })).toBeDisabled();
  await expect(page.getByRole('button', { name: 'Enregistrer' })).toHaveCount(0);
  await expect(page.getByRole('link', { name: 'Agents' })).toHaveCount(0);
  await page.goto(`${portal.staffUrl}/#/journal`);
  await expect(page.getByText('Réservé : administrateur.')).toBeVisible();
  for (const [list, label] of [['factures', 'Détail de la facture'], ['redevables', 'Détail du redevable']] as const) {
    await page.goto(`${portal.staffUrl}/#/${list}`);
    await page.locator('tbody a').first().click();
    const panel = page.getByRole('complementary', { name: label });
    await expect(panel.getByText(/Réservé/).first()).toBeVisible();
    // Whatever asks for something more ends so.
    await expect(panel.getByRole('button', { name: /…$/ })).toHaveCount(0);
  }
  await page.goto(`${portal.staffUrl}/#/annonces`);
  await expect(page.getByRole('heading', { name: commune.announcement.title })).toBeVisible();
  await expect(page.getByRole('button', { name: /^(Modifier|Supprimer|Nouvelle)/ })).toHaveCount(0);
  await leave(reader!.name);
  await enterAs(regisseur!);
  await page.goto(`${portal.staffUrl}/#/paiements`);
  await expect(page.getByRole('button', { name: 'Exporter…' })).toBeVisible();
  await page.goto(`${portal.staffUrl}/#/annonces`);
  await expect(page.getByRole('button', { name: 'Nouvelle annonce' })).toHaveCount(0);
  await leave(regisseur!.name);
  await enterAs(secretary!);
  await page.goto(`${portal.staffUrl}/#/reglages/courriel`);
  await expect(page.getByLabel('Serveur d’envoi')).toBeDisabled();
  await page.goto(`${portal.staffUrl}/#/reglages/commune`);
  await page.getByLabel('Service').fill('Service des familles');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText(/^Enregistré/)).toBeVisible();
});

test('the journal is searched, and taken out', async ({ page, portal }, info) => {
  await enterStaff(page, portal);
  await page.getByRole('button', { name: commune.agent.name }).click();
  await page.getByText('Journal', { exact: true }).click();
  await expect(page.getByRole('row', { name: /S’est connecté\./ }).first()).toContainText(portal.app ? 'ce poste' : /ce poste, Chrome/);
  await page.getByLabel('Rechercher dans le journal').fill('publié');
  await expect(page.getByRole('row', { name: /A publié l’import/ })).toBeVisible();
  await expect(page.getByRole('row', { name: /S’est connecté/ })).toHaveCount(0);
  const file = info.outputPath('journal.csv');
  await saveFile({ page, file, app: portal.app }, () => page.getByRole('link', { name: 'Exporter (CSV)' }).click());
  expect(plain(readFileSync(file, 'utf8'))).toContain("l'installateur;A publié l'import");
  await page.getByLabel('Rechercher dans le journal').fill('rien de tel');
  await expect(page.getByRole('heading', { name: 'Rien ne correspond' })).toBeVisible();
});
