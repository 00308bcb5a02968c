// The frame of the staff interface: every screen holds in a small or enlarged window, in light and dark, with the keyboard alone.
import type { Page } from '@playwright/test';
import { excessWidth } from './look.ts';
import { commune, csvHeadings, enterStaff, expect, resident, test } from './portal-app.ts';

/** 1024×700 is the smallest window; at 200 % zoom it is 512 wide, and 1280 is 640. */
const sizes = [{ width: 1024, height: 700 }, { width: 640, height: 400 }, { width: 512, height: 350 }];
const screens = ['accueil', 'imports', 'factures', 'factures?q=introuvable', 'redevables', 'redevables?q=introuvable', 'paiements', 'courriels', 'messages', 'annonces', 'compte', 'journal',
  ...['commune', 'contact', 'accueil', 'portail', 'courriel', 'regies', 'paiement', 'poste', 'mentions', 'agents', 'verrouillage', 'apparence', 'sauvegarde', 'transfert'].map((id) => `reglages/${id}`)];
const long = `${csvHeadings}\n2026-077-000001;10/11/2026;30/11/2099;9 999,99;${'Anticonstitutionnellement'.repeat(6)};CODE-INTERMINABLE-0123456789;Mme;de La Rochefoucauld-Montmorency-Beaujeu;Anne-Sophie;12 rue;31595;Ville;${resident.email};;CANT;en ligne;;non reglee;\n`;

test.use({ extraInvoices: long, payments: true });

test('no screen scrolls sideways, at 1024 px and at 200 % zoom', async ({ page, portal }) => {
  test.setTimeout(180_000);
  await enterStaff(page, portal);
  const faults: string[] = [];
  const check = async (state: string, width: number) => {
    const excess = await excessWidth(page);
    if (excess > 0) faults.push(`${state} at ${width} px: ${excess} px too wide`);
  };
  for (const size of sizes) {
    await page.setViewportSize(size);
    for (const screen of screens) {
      await page.goto(`${portal.staffUrl}/#/${screen}`);
      await settled(page);
      await check(screen, size.width);
    }
    await page.goto(`${portal.staffUrl}/#/factures?q=000001`);
    await page.getByRole('link', { name: '2026-077-000001' }).click();
    await expect(page.getByRole('button', { name: 'Fermer le détail' })).toBeFocused();
    await expect(page.getByRole('complementary', { name: 'Détail de la facture' }).getByText('9 999,99')).toBeVisible();
    await check('invoice panel', size.width);
    await page.goto(`${portal.staffUrl}/#/redevables?q=interminable`);
    await page.getByRole('row').getByRole('link').click();
    await expect(page.getByRole('complementary', { name: 'Détail du redevable' }).getByRole('heading', { name: 'Papier' })).toBeVisible();
    await check('payer panel', size.width);
    await page.goto(`${portal.staffUrl}/#/imports`);
    await page.getByRole('grid').getByRole('link').first().click();
    await expect(page.getByRole('group', { name: 'Avancement de l’import' })).toBeVisible();
    await settled(page);
    await check('import', size.width);
    await page.goto(`${portal.staffUrl}/#/annonces`);
    await page.getByRole('button', { name: 'Nouvelle annonce' }).click();
    await check('new announcement', size.width);
  }
  expect(faults).toEqual([]);
});

test('the menu waits behind a button where there is no room', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await page.setViewportSize({ width: 640, height: 400 });
  const places = page.getByRole('navigation', { name: 'Écrans' });
  await expect(places).not.toBeInViewport();
  await page.getByRole('button', { name: 'Ouvrir le menu' }).click();
  await places.getByRole('link', { name: 'Factures' }).click();
  await expect(page.getByRole('heading', { level: 1, name: 'Factures' })).toBeVisible();
  await expect(places).not.toBeInViewport();
});

