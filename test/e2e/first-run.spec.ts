// An empty data folder: a new portal prepared step by step until nothing is left, saved in one file, and taken over by another empty folder.
import { truncateSync, writeFileSync } from 'node:fs';
import type { Browser, Page } from '@playwright/test';
import { saveFile } from './beyond-the-page.ts';
import { chooseOption } from './choose-option.ts';
import { look, wide } from './look.ts';
import { openMailDoor, type MailDoor } from './mail-door.ts';
import { expect, test as base, type PortalApp } from './portal-app.ts';

const test = base.extend<{ door: MailDoor }>({
  door: async ({ mails }, use) => {
    const door = await openMailDoor(mails.smtpPort);
    await use(door);
    await door.close();
  },
});
test.use({ seed: 'empty', viewport: wide });

const agent = { name: 'Nadia Ferrand', email: 'nadia@commune.test', password: 'vendanges-de-septembre' };
const phrase = 'tilleul marché ardoise 9';
const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">${inside}<circle cx="200" cy="200" r="180" fill="#2c6a44"/></svg>`;

test('a new portal is prepared, saved in one file, and comes back in an empty folder', async ({ page, portal, door, browser }, info) => {
  test.setTimeout(600_000);
  await page.goto(portal.launchLink);
  await expect(page.getByRole('heading', { name: 'Bienvenue' })).toBeVisible();
  await look(page, 'deux-portes');
  await page.getByRole('button', { name: /Nouvelle installation/ }).click();
  await fillAgent(page);
  await expect(page.getByRole('heading', { name: 'Mise en route' })).toBeVisible();

  await test.step('commune and service', async () => {
    await expect(page.getByText('Il manque : le nom de la commune.')).toBeVisible();
    await look(page, 'commune');
    await page.getByLabel('Nom', { exact: true }).fill('Mairie de Saint-Exemple');
    await page.getByLabel('Service').fill('Service enfance');
    await page.getByRole('link', { name: 'Étape suivante, sans enregistrer' }).click();
    // It waits where it was typed, and is said of no other step.
    await expect(page.getByRole('heading', { name: 'Couleur', exact: true })).toBeVisible();
    await expect(page.getByRole('link', { name: 'Étape suivante', exact: true })).toBeVisible();
    await expect(page.getByText('Modifications à enregistrer')).toBeHidden();
    await expect(step(page, 'Commune et service')).toHaveAccessibleName(/à enregistrer/);
    await step(page, 'Commune et service').click();
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByText('Enregistré : nom, service.')).toBeVisible();
    await expect(step(page, 'Commune et service')).toHaveAccessibleName(/fait/);
  });

  await test.step('the look: a heavy image, a drawing with a script, the preview beside', async () => {
    await next(page);
    const logo = page.locator('input[type=file]');
    const heavy = info.outputPath('affiche.png');
    writeFileSync(heavy, '');
    truncateSync(heavy, 40 * 1024 * 1024);
    await logo.setInputFiles(heavy);
    await expect(page.getByText(/Cette image est trop lourde \(40 Mo\)/)).toBeVisible();
    await logo.setInputFiles({ name: 'abime.png', mimeType: 'image/png', buffer: Buffer.from('rien') });
    await expect(page.getByText(/n’est pas une image que l’on puisse lire/)).toBeVisible();
    await logo.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg('<script>window.parent.stolen = 1</script>')) });
    await expect(page.getByText('Logo enregistré.')).toBeVisible();
    await expect(step(page, 'Logo et couleur')).toHaveAccessibleName(/fait/);
    const kept = await page.request.get(`${portal.staffUrl}/files/logo`);
    expect([kept.headers()['content-type'], (await kept.body()).length < 11 * 1024]).toEqual([expect.stringMatching(/^image\/(png|webp)$/), true]);
    expect(await page.evaluate(() => 'stolen' in window)).toBe(false);
    await page.getByLabel('Couleur d’accent', { exact: true }).fill('#7fd0a0');
    await expect(page.getByText('La couleur y est foncée, pour rester lisible.')).toBeVisible();
    await expect(page.getByLabel('Aperçu du portail des habitants')).toHaveCSS('--portal-accent', /#[0-9a-f]{6}/);
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByText('Enregistré : couleur d’accent.')).toBeVisible();
    await look(page, 'apparence');
  });

  await test.step('what is not needed, or later', async () => {
    await page.goto(`${portal.staffUrl}/#/demarrage/regies`);
    await page.getByRole('button', { name: 'Je n’en ai pas besoin' }).click();
    await expect(step(page, 'Régies')).toHaveAccessibleName(/sans objet/);
    await page.getByRole('button', { name: 'Plus tard' }).click();
    await expect(step(page, 'Collègues')).toHaveAccessibleName(/plus tard/);
    await page.goto(`${portal.staffUrl}/#/accueil`);
    await expect(page.getByText('Mise en route : 6 étapes à terminer')).toBeVisible();
    await look(page, 'a-faire');
    await page.getByRole('link', { name: 'Terminer' }).click();
    await expect(page.getByRole('heading', { name: 'Contact', exact: true })).toBeVisible();
  });

  await test.step('the contact and the public address', async () => {
    await page.getByLabel('Téléphone').fill('05 61 00 00 00');
    await save(page, 'téléphone');
    await next(page);
    await expect(page.getByText('Il manque : l’ouverture aux habitants')).toBeVisible();
    await page.getByLabel('Adresse publique').fill('https://factures.saint-exemple.test');
    await page.getByRole('radio', { name: /^Tout le monde/ }).check();
    await look(page, 'adresse');
    await save(page, 'adresse publique, qui peut ouvrir le portail');
    await expect(step(page, 'Adresse du portail')).toHaveAccessibleName(/fait/);
  });

  await test.step('the mail server: a diagnosis, a server that hangs, which one may leave, then a message that arrives', async () => {
    const send = page.getByRole('button', { name: 'Envoyer un message de test' });
    await page.goto(`${portal.staffUrl}/#/demarrage/mail`);
    await page.getByLabel('Serveur d’envoi').fill(door.host);
    await page.getByLabel('Adresse de l’expéditeur').fill('portail@saint-exemple.test');
    await page.getByLabel('Port', { exact: true }).fill('9');
    await send.click();
    await expect(page.getByText(/n’est pas celui d’un serveur de messagerie/)).toBeVisible();
    await page.getByLabel('Port', { exact: true }).fill('465');
    await send.click();
    await expect(page.getByText(/rien ne répond à ce port/)).toBeVisible();
    await look(page, 'courriel');
    await chooseOption(page.getByRole('combobox', { name: 'Sécurité de la connexion' }), /^Aucune/);
    await page.getByLabel('Port', { exact: true }).fill(String(door.port));
    await send.click();
    await page.getByRole('button', { name: 'Ne plus attendre' }).click();
    await expect(page.getByText('Le serveur de messagerie est appelé')).toBeHidden();
    door.isSilent = false;
    await save(page, 'serveur d’envoi, port, sécurité de la connexion, adresse de l’expéditeur');
    await expect(page.getByText('Il manque : un message de test qui arrive.')).toBeVisible();
    await send.click();
    await expect(page.getByText(`Message envoyé à ${agent.email}.`, { exact: false })).toBeVisible();
    expect((await portal.mailTo(agent.email, 'Message de test')).text).toContain('sait envoyer des courriels');
    await expect(step(page, 'Envoi des courriels')).toHaveAccessibleName(/fait/);
  });

  await test.step('a régie and its TIPI number', async () => {
    await next(page);
    await page.getByRole('button', { name: 'Ajouter une régie' }).click();
    await page.getByLabel('Code', { exact: true }).fill('CANT');
    await page.getByLabel('Nom', { exact: true }).fill('Cantine');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await page.getByRole('link', { name: 'Paiement en ligne de Cantine' }).click();
    await page.getByLabel('Identifiant PayFiP').fill('6270');
    await page.getByRole('button', { name: 'Enregistrer' }).first().click();
    await expect(page.getByText('Le numéro de client PayFiP compte six chiffres, par exemple 006270.')).toBeVisible();
    await page.getByLabel('Identifiant PayFiP').fill('006270');
    await page.getByRole('button', { name: 'Enregistrer' }).first().click();
    await expect(page.getByText('Paiement en ligne de « Cantine » enregistré.')).toBeVisible();
    await expect(page.getByRole('listitem').filter({ hasText: 'Identifiant enregistré' })).toContainText('006270');
    await look(page, 'regie');
    await page.goto(`${portal.staffUrl}/#/demarrage/agents`);
    await expect(step(page, 'Régies')).toHaveAccessibleName(/fait/);
  });

  await test.step('a colleague', async () => {
    await page.getByRole('button', { name: 'Ajouter un agent' }).click();
    await page.getByLabel('Prénom et nom').fill('Luc Barrau');
    await page.getByLabel('Adresse de messagerie').fill('luc.barrau@commune.test');
    await look(page, 'agent');
    await page.getByRole('button', { name: 'Créer le compte' }).click();
    await expect(page.getByText('Donnez de vive voix')).toBeVisible();
    await expect(step(page, 'Collègues')).toHaveAccessibleName(/fait/);
    await look(page, 'mot-de-passe-provisoire');
    await page.getByRole('button', { name: 'C’est fait' }).click();
  });

  await test.step('what the law wants', async () => {
    await next(page);
    await expect(page.getByText('Il manque : directeur de la publication, adresse de la mairie, délégué à la protection des données.')).toBeVisible();
    await page.getByLabel('Directeur ou directrice de la publication').fill('Jeanne Moulin, maire');
    await page.getByLabel('Adresse postale de la mairie').fill('1 place de la Mairie, 31595 Saint-Exemple');
    await save(page, 'directeur ou directrice de la publication, adresse postale de la mairie');
    await expect(page.getByText('Il manque : délégué à la protection des données.')).toBeVisible();
    await page.getByLabel('Délégué à la protection des données').fill('dpo@saint-exemple.test');
    await save(page, 'délégué à la protection des données');
    await expect(step(page, 'Mentions légales')).toHaveAccessibleName(/fait/);
  });

  const file = info.outputPath('commune.portail-sauvegarde');
  await test.step('the backup, after which nothing is left', async () => {
    await next(page);
    await page.getByLabel('Phrase de la sauvegarde').fill(phrase);
    await page.getByLabel('La même phrase, une seconde fois').fill(phrase);
    await look(page, 'sauvegarde');
    await saveFile({ page, file, app: portal.app }, () => page.getByRole('button', { name: 'Sauvegarder maintenant' }).click());
    await expect(page.getByText(/La sauvegarde est faite/)).toBeVisible();
    await expect(step(page, 'Première sauvegarde')).toHaveAccessibleName(/fait/);
    await expect(page.getByText('Tout est prêt')).toBeVisible();
    await page.getByRole('link', { name: 'Terminer' }).click();
    await expect(page.getByRole('heading', { name: 'Que devez-vous faire ?' })).toBeVisible();
    await expect(page.getByText(/Mise en route/)).toBeHidden();
  });

  await test.step('the same portal comes back in an empty folder', () => takeOver(file, { portal, browser }));
});

