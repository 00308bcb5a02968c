// The resident's manual, sentence by sentence: on a phone without JavaScript, then on a wide screen with it.
import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { commune, csvHeadings, enter, expect, logIn, plain, resident, test } from './portal-app.ts';

const known = 'camille.durand@exemple.test';
const password = 'cerisier-en-fleurs-7';
const cents = (amount: string) => Math.round(Number(amount.replace(/[^\d,]/g, '').replace(',', '.')) * 100);
const debited = `${csvHeadings}\n2026-020-009001;10/11/2026;30/11/2099;55,20;Étude du soir;SISTEC560;Mme;SISTEC560;Test;12 rue des Tonneliers;31595;Saint-Aubin-les-Vignes;demo@exemple.test;;CANT;prelevement;;non reglee;30/11/2099\n`;

const devices = [
  { name: 'on a phone, without JavaScript', use: { viewport: { width: 360, height: 800 }, javaScriptEnabled: false } },
  { name: 'on a wide screen', use: { viewport: { width: 1280, height: 800 } } },
];

for (const device of devices) {
  test.describe(device.name, () => {
    test.use(device.use);
    activation();
    lists();
    invoice();
    informations();
    contact();
    doors();
  });
}

function activation(): void {
  test('the account is activated from the mail', async ({ page, portal }) => {
    await page.goto(portal.portalUrl);
    await expect(page.getByText('LE PORTAIL DES FACTURES')).toBeVisible();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Veuillez vous connecter');
    await expect(page.getByLabel('Se souvenir de moi')).not.toBeChecked();
    await expect(page.getByText('Oublié ?')).toBeVisible();
    await page.getByRole('link', { name: "J'active mon compte" }).click();
    await expect(page.getByText(commune.commune.name).first()).toBeVisible();
    await expect(page.getByText(commune.commune.serviceName).first()).toBeVisible();
    await expect(page.getByText('Veuillez saisir votre adresse de messagerie')).toBeVisible();

    const ask = async (email: string) => {
      await page.getByLabel('Adresse mail').fill(email);
      await page.getByRole('button', { name: 'Activation' }).click();
    };
    await ask('inconnu@exemple.test');
    await expect(page.getByRole('alert')).toHaveText('Activation impossible, adresse inconnue');
    await expect(page.getByLabel('Adresse mail')).toHaveValue('inconnu@exemple.test');
    await ask(resident.email);
    await expect(page.getByRole('alert')).toHaveText('Activation impossible, il existe déjà un compte actif avec cette adresse mail.');
    await ask(known);
    await expect(page.getByRole('status')).toHaveText("Un message d'activation du compte vous a été envoyé avec succès.");

    const mail = await portal.mailTo(known, 'Accès au portail des factures');
    expect(mail.subject).toBe('Accès au portail des factures');
    const words = plain(mail.text);
    for (const sentence of ['Bonjour,', "Vous avez demandé l'activation de votre espace sur le portail des factures.", 'Cliquez sur le lien suivant ou copiez',
      "pour définir votre mot de passe et finaliser la procédure d'activation.", 'Salutations distinguées,', 'Merci de ne pas répondre à ce message.']) expect(words).toContain(sentence);
    const [link = ''] = mail.links;
    expect(link.startsWith(`${portal.portalUrl}/?LIEN=`)).toBe(true);
    // A mail scanner opens the link first: it must still serve.
    await page.request.get(link);
    await page.goto(link);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Saisissez votre nouveau mot de passe');
    await choosePassword(page, 'abc', 'abc');
    await expect(page.getByRole('alert')).toHaveText('Le mot de passe doit compter au moins 8 caractères.');
    // For the person, and for what keeps passwords in the browser.
    await expect(page.getByText(`Votre compte\u00a0: ${known}`)).toBeVisible();
    await expect(page.locator('input[autocomplete=username]')).toHaveValue(known);
    await choosePassword(page, password, password);
    await expect(page.getByRole('status')).toHaveText('Le nouveau mot de passe a été enregistré avec succès.');
    await page.goto(link);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Ce lien n’est plus valable');
    await logIn(page, portal.portalUrl, { email: known, password });
  });
}