test('the look follows the computer, or the choice, which the next visit keeps', async ({ page, portal }) => {
  const ground = () => page.evaluate(() => getComputedStyle(document.querySelector('.v-application')!).backgroundColor);
  await page.emulateMedia({ colorScheme: 'light' });
  await enterStaff(page, portal);
  const light = await ground();
  await page.emulateMedia({ colorScheme: 'dark' });
  await expect.poll(ground).not.toBe(light);
  await page.getByRole('button', { name: 'Nadia Ferrand' }).click();
  await page.getByText('Clair', { exact: true }).click();
  await expect.poll(ground).toBe(light);
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  expect(await ground()).toBe(light);
});

test('a list is walked, chosen and opened with the keyboard alone', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/factures?tri=number&sens=croissant`);
  const rows = page.locator('[data-row]');
  await rows.first().focus();
  for (const key of ['ArrowDown', 'Space', 'Shift+ArrowDown', 'Shift+ArrowDown']) await page.keyboard.press(key);
  await expect(page.getByRole('group', { name: 'Factures sélectionnées' })).toContainText(/3\sfactures sélectionnées/);
  await expect(page.getByRole('row', { selected: true })).toHaveCount(3);
  await page.keyboard.press('Space');
  await expect(page.getByRole('row', { selected: true })).toHaveCount(2);
  await page.keyboard.press('PageDown');
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByRole('row', { selected: true })).toHaveCount(0);
  await expect(rows.first()).toBeFocused();
  const number = await rows.nth(1).getByRole('link').innerText();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary').getByRole('heading', { name: `Facture ${number}` })).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(rows.nth(1)).toBeFocused();
});

test('one search leads to the record, the setting or the action, with the keyboard alone', async ({ page, portal }) => {
  await enterStaff(page, portal);
  const field = page.getByRole('combobox', { name: 'Rechercher' });
  const search = async (text: string) => {
    await page.keyboard.press('Control+k');
    await expect(field).toBeFocused();
    await page.keyboard.type(text);
  };
  await search('243,11');
  await expect(page.getByRole('group', { name: 'Factures' }).getByRole('option').first()).toContainText('2026-020-002059');
  await expect(page.getByRole('option', { selected: true })).toContainText('2026-020-002059');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary').getByRole('heading', { name: 'Facture 2026-020-002059' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Fermer le détail' })).toBeFocused();
  // The next one, from the record itself.
  await search('code-interminable');
  await expect(page.getByRole('group', { name: 'Redevables' }).getByRole('option')).toHaveCount(1);
  await page.keyboard.press('ArrowDown');
  await expect(page.getByRole('option', { selected: true })).toContainText('2026-077-000001');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('complementary').getByRole('heading', { name: 'Facture 2026-077-000001' })).toBeVisible();
  await search('smtp');
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Serveur d’envoi')).toBeVisible();
  await search('annonce');
  await page.getByRole('option', { name: 'Écrire une annonce' }).click();
  await expect(page.getByLabel('Titre', { exact: true })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('group', { name: 'Récemment' }).getByRole('option')).toHaveText([/annonce/, /Courriel/, /2026-077-000001/, /2026-020-002059/]);
  await expect(field).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(field).toBeHidden();
  await search('zzzz');
  await expect(page.getByRole('option')).toHaveText([/Chercher.*zzzz.*dans toutes les factures/]);
  await page.keyboard.press('Enter');
  await expect(page.getByText('Aucune facture ne correspond')).toBeVisible();
});

test('a server that is away for a moment is waited for: the window says so, and goes on by itself', async ({ page, portal }, info) => {
  await enterStaff(page, portal);
  const away = page.getByRole('status').filter({ hasText: 'Le portail ne répond pas' });
  await page.route('**/{api,sante}*/**', (asked) => asked.abort());
  await page.route('**/sante', (asked) => asked.abort());
  await page.goto(`${portal.staffUrl}/#/messages`);
  await expect(away).toBeVisible();
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: info.outputPath(`${colorScheme}.png`) });
  }
  await page.unrouteAll();
  await expect(away).toBeHidden();
  await expect(page.getByRole('button', { name: 'Réessayer' })).toBeHidden();
});

