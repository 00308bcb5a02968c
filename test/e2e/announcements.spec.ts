// The secretary writes as in any word processor, pastes from Word, and sees on a phone what residents will see.
import { readFileSync } from 'node:fs';
import type { Locator } from '@playwright/test';
import { askStaff } from './ask-staff.ts';
import { look } from './look.ts';
import { enter, enterStaff, expect, logIn, plain, resident, test } from './portal-app.ts';

const word = readFileSync(new URL('../fixtures/word-clipboard.html', import.meta.url), 'utf8');

const paste = (field: Locator, html: string) => field.evaluate((element, content) => {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text/html', content);
  clipboardData.setData('text/plain', 'x');
  element.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}, html);
/** Without the white space between tags. */
const htmlOf = async (field: Locator) => plain((await field.innerHTML()).replaceAll('&nbsp;', ' ')).replace(/> </g, '><').replaceAll(/<br class="ProseMirror-trailingBreak">/g, '').trim();
const onlyDay = (days: number) => new Date(Date.now() + days * 24 * 3_600_000).toISOString().slice(0, 10);

test('what Word puts in the clipboard becomes clean text, and reaches residents so', async ({ page, portal, browser }) => {
  test.setTimeout(180_000);
  const errors: string[] = [];
  page.on('dialog', (dialog) => { errors.push(dialog.message()); void dialog.dismiss(); });
  page.on('request', (request) => { if (!request.url().startsWith(portal.staffUrl) && !request.url().startsWith('data:')) errors.push(request.url()); });
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/annonces/nouvelle`);
  await page.getByLabel('Titre', { exact: true }).fill('Cantine fermée');
  const field = page.getByRole('textbox', { name: 'Texte' });
  await field.click();
  await paste(field, word);
  expect(await htmlOf(field)).toBe(plain([
    '<h3>Fermeture de la cantine</h3>', '<p>La cantine sera <strong>fermée le lundi 9 novembre</strong> et les enfants seront accueillis <em>à l\'école</em>.</p>', '<p>À prévoir :</p>',
    '<ul><li><p>un pique-nique</p><ul><li><p>sans verre</p></li></ul></li><li><p>une <strong>gourde</strong></p></li></ul>', '<p>Dans l\'ordre :</p>',
    '<ol><li><p>prévenir l\'école</p></li><li><p>remplir le formulaire</p></li></ol>',
    '<p>Voir <a href="https://www.mairie.exemple.test/cantine">le site de la mairie</a> ou ceci, 3 * 4 = 12 et _ceci_.</p>', '<p>Repas – 3,50 €</p>',
  ].join('')));
  const preview = page.getByRole('figure');
  await expect(preview.getByRole('listitem')).toHaveText([/un pique-nique/, 'sans verre', 'une gourde', 'prévenir l’école', 'remplir le formulaire']);
  await look(page, 'announcement-form');
  await page.getByRole('button', { name: 'Publier l’annonce' }).click();
  await expect(page.getByText('Annonce enregistrée.')).toBeVisible();
  expect(errors).toEqual([]);

  const visitor = await browser.newPage();
  await logIn(visitor, portal.portalUrl, resident);
  const shown = visitor.getByRole('dialog');
  while (!(await shown.innerText()).includes('Cantine fermée')) await visitor.getByRole('button', { name: 'Fermer' }).click();
  await expect(shown.getByRole('heading', { level: 2, name: 'Fermeture de la cantine' })).toBeVisible();
  await expect(shown.getByRole('listitem')).toHaveText([/un pique-nique/, 'sans verre', 'une gourde', 'prévenir l’école', 'remplir le formulaire']);
  await expect(shown.getByRole('link')).toHaveText(['le site de la mairie']);
  await expect(shown).toContainText('3 * 4 = 12 et _ceci_.');
  await visitor.close();
});

test('the editor is worked with the keyboard alone, and its text comes back as it was left', async ({ page, portal, browser }) => {
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/reglages/accueil`);
  const field = page.getByRole('textbox', { name: 'Texte' });
  await field.press('Control+a');
  await page.keyboard.type('Bonjour à tous');
  await page.keyboard.press('Shift+Home');
  await page.keyboard.press('Control+b');
  await page.keyboard.press('End');
  await page.keyboard.press('Enter');
  // From the text to the toolbar, which is one stop.
  await page.keyboard.press('Shift+Tab');
  await expect(page.getByRole('button', { name: 'Gras' })).toBeFocused();
  for (const key of ['ArrowRight', 'ArrowRight', 'ArrowRight']) await page.keyboard.press(key);
  await expect(page.getByRole('button', { name: 'Liste à puces' })).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  await expect(page.getByRole('button', { name: 'Liste à puces' })).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.type('la mairie');
  await page.keyboard.press('Shift+Home');
  await expect.poll(() => page.evaluate(() => getSelection()?.toString())).toBe('la mairie');
  // The editor hears of a selection once it is drawn.
  await page.evaluate(() => new Promise((resolve) => { requestAnimationFrame(() => requestAnimationFrame(resolve)); }));
  await page.getByRole('button', { name: 'Lien' }).focus();
  await page.keyboard.press('Enter');
  await expect(page.getByLabel('Adresse du lien')).toBeFocused();
  await page.keyboard.type('pas une adresse');
  await page.keyboard.press('Enter');
  await expect(page.getByText('Adresse attendue')).toBeVisible();
  await page.getByLabel('Adresse du lien').fill('www.mairie.test');
  await page.keyboard.press('Enter');
  await expect(field).toBeFocused();
  const written = '<p><strong>Bonjour à tous</strong></p><ul><li><p><a href="https://www.mairie.test">la mairie</a></p></li></ul>';
  expect(await htmlOf(field)).toBe(written);
  await look(page, 'welcome-text');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByRole('status').filter({ hasText: /enregistré/i }).first()).toBeVisible();
  await page.reload();
  await expect.poll(() => htmlOf(field)).toBe(written);
  const visitor = await browser.newPage();
  await enter(visitor, portal.portalUrl);
  await expect(visitor.getByRole('link', { name: 'la mairie' })).toHaveAttribute('href', 'https://www.mairie.test');
});