function lists(): void {
  test('the important information once, then the accueil, the menu and the three lists', async ({ page, portal }) => {
    await logIn(page, portal.portalUrl, resident);
    const information = page.getByRole('dialog');
    await expect(information.getByRole('heading', { name: commune.announcement.title })).toBeVisible();
    await expect(page.locator('.page')).toHaveAttribute('inert');
    await page.getByRole('button', { name: 'Fermer' }).click();
    await expect(information).toHaveCount(0);
    await page.reload();
    await expect(information).toHaveCount(0);

    await expect(page.getByRole('heading', { name: commune.welcome.title })).toBeVisible();
    await expect(page.getByText('Un espace individualisé pour la consultation et le paiement des factures')).toBeVisible();
    const top = page.locator('header');
    for (const words of [commune.commune.name, commune.commune.serviceName, 'Test SISTEC560']) await expect(top.getByText(words).first()).toBeVisible();
    await expect(top.getByRole('listitem')).toHaveText(['Mes factures', 'Mes informations', 'Contact', 'Déconnexion']);

    await top.getByRole('link', { name: 'Mes factures', exact: true }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mes factures');
    await expect(page.getByRole('columnheader')).toHaveText(['Date', 'Échéance', 'Montant', 'Numéro', 'Objet']);
    const row = page.getByRole('row', { name: '2026-020-002059' });
    for (const cell of ['10/11/2026', '30/11/2026', '243,11 €', 'Multi Services']) await expect(row.getByRole('cell').getByText(cell).or(row.getByRole('cell', { name: cell })).first()).toBeVisible();
    await expectTotal(page, 'à régler');
    await page.getByRole('link', { name: /^Réglées/ }).click();
    await expect(page).toHaveURL(/etat=reglees/);
    await expectTotal(page, 'réglées');
    await page.getByRole('link', { name: /^En trésorerie/ }).click();
    await expect(page.getByText("Les factures en trésorerie n'ont pas été réglées dans les délais imposés, elles ont été transmises en trésorerie, un avis de somme à payer sera transmis par courrier pour procéder au règlement.")).toBeVisible();
    await expectTotal(page, 'en trésorerie');
    await page.getByRole('link', { name: '2026-020-001947' }).click();
    await expect(page.locator('.bill')).toContainText('transmise en trésorerie');
  });
}

/** The total says what the lines say. */
async function expectTotal(page: Page, words: string): Promise<void> {
  const amounts = await page.locator('tbody .amount').allInnerTexts();
  const total = plain(await page.locator('.sum').innerText());
  expect(total).toContain(words);
  expect(total).toMatch(new RegExp(`^${amounts.length} facture`));
  expect(cents(total.slice(total.indexOf('total')))).toBe(amounts.reduce((sum, each) => sum + cents(each), 0));
}

function invoice(): void {
  test.describe('an invoice', () => {
    test.use({ extraInvoices: debited });
    test('is read, its PDF downloaded, and says why it is not paid here', async ({ page, portal }) => {
      await enter(page, portal.portalUrl);
      await page.getByRole('link', { name: 'Mes factures', exact: true }).click();
      await page.getByRole('link', { name: '2026-020-002059' }).click();
      await expect(page.getByRole('heading', { level: 1 })).toContainText('2026-020-002059');
      await expect(page.locator('.bill-amount')).toHaveText('243,11 €');
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: 'Télécharger PDF' }).click();
      const file = await download;
      expect(file.suggestedFilename()).toBe('Facture 2026-020-002059.pdf');
      const content = readFileSync(await file.path());
      expect(content.subarray(0, 5).toString()).toBe('%PDF-');
      expect(content.includes('%%EOF')).toBe(true);

      await page.goto(`${portal.portalUrl}/factures`);
      await page.getByRole('link', { name: '2026-020-009001' }).click();
      await expect(page.getByText('Ma facture est en prélèvement automatique.')).toBeVisible();
      await expect(page.getByText('Le PDF de cette facture n’est pas disponible.')).toBeVisible();
    });
  });
}

function informations(): void {
  test('paper, address and password are changed', async ({ page, portal }) => {
    await enter(page, portal.portalUrl);
    await page.getByRole('link', { name: 'Mes informations' }).click();
    const paper = page.getByRole('button', { name: 'Ne pas recevoir les factures au format papier' });
    await paper.click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Confirmation');
    await expect(page.getByText('Vous avez demandé à ne plus recevoir les factures au format papier.')).toBeVisible();
    await expect(page.getByText('Si vous confirmez, un message électronique sera automatiquement envoyé au service concerné.')).toBeVisible();
    await page.getByRole('link', { name: 'Annuler' }).click();
    await expect(paper).toHaveAttribute('aria-pressed', 'false');
    await paper.click();
    await page.getByRole('button', { name: 'Confirmer' }).click();
    await expect(paper).toHaveAttribute('aria-pressed', 'true');
    expect((await portal.mailTo(commune.contact.email, 'papier')).text).toContain('SISTEC560');

    await page.getByRole('link', { name: "Changer l'adresse mail" }).click();
    await page.getByLabel('Nouvelle adresse mail').fill('nouvelle@exemple.test');
    await page.getByLabel('Mot de passe', { exact: true }).fill(resident.password);
    await page.getByRole('button', { name: "Changer l'adresse mail" }).click();
    await expect(page.getByRole('status')).toContainText('Un message vient d’être envoyé à votre nouvelle adresse.');
    await expect(page.locator('.address').first()).toHaveText(resident.email);
    await page.goto((await portal.mailTo('nouvelle@exemple.test', 'Confirmez votre nouvelle adresse')).links[0]!);
    await page.getByRole('button', { name: 'Confirmer' }).click();
    await expect(page.getByRole('status')).toHaveText('Votre nouvelle adresse est confirmée. Connectez-vous avec elle.');
    expect((await portal.mailTo(resident.email, 'Votre adresse de messagerie a changé')).text).toContain('nouvelle@exemple.test');

    await logIn(page, portal.portalUrl, { email: 'nouvelle@exemple.test', password: resident.password });
    await page.goto(`${portal.portalUrl}/informations`);
    await page.getByRole('link', { name: 'Changer le mot de passe' }).click();
    await page.getByLabel('Mot de passe actuel').fill(resident.password);
    await choosePassword(page, password, password);
    await expect(page.getByRole('status')).toHaveText('Le nouveau mot de passe a été enregistré avec succès.');
    await page.getByRole('button', { name: 'Déconnexion' }).click();
    await logIn(page, portal.portalUrl, { email: 'nouvelle@exemple.test', password });
  });
}

