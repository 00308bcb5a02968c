// An empty data folder: a new portal prepared step by step, saved in one file, and taken over by another empty folder.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, plain, test } from './portal-app.ts';

test.use({ seed: 'empty', viewport: { width: 1440, height: 900 } });

const agent = { name: 'Nadia Ferrand', email: 'nadia@commune.test', password: 'vendanges-de-septembre' };
const phrase = 'tilleul marché ardoise 9';
const svg = (inside: string) => `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 400 400">${inside}<circle cx="200" cy="200" r="180" fill="#2c6a44"/></svg>`;

test('a new portal is prepared, saved in one file, and comes back in an empty folder', async ({ page, portal }, info) => {
  test.setTimeout(240_000);
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
    await logo.setInputFiles({ name: 'affiche.png', mimeType: 'image/png', buffer: Buffer.alloc(40 * 1024 * 1024) });
    await expect(page.getByText(/Cette image est trop lourde \(40 Mo\)/)).toBeVisible();
    await logo.setInputFiles({ name: 'abime.png', mimeType: 'image/png', buffer: Buffer.from('rien') });
    await expect(page.getByText(/n’est pas une image que l’on puisse lire/)).toBeVisible();
    await logo.setInputFiles({ name: 'logo.svg', mimeType: 'image/svg+xml', buffer: Buffer.from(svg('<script>window.parent.stolen = 1</script>')) });
    await expect(page.getByText('Logo enregistré.')).toBeVisible();
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

  await test.step('a session that ends in the middle of a form loses nothing', async () => {
    await page.getByLabel('Téléphone').fill('05 61 00 00 00');
    const cookies = await page.context().cookies();
    await page.context().clearCookies({ name: cookies.find(({ name }) => name.endsWith('agent'))!.name });
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByRole('heading', { name: 'Reconnectez-vous' })).toBeVisible();
    await look(page, 'session-terminee');
    await page.getByLabel('Mot de passe', { exact: true }).fill(agent.password);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await expect(page.getByLabel('Téléphone')).toHaveValue('05 61 00 00 00');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByText('Enregistré : téléphone.')).toBeVisible();
  });

  await test.step('the second of two agents is told, compares and chooses', async () => {
    const other = await page.context().newPage();
    await other.goto(`${portal.staffUrl}/#/reglages/contact`);
    await other.getByLabel('Horaires').fill('le matin');
    await page.getByLabel('Horaires').fill('de 9 h à 12 h');
    await page.getByLabel('Personne').fill('Madame Ferrand');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByText('Enregistré : personne ou service, horaires.')).toBeVisible();
    await other.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(other.getByText(/Nadia Ferrand a modifié cette page le .* Votre saisie est gardée/)).toBeVisible();
    const row = other.getByRole('row', { name: /Horaires/ });
    await expect(row).toContainText('de 9 h à 12 h');
    await expect(row).toContainText('le matin');
    await look(other, 'deux-agents');
    // What was not typed here follows by itself.
    await expect(other.getByLabel('Personne')).toHaveValue('Madame Ferrand');
    await other.getByLabel('Adresse de messagerie').fill('cantine@saint-exemple.test');
    await row.getByRole('button').click();
    await expect(other.getByLabel('Horaires')).toHaveValue('de 9 h à 12 h');
    await other.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(other.getByText('Enregistré : adresse de messagerie.')).toBeVisible();
    await other.close();
  });

  await test.step('the mail server: a diagnosis, which one may leave', async () => {
    await page.goto(`${portal.staffUrl}/#/demarrage/mail`);
    await page.getByLabel('Serveur d’envoi').fill('127.0.0.1');
    await page.getByLabel('Adresse de l’expéditeur').fill('portail@saint-exemple.test');
    await page.getByLabel('Port', { exact: true }).fill('9');
    await page.getByRole('button', { name: 'Envoyer un message de test' }).click();
    await expect(page.getByText(/n’est pas celui d’un serveur de messagerie/)).toBeVisible();
    await page.getByLabel('Port', { exact: true }).fill('465');
    await page.getByRole('button', { name: 'Envoyer un message de test' }).click();
    await expect(page.getByText(/rien ne répond à ce port/)).toBeVisible();
    await look(page, 'courriel');
  });

  const saved = await test.step('the backup', async () => {
    await page.goto(`${portal.staffUrl}/#/demarrage/backup`);
    await page.getByLabel('Phrase de la sauvegarde').fill(phrase);
    await page.getByLabel('La même phrase, une seconde fois').fill(phrase);
    await look(page, 'sauvegarde');
    const download = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Sauvegarder maintenant' }).click();
    const file = join(info.outputDir, 'commune.portail-sauvegarde');
    await (await download).saveAs(file);
    await expect(page.getByText(/La sauvegarde est faite/)).toBeVisible();
    await expect(step(page, 'Première sauvegarde')).toHaveAccessibleName(/fait/);
    return file;
  });

  await test.step('the settings travel in one file', async () => {
    await page.goto(`${portal.staffUrl}/#/reglages/transfert`);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Exporter les réglages' }).click();
    const file = join(info.outputDir, 'reglages.json');
    await (await download).saveAs(file);
    const changed = { ...JSON.parse(readFileSync(file, 'utf8')) };
    changed.settings.contact.hours = 'le jeudi';
    await page.locator('input[type=file]').setInputFiles({ name: 'autre.json', mimeType: 'application/json', buffer: Buffer.from('{"a":1}') });
    await expect(page.getByText('Ce fichier n’est pas un export des réglages du portail.')).toBeVisible();
    await page.locator('input[type=file]').setInputFiles({ name: 'reglages.json', mimeType: 'application/json', buffer: Buffer.from(JSON.stringify(changed)) });
    await expect(page.getByRole('row', { name: /Horaires/ })).toContainText('le jeudi');
    await look(page, 'import-reglages');
    await page.getByRole('button', { name: 'Reprendre 1 réglage' }).click();
    await page.goto(`${portal.staffUrl}/#/reglages/contact`);
    await expect(page.getByLabel('Horaires')).toHaveValue('le jeudi');
  });

  info.attachments.push({ name: 'sauvegarde', path: saved, contentType: 'application/octet-stream' });
  backup = readFileSync(saved);
});