test('what is half written waits for its author while another screen is visited', async ({ page, portal, browser }) => {
  const visitor = await browser.newPage();
  await enter(visitor, portal.portalUrl);
  await visitor.goto(`${portal.portalUrl}/contact`);
  await visitor.getByLabel('Objet').fill('Ma question');
  await visitor.getByLabel('Message', { exact: true }).fill('Quand ouvrez-vous ?');
  await visitor.getByRole('button', { name: 'Envoyer' }).click();
  await expect(visitor.getByRole('status')).toContainText('Votre message est bien parti.');

  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/annonces/nouvelle`);
  await page.getByLabel('Titre', { exact: true }).fill('Travaux rue Haute');
  await page.getByRole('textbox', { name: 'Texte' }).click();
  await page.keyboard.type('La rue est barrée.');
  await expect(page.getByText('18 / 4 000 caractères')).toBeVisible();
  await paste(page.getByRole('textbox', { name: 'Texte' }), `<p>${'Longue '.repeat(600)}</p>`);
  await expect(page.getByText(/^Ce texte a \d+\scaractères de trop\.$/)).toBeVisible();
  await page.getByRole('button', { name: 'Publier l’annonce' }).click();
  await expect(page.getByText('Annonce enregistrée.')).toBeHidden();
  await page.getByRole('textbox', { name: 'Texte' }).press('Control+a');
  await page.keyboard.type('La rue est barrée.');
  await expect(page.getByText('18 / 4 000 caractères')).toBeVisible();
  const menu = page.getByRole('navigation').first();
  await menu.getByRole('link', { name: /^Messages/ }).click();
  const message = page.getByRole('article', { name: 'Ma question' });
  await message.getByRole('button', { name: 'Répondre…' }).click();
  await message.getByRole('textbox').fill('Bonjour, tous les');
  await menu.getByRole('link', { name: 'Annonces' }).click();
  await expect(page.getByText('la voici comme vous l’avez laissée')).toBeVisible();
  await expect(page.getByLabel('Titre', { exact: true })).toHaveValue('Travaux rue Haute');
  await expect(page.getByRole('textbox', { name: 'Texte' })).toHaveText('La rue est barrée.');
  await look(page, 'announcement-taken-up');
  await menu.getByRole('link', { name: /^Messages/ }).click();
  await expect(message.getByRole('textbox')).toHaveValue('Bonjour, tous les');
  await message.getByRole('button', { name: 'Revenir' }).click();
  await menu.getByRole('link', { name: 'Annonces' }).click();
  await page.getByRole('button', { name: 'Publier l’annonce' }).click();
  await expect(page.getByText('Annonce enregistrée.')).toBeVisible();
  await menu.getByRole('link', { name: /^Messages/ }).click();
  await expect(message.getByRole('button', { name: 'Répondre…' })).toBeVisible();
  await menu.getByRole('link', { name: 'Annonces' }).click();
  await expect(page.getByRole('heading', { name: 'Travaux rue Haute' })).toBeVisible();
  await expect(page.getByLabel('Titre', { exact: true })).toBeHidden();
});

test('announcements are told apart: shown now, to come, over', { tag: '@navigateur' }, async ({ page, portal }) => {
  await enterStaff(page, portal);
  for (const [title, startsOn, endsOn] of [['Passée', onlyDay(-20), onlyDay(-10)], ['En cours', onlyDay(-1), onlyDay(5)], ['Plus tard', onlyDay(40), ''], ['Bientôt', onlyDay(10), onlyDay(12)]] as const) {
    await askStaff(page, 'announcements.save', { title, body: 'Texte', startsOn, endsOn: endsOn || null });
  }
  await page.goto(`${portal.staffUrl}/#/annonces`);
  await expect(page.getByRole('heading', { level: 2 })).toHaveText([/^Visibles en ce moment · \d+$/, 'À venir · 2', 'Terminées · 1']);
  await expect(page.getByRole('heading', { level: 3 }).filter({ hasText: /Bientôt|Plus tard/ })).toHaveText(['Bientôt', 'Plus tard']);
  await expect(page.getByRole('heading', { name: 'Passée' })).toBeHidden();
  await page.getByText('Terminées').click();
  await expect(page.getByRole('heading', { name: 'Passée' })).toBeVisible();
  await look(page, 'announcements');
  await page.goto(`${portal.staffUrl}/#/journal`);
  await expect(page.getByText(/Journal intact jusqu’au/)).toBeVisible();
  await look(page, 'journal');
});
