// What an agent is offered: every import however old, this computer's preferences by right, and nothing that leads to the residents' login.
import { askStaff } from './ask-staff.ts';
import { chooseOption } from './choose-option.ts';
import { commune, enterStaff, expect, test } from './portal-app.ts';

test.use({ viewport: { width: 1280, height: 800 } });
test.slow();

test('an import that is no longer among the latest keeps its name, and its screen is one click away', async ({ page, portal }) => {
  await enterStaff(page, portal);
  const { items: [published] } = await askStaff(page, 'imports.list', { page: 1, pageSize: 1 });
  const name = published!.sourceName!;
  for (let rank = 0; rank < 31; rank += 1) await askStaff(page, 'imports.create', {});
  await page.goto(`${portal.staffUrl}/#/factures?lot=${published!.id}`);
  await page.reload();
  const filters = page.getByRole('search', { name: 'Filtrer les factures' });
  await expect(filters.getByText(name)).toBeVisible();
  await page.screenshot({ path: test.info().outputPath('filtres.png') });
  await chooseOption(page.getByRole('combobox', { name: 'Import' }), 'Un import plus ancien…');
  await page.getByRole('button', { name: 'Page suivante' }).click();
  await page.getByRole('row').filter({ hasText: name }).getByRole('link').first().click();
  await page.getByRole('link', { name: 'Voir ces factures' }).click();
  await expect(filters.getByText(name)).toBeVisible();

  await page.getByRole('row').getByRole('link').first().click();
  const panel = page.getByRole('complementary', { name: 'Détail de la facture' });
  await expect(panel.getByRole('button', { name: 'Voir le PDF' })).toBeVisible();
  await expect(panel.locator('a[target=_blank]')).toHaveCount(0);
  await page.screenshot({ path: test.info().outputPath('facture.png') });
});

test('what this computer does is said when it cannot be kept, and is not for readers', async ({ page, portal }) => {
  // The shell, that cannot write.
  await page.addInitScript(() => {
    const off = { startsWithSession: false, keepsAwake: false };
    window.desktop = { readPreferences: async () => off, changePreferences: async () => { throw new Error('EROFS'); }, readUpdates: async () => undefined, onMenu: () => undefined } as unknown as Window['desktop'];
  });
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/reglages/poste`);
  const awake = page.getByLabel('Empêcher l’ordinateur de se mettre en veille');
  await awake.click();
  await expect(page.getByRole('alert')).toContainText('Ce choix n’a pas été enregistré sur ce poste');
  await expect(awake).not.toBeChecked();
  await page.screenshot({ path: test.info().outputPath('poste.png') });

  await page.getByRole('button', { name: commune.agent.name }).click();
  await page.getByRole('button', { name: 'Se déconnecter' }).click();
  const reader = commune.colleagues.find(({ role }) => role === 'reader')!;
  await page.getByLabel('Adresse de messagerie').fill(reader.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(reader.password);
  await page.getByRole('button', { name: 'Se connecter' }).click();
  await page.getByRole('heading', { level: 1, name: 'Que devez-vous faire ?' }).waitFor();
  await page.goto(`${portal.staffUrl}/#/reglages/poste`);
  await expect(awake).toBeDisabled();
  await expect(page.getByText('Modifier ces réglages.')).toBeVisible();
});