async function takeOver(file: string, { portal, browser }: { portal: PortalApp; browser: Browser }): Promise<void> {
  const other = await portal.openEmpty();
  const page = other.window ?? await browser.newPage();
  await page.goto(other.launchLink);
  await page.getByRole('button', { name: /Reprendre depuis une sauvegarde/ }).click();
  await page.getByLabel('Fichier de sauvegarde').setInputFiles({ name: 'lettre.txt', mimeType: 'text/plain', buffer: Buffer.from('Bonjour') });
  await page.getByLabel('Phrase de la sauvegarde').fill('pas la bonne');
  await page.getByRole('button', { name: 'Ouvrir la sauvegarde' }).click();
  await expect(page.getByText(/Ce fichier n’est pas une sauvegarde du portail/)).toBeVisible();
  await page.getByLabel('Fichier de sauvegarde').setInputFiles(file);
  await page.getByRole('button', { name: 'Ouvrir la sauvegarde' }).click();
  await expect(page.getByText(/Ce n’est pas la phrase de cette sauvegarde/)).toBeVisible();
  await look(page, 'mauvaise-phrase');
  await page.getByLabel('Phrase de la sauvegarde').fill(phrase);
  await page.getByRole('button', { name: 'Ouvrir la sauvegarde' }).click();
  await expect(page.getByText('Mairie de Saint-Exemple')).toBeVisible();
  await look(page, 'avant-reprise');
  await page.getByRole('button', { name: 'Reprendre ce portail' }).click();
  await expect(page.getByRole('heading', { name: 'Connexion' })).toBeVisible();
  await page.getByLabel('Adresse de messagerie').fill(agent.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(agent.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await expect(page.getByRole('heading', { name: 'Que devez-vous faire ?' })).toBeVisible();
  await page.goto(`${other.staffUrl}/#/reglages/contact`);
  await expect(page.getByLabel('Téléphone')).toHaveValue('05 61 00 00 00');
}

async function fillAgent(page: Page): Promise<void> {
  await expect(page.getByLabel('Vos prénom et nom')).toBeFocused();
  await look(page, 'premier-agent');
  await page.getByLabel('Vos prénom et nom').fill(agent.name);
  await page.getByLabel('Votre adresse de messagerie').fill(agent.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(agent.password);
  await page.getByLabel('Le même mot de passe, une seconde fois').fill(agent.password);
  await page.getByRole('button', { name: 'Créer mon compte' }).click();
}

const step = (page: Page, name: string) => page.getByRole('navigation', { name: 'Étapes de la mise en route' }).getByRole('link', { name: new RegExp(name) });
const next = (page: Page) => page.getByRole('link', { name: 'Étape suivante' }).click();
async function save(page: Page, said: string): Promise<void> {
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText(`Enregistré : ${said}.`)).toBeVisible();
}
