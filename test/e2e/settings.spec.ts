// What two agents, an hour too long or another town hall do to the settings: nothing that was typed is lost, nothing is taken unseen.
import { readFileSync } from 'node:fs';
import { endSession, saveFile, secondDesk } from './beyond-the-page.ts';
import { look, wide } from './look.ts';
import { commune, enterStaff, expect, test } from './portal-app.ts';

test.use({ viewport: wide });

test('the settings of the contact: a session that ends, two agents, one file', async ({ page, portal, browser }, info) => {
  test.setTimeout(240_000);
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/reglages/contact`);

  await test.step('a session that ends in the middle of a form loses nothing', async () => {
    await page.getByLabel('Téléphone').fill('05 61 00 00 00');
    await endSession(page, portal);
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByRole('heading', { name: 'Reconnectez-vous' })).toBeVisible();
    await look(page, 'session-terminee');
    await page.getByLabel('Mot de passe', { exact: true }).fill(commune.agent.password);
    await page.getByRole('button', { name: 'Se connecter' }).click();
    await expect(page.getByLabel('Téléphone')).toHaveValue('05 61 00 00 00');
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByText('Enregistré : téléphone.')).toBeVisible();
  });

  await test.step('the second of two agents is told, compares and chooses', async () => {
    const other = await secondDesk(browser, page, portal);
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

  await test.step('the settings travel in one file', async () => {
    await page.goto(`${portal.staffUrl}/#/reglages/transfert`);
    const file = info.outputPath('reglages.json');
    await saveFile({ page, file, app: portal.app }, () => page.getByRole('link', { name: 'Exporter les réglages' }).click());
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
});