let backup: Buffer | undefined;

test('the same portal comes back in an empty folder', async ({ page, portal }) => {
  test.skip(!backup, 'made by the journey before');
  await page.goto(portal.launchLink);
  await page.getByRole('button', { name: /Reprendre depuis une sauvegarde/ }).click();
  await page.getByLabel('Fichier de sauvegarde').setInputFiles({ name: 'lettre.txt', mimeType: 'text/plain', buffer: Buffer.from('Bonjour') });
  await page.getByLabel('Phrase de la sauvegarde').fill('pas la bonne');
  await page.getByRole('button', { name: 'Ouvrir la sauvegarde' }).click();
  await expect(page.getByText(/Ce fichier n’est pas une sauvegarde du portail/)).toBeVisible();
  await page.getByLabel('Fichier de sauvegarde').setInputFiles({ name: 'commune.portail-sauvegarde', mimeType: 'application/octet-stream', buffer: backup! });
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
  await page.goto(`${portal.staffUrl}/#/reglages/contact`);
  await expect(page.getByLabel('Téléphone')).toHaveValue('05 61 00 00 00');
});

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

/** No fault of accessibility in either scheme, nothing wider than the window; pictures when they are asked for. */
async function look(page: Page, name: string): Promise<void> {
  const folder = process.env.PORTAIL_PICTURES;
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    const { violations } = await new AxeBuilder({ page }).withTags(['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']).analyze();
    expect(violations.map(({ id, nodes }) => `${name} ${colorScheme} ${id}: ${plain(nodes.map(({ html }) => html.slice(0, 120)).join(' · '))}`)).toEqual([]);
    if (folder) await page.screenshot({ path: join(folder, `${name}-1440-${colorScheme}.png`) });
  }
  await page.emulateMedia({ colorScheme: 'light' });
  for (const width of [1024, 640, 512]) {
    await page.setViewportSize({ width, height: 700 });
    const [content, shown] = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth]);
    expect([name, width, (content ?? 0) <= (shown ?? 0)]).toEqual([name, width, true]);
    if (folder) await page.screenshot({ path: join(folder, `${name}-${width}.png`), fullPage: true });
  }
  await page.setViewportSize({ width: 1440, height: 900 });
}
