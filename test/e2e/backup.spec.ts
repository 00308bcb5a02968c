// A backup under way is said to be, also to whoever left its screen and comes back.
import { enterStaff, expect, test } from './portal-app.ts';

test('a backup is told from its copy to its end, across screens', async ({ page, portal }, info) => {
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/reglages/sauvegarde`);
  await page.getByLabel('Phrase de la sauvegarde').fill('quatre mots sans lien');
  await page.getByLabel('La même phrase, une seconde fois').fill('quatre mots sans lien');
  let release = (): void => undefined;
  const held = new Promise<void>((resolve) => { release = resolve; });
  await page.route('**/files/backups/*', async (route) => {
    await held;
    await route.continue();
  });
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Sauvegarder maintenant' }).click();
  await expect(page.getByText('Copie et vérification de la base')).toBeVisible();
  await page.goto(`${portal.staffUrl}/#/imports`);
  await expect(page.getByText('Copie et vérification de la base')).toBeHidden();
  await page.goto(`${portal.staffUrl}/#/reglages/sauvegarde`);
  await expect(page.getByText('Copie et vérification de la base')).toBeVisible();
  release();
  await (await download).saveAs(info.outputPath('commune.portail-sauvegarde'));
  await expect(page.getByText(/La sauvegarde est faite/)).toBeVisible();
});
