// The guides' own journey, in the real window: each step they tell exists, and most of their pictures are taken here.
import type { Page } from '@playwright/test';
import { capture } from './capture.ts';
import { test } from './desktop-app.ts';
import { expect } from './portal-app.ts';

const agent = { name: 'Nadia Ferrand', email: 'nadia.ferrand@saint-exemple.fr', password: 'vendanges-de-septembre' };
const phrase = 'tilleul marché ardoise 9';
const firstStart = { timeout: 30_000 };

test('from the first start to the backup', async ({ desktop: { page, portalUrl } }) => {
  test.setTimeout(180_000);
  await page.setViewportSize({ width: 1180, height: 760 });
  await expect(page.getByRole('button', { name: /Nouvelle installation/ })).toBeVisible(firstStart);
  await capture(page, 'bienvenue');
  await page.getByRole('button', { name: /Nouvelle installation/ }).click();
  await page.getByLabel('Vos prénom et nom').fill(agent.name);
  await page.getByLabel('Votre adresse de messagerie').fill(agent.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(agent.password);
  await page.getByLabel('Le même mot de passe, une seconde fois').fill(agent.password);
  await page.getByRole('button', { name: 'Créer mon compte' }).click();
  await expect(page.getByRole('heading', { name: 'Mise en route' })).toBeVisible();
  await page.getByLabel('Nom', { exact: true }).fill('Mairie de Saint-Exemple');
  await page.getByLabel('Service').fill('Service enfance et facturation');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Enregistré : nom, service.')).toBeVisible();
  await expect(page.getByText('8 étapes à terminer')).toBeVisible();
  await capture(page, 'mise-en-route');

  await open(page, '#/reglages/portail');
  await page.getByLabel('Adresse publique').fill('https://factures.saint-exemple.fr');
  await expect(page.getByLabel('Ce poste seulement')).toBeChecked();
  await expect(page.getByText(`En ce moment, le portail répond à : ${portalUrl}`)).toBeVisible();
  await capture(page, 'adresse-publique');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Enregistré : adresse publique.')).toBeVisible();

  await open(page, '#/reglages/sauvegarde');
  await page.getByLabel('Phrase de la sauvegarde').fill(phrase);
  await page.getByLabel('La même phrase, une seconde fois').fill(phrase);
  await expect(page.getByRole('button', { name: 'Sauvegarder maintenant' })).toBeEnabled();
  await capture(page, 'sauvegarde');

  await open(page, '#/reglages/poste');
  await page.getByLabel('Ouvrir le portail quand je démarre ma session').check();
  await page.getByLabel('Empêcher l’ordinateur de se mettre en veille').check();
});

test('a new computer takes the portal over', async ({ desktop: { page } }) => {
  await page.setViewportSize({ width: 1180, height: 760 });
  await page.getByRole('button', { name: /Reprendre depuis une sauvegarde/ }).click(firstStart);
  await page.getByLabel('Phrase de la sauvegarde').fill(phrase);
  await expect(page.getByRole('button', { name: 'Ouvrir la sauvegarde' })).toBeVisible();
  await capture(page, 'reprise');
});

test.describe('when another program holds the port', () => {
  test.use({ isPortHeld: true });

  test('the window offers another', async ({ desktop: { page } }) => {
    await page.setViewportSize({ width: 1180, height: 500 });
    await expect(page.getByRole('link', { name: /^Utiliser le port \d+$/ })).toBeVisible(firstStart);
    await capture(page, 'port-pris');
  });
});

async function open(page: Page, screen: string): Promise<void> {
  await page.goto(`${new URL(page.url()).origin}/${screen}`);
}