function contact(): void {
  test('the service is written to', async ({ page, portal }) => {
    await enter(page, portal.portalUrl);
    await page.getByRole('navigation', { name: 'Menu principal' }).getByRole('link', { name: 'Contact' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Contacter le service');
    await expect(page.getByRole('heading', { name: 'Informations générales' })).toBeVisible();
    for (const words of ['Num téléphone', 'Horaires', commune.contact.personName, commune.contact.phone, commune.contact.hours, commune.contact.email]) await expect(page.getByText(words).first()).toBeVisible();
    await page.getByLabel('Objet').fill('Une question');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await expect(page.getByLabel('Objet')).toHaveValue('Une question');
    await expect(page.getByRole('alert')).toContainText('Écrivez votre message.');
    await page.getByLabel('À propos de (facultatif)').selectOption({ index: 1 });
    await page.getByLabel('Message', { exact: true }).fill('Bonjour,\nà qui dois-je écrire ?');
    await page.getByRole('button', { name: 'Envoyer' }).click();
    await expect(page.getByRole('status')).toContainText('Votre message est bien parti.');
    const mail = await portal.mailTo(commune.contact.email, 'Une question');
    expect(mail.text).toContain('à qui dois-je écrire ?');
    expect(mail.headers['reply-to']).toContain(resident.email);
  });
}

function doors(): void {
  test('after « Déconnexion » the back button shows nothing private', async ({ page, portal }) => {
    await enter(page, portal.portalUrl);
    await page.getByRole('link', { name: 'Mes factures', exact: true }).click();
    await page.getByRole('link', { name: '2026-020-002059' }).click();
    await page.getByRole('button', { name: 'Déconnexion' }).click();
    await expect(page.getByRole('status')).toHaveText('Vous êtes déconnecté.');
    await page.goBack();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Veuillez vous connecter');
    await expect(page.getByText('243,11')).toHaveCount(0);
  });

  test('a forgotten password is replaced', async ({ page, portal }) => {
    await page.goto(`${portal.portalUrl}/connexion`);
    await page.getByText('Oublié ?').click();
    await expect(page.getByText('Veuillez saisir votre adresse de messagerie')).toBeVisible();
    await page.getByLabel('Mail', { exact: true }).fill(resident.email);
    await page.getByRole('button', { name: 'Recevoir le lien' }).click();
    await expect(page.getByRole('status')).toContainText('un message vient de lui être envoyé');
    const [link = ''] = (await portal.mailTo(resident.email, 'mot de passe')).links;
    expect(link.startsWith(`${portal.portalUrl}/?LIEN=`)).toBe(true);
    await page.goto(link);
    await choosePassword(page, password, 'autre chose');
    await expect(page.getByRole('alert')).toHaveText('Les deux mots de passe ne sont pas identiques.');
    await choosePassword(page, password, password);
    await expect(page.getByRole('status')).toHaveText('Le nouveau mot de passe a été enregistré avec succès.');
    await logIn(page, portal.portalUrl, { email: resident.email, password });
  });

  test('« Se souvenir de moi » survives a closed browser', async ({ page, portal, context }) => {
    await logIn(page, portal.portalUrl, { ...resident, remember: true });
    const closeBrowser = async () => {
      const lasting = (await context.cookies()).filter(({ expires }) => expires > 0);
      await context.clearCookies();
      await context.addCookies(lasting);
      return lasting;
    };
    expect(await closeBrowser()).toHaveLength(1);
    await page.goto(`${portal.portalUrl}/factures`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Mes factures');
    await page.getByRole('button', { name: 'Déconnexion' }).click();
    expect(await closeBrowser()).toHaveLength(0);
    await page.goto(`${portal.portalUrl}/factures`);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Veuillez vous connecter');
  });
}

async function choosePassword(page: Page, chosen: string, confirmation: string): Promise<void> {
  await page.getByLabel('Nouveau mot de passe').fill(chosen);
  await page.getByLabel('Confirmation').fill(confirmation);
  await page.getByRole('button', { name: /^(Enregistrer|Changer le mot de passe)$/ }).click();
}