test('keys that work everywhere, their sheet, and the lock', async ({ page, portal }) => {
  await enterStaff(page, portal);
  await page.keyboard.press('Alt+Digit3');
  await expect(page.getByRole('heading', { level: 1, name: 'Factures' })).toBeFocused();
  await page.keyboard.press('/');
  await expect(page.getByRole('textbox', { name: 'Nom, numéro, montant, code redevable, objet' })).toBeFocused();
  await page.keyboard.type('?');
  const sheet = page.getByRole('dialog', { name: 'Raccourcis clavier' });
  await expect(sheet).toBeHidden();
  await page.getByRole('heading', { level: 1 }).focus();
  await page.keyboard.press('?');
  await expect(sheet).toBeVisible();
  await sheet.getByRole('checkbox').uncheck();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await page.keyboard.press('?');
  await expect(sheet).toBeHidden();
  await page.reload();
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await page.getByRole('link', { name: 'À faire' }).focus();
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('link', { name: 'Aller au contenu' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(page.getByRole('heading', { level: 1, name: 'Factures' })).toBeFocused();
  await page.getByRole('button', { name: commune.agent.name }).click();
  await page.getByRole('button', { name: /^Verrouiller/ }).click();
  await expect(page.getByRole('heading', { name: 'Fenêtre verrouillée' })).toBeVisible();
  await page.keyboard.press('Control+k');
  await expect(page.getByRole('combobox', { name: 'Rechercher' })).toHaveCount(0);
});

async function settled(page: Page): Promise<void> {
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expect(page.locator('.v-skeleton-loader, .skeleton')).toHaveCount(0);
}

test('the keyboard is never sent back to the top: what it was on is gone, and it stays near', async ({ page, portal }) => {
  await enterStaff(page, portal);
  const where = () => page.evaluate(() => document.activeElement?.closest('aside, main, [role=dialog]')?.tagName ?? 'BODY');
  await page.goto(`${portal.staffUrl}/#/imports`);
  await page.getByRole('row').filter({ hasText: 'plus.csv' }).getByRole('link').first().press('Enter');
  for (const name of [/^Transmettre en trésorerie/, /^Prévenir/]) {
    const button = page.getByRole('button', { name }).first();
    await button.press('Enter');
    await expect(page.getByRole('dialog').getByRole('button').first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(page.getByRole('dialog')).toBeHidden();
    await expect(button).toBeFocused();
  }
  await page.getByRole('button', { name: /^Prévenir/ }).press('Enter');
  await page.getByRole('dialog').getByRole('button', { name: /^Envoyer/ }).press('Enter');
  await expect(page.getByText(/compte prévenu/)).toBeVisible();
  await expect.poll(where).toBe('MAIN');

  await page.goto(`${portal.staffUrl}/#/factures?q=000001`);
  await page.getByRole('link', { name: '2026-077-000001' }).press('Enter');
  const panel = page.getByRole('complementary', { name: 'Détail de la facture' });
  const act = async (name: string) => {
    await panel.getByRole('button', { name }).press('Enter');
    await expect(panel.getByRole('button', { name })).toBeHidden();
    await expect.poll(where).toBe('ASIDE');
  };
  await act('Réglée au guichet…');
  await act('Régler la facture');
  await expect(panel.getByRole('heading', { name: 'Facture 2026-077-000001' })).toBeFocused();
  await act('Annuler ce règlement…');
  await page.keyboard.type('Mauvaise famille');
  await page.keyboard.press('Enter');
  await expect(panel.getByRole('button', { name: 'Réglée au guichet…' })).toBeVisible();
  await expect.poll(where).toBe('ASIDE');
});
