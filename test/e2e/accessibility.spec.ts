// Every page of the portal and every screen of the staff, in every state: axe, 320 px, keyboard.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Page } from '@playwright/test';
import { axeFaults, excessWidth, schemes, seriousFaults, wide } from './look.ts';
import { commune, csvHeadings, enter, enterStaff, expect, logIn, resident, test, type PortalApp } from './portal-app.ts';

const widths = { phone: { width: 360, height: 800 }, desktop: wide };
const notPages = ['/', '/factures/:id/pdf', '/logo-:version', '/robots.txt'];
/** More lines than a page holds, with names that no one foresaw. */
const absurd = [csvHeadings, ...Array.from({ length: 60 }, (_, index) =>
  `2026-077-${String(index).padStart(6, '0')};10/11/2026;${index % 2 ? '30/11/2099' : ''};9 999,99;${'Anticonstitutionnellement'.repeat(index % 7)};CODE-INTERMINABLE-0123456789;Mme;de La Rochefoucauld-Montmorency-Beaujeu;Anne-Sophie-Marie-Eugénie;12 rue de la République;31595;Ville;${resident.email};une.adresse.sans.fin.qui.ne.tient.nulle.part@sous-domaine.exemple.test;CANT;${index % 5 ? 'en ligne' : 'prelevement'};;${['non reglee', 'reglee', 'tresorerie'][index % 20] ?? 'non reglee'};`)].join('\n');

/** GET routes of the portal, read from its sources: a page that nobody looks at fails the test. */
function portalRoutes(): string[] {
  const folder = fileURLToPath(new URL('../../server/portal/routes', import.meta.url));
  return readdirSync(folder).flatMap((file) => [...readFileSync(`${folder}/${file}`, 'utf8').matchAll(/router\.get\('([^']+)'/g)].map(([, path = '']) => path)).filter((path) => !notPages.includes(path));
}

/** Looks at the page as it is, in both themes and at both widths, then at 320 px. The dark theme changes colours only. */
async function look(page: Page, state: string): Promise<string[]> {
  const faults: string[] = [];
  for (const [device, size] of Object.entries(widths)) {
    await page.setViewportSize(size);
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      const found = await axeFaults(page, colorScheme === 'dark' ? ['color-contrast', 'link-in-text-block'] : undefined);
      faults.push(...found.map(({ rule, places }) => `${state} (${device}, ${colorScheme}): ${rule} at ${places}`));
    }
  }
  await page.setViewportSize({ width: 320, height: 640 });
  const tooWide = await excessWidth(page);
  if (tooWide > 0) faults.push(`${state}: ${tooWide} px too wide at 320 px`);
  if (!/^(Erreur – )?.+ – Portail des factures – .+/.test(await page.title())) faults.push(`${state}: title ${await page.title()}`);
  return faults;
}

const seenRoutes = new Set<string>();
async function lookAt(page: Page, url: string): Promise<string[]> {
  // The page that is left may come back by itself at that very moment: a payment under way does.
  await expect(() => page.goto(url)).toPass();
  const { pathname, search } = new URL(page.url());
  seenRoutes.add(pathname.replace(/^\/factures\/.+/, '/factures/:id').replace(/^\/paiements\/(?!(selection|tipi|suite|essai)$).+/, '/paiements/:id'));
  return look(page, pathname + search.replace(/LIEN=.*/, 'LIEN=…'));
}

/** From the choice to the result, with what may be refused on the way. */
async function lookAtPayments(page: Page, portalUrl: string): Promise<string[]> {
  await page.goto(`${portalUrl}/factures`);
  const address = await page.getByRole('link', { name: 'Payer la facture 2026-020-002059' }).getAttribute('href') ?? '';
  // Else it comes back while one looks at it.
  await page.route('**/paiements/suite?*', async (route) => {
    const response = await route.fetch();
    const { refresh, ...headers } = response.headers();
    expect(Boolean(refresh)).toBe(!route.request().url().includes('essai='));
    await route.fulfill({ response, headers });
  });
  const faults: string[] = [];
  for (const path of ['/paiements', '/paiements/essai', address, address.replace('facture=', 'depuis='), address.replace('selection?facture=', 'tipi?depuis='), address.replace('selection', 'tipi'), address.replace('selection', 'suite'), `${address.replace('selection', 'suite')}&essai=99`]) faults.push(...await lookAt(page, portalUrl + path));
  await page.getByRole('link', { name: "Test d’accès au portail de paiement TIPI" }).click();
  await expect(page.getByRole('status')).toContainText('vous pouvez payer');
  await page.locator('.blocked').evaluate((element) => { (element as HTMLElement).hidden = false; });
  faults.push(...await look(page, 'blocked pop-up'));
  await page.unroute('**/paiements/suite?*');
  const window = page.waitForEvent('popup');
  await page.getByRole('button', { name: 'Payer la facture sur le portail TIPI' }).click();
  await (await window).waitForURL(/\/tpa\//);
  faults.push(...await lookAt(page, `${portalUrl}/paiements`));
  faults.push(...await lookAt(page, new URL(await page.locator('.payments a').first().getAttribute('href') ?? '', portalUrl).href));
  faults.push(...await lookAt(page, portalUrl + address), ...await lookAt(page, portalUrl + address.replace('selection', 'tipi')));
  return faults;
}

test.describe('the portal', () => {
  test.use({ payments: true });
  test.setTimeout(480_000);
  test.describe.configure({ mode: 'serial' });

  test('visitors’ pages', async ({ page, portal: { portalUrl, mailTo } }) => {
    const faults: string[] = [];
    for (const path of ['/connexion', '/connexion?message=mot-de-passe', '/activation', '/mot-de-passe-oublie', '/contact', '/accessibilite', '/mentions-legales', '/?LIEN=faux', '/nulle-part']) faults.push(...await lookAt(page, portalUrl + path));
    const refused = async (path: string, button: string, state: string) => {
      await page.goto(portalUrl + path);
      await page.getByRole('button', { name: button, exact: true }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      faults.push(...await look(page, state));
    };
    await refused('/connexion', 'Connexion', 'refused login');
    await refused('/activation', 'Activation', 'refused activation');
    await refused('/contact', 'Envoyer', 'refused message');
    await page.goto(`${portalUrl}/activation`);
    await page.getByLabel('Adresse mail').fill('camille.durand@exemple.test');
    await page.getByRole('button', { name: 'Activation' }).click();
    faults.push(...await look(page, 'activation sent'));
    const [link = ''] = (await mailTo('camille.durand@exemple.test', 'Accès')).links;
    faults.push(...await lookAt(page, link));
    await page.getByRole('button', { name: 'Enregistrer' }).click();
    await expect(page.getByRole('alert')).toBeVisible();
    faults.push(...await look(page, 'refused new password'));
    expect(faults).toEqual([]);
  });

  test('residents’ pages', async ({ page, portal: { portalUrl, mailTo } }) => {
    await logIn(page, portalUrl, resident);
    const faults = await look(page, 'important information');
    await page.getByRole('button', { name: 'Fermer' }).click();
    for (const path of ['/accueil', '/factures', '/factures?etat=reglees', '/factures?etat=tresorerie', '/informations', '/informations/papier', '/informations/adresse', '/informations/mot-de-passe', '/contact', '/contact?message=envoye', '/nulle-part']) faults.push(...await lookAt(page, portalUrl + path));
    await page.goto(`${portalUrl}/factures`);
    faults.push(...await lookAt(page, new URL(await page.getByRole('link', { name: '2026-020-002059', exact: true }).getAttribute('href') ?? '', portalUrl).href));
    faults.push(...await lookAtPayments(page, portalUrl));
    for (const [path, button] of [['/informations/adresse', "Changer l'adresse mail"], ['/informations/mot-de-passe', 'Changer le mot de passe'], ['/contact', 'Envoyer']] as const) {
      await page.goto(portalUrl + path);
      await page.getByRole('button', { name: button }).click();
      await expect(page.getByRole('alert')).toBeVisible();
      faults.push(...await look(page, `refused ${path}`));
    }
    await page.goto(`${portalUrl}/informations/adresse`);
    await page.getByLabel('Nouvelle adresse mail').fill('autre@exemple.test');
    await page.getByLabel('Mot de passe', { exact: true }).fill(resident.password);
    await page.getByRole('button', { name: "Changer l'adresse mail" }).click();
    faults.push(...await look(page, 'change of address asked'));
    faults.push(...await lookAt(page, (await mailTo('autre@exemple.test', 'Confirmez')).links[0]!));
    await page.getByRole('button', { name: 'Confirmer' }).click();
    await enter(page, portalUrl, commune.residents[2]);
    faults.push(...await lookAt(page, `${portalUrl}/factures?etat=tresorerie`));
    await expect(page.getByText('Aucune facture en trésorerie.')).toBeVisible();
    expect(faults).toEqual([]);
    expect(portalRoutes().filter((path) => !seenRoutes.has(path)), 'pages that nobody looked at').toEqual([]);
  });

  test.describe('with absurd data', () => {
    test.use({ extraInvoices: `${absurd}\n` });
    test('the lists, an invoice and the forms hold', async ({ page, portal: { portalUrl } }) => {
      await enter(page, portalUrl);
      const faults: string[] = [];
      for (const path of ['/accueil', '/factures', '/factures?page=2', '/informations', '/contact']) faults.push(...await lookAt(page, portalUrl + path));
      await page.goto(`${portalUrl}/factures`);
      faults.push(...await lookAt(page, new URL(await page.getByRole('link', { name: '2026-077-000006', exact: true }).getAttribute('href') ?? '', portalUrl).href));
      expect(faults).toEqual([]);
    });
  });
});

test('login, invoice and PDF with the keyboard alone', async ({ page, portal }) => {
  await page.goto(`${portal.portalUrl}/connexion`);
  await tabTo(page, 'Aller au contenu');
  await tabTo(page, 'Adresse mail');
  await page.keyboard.type(resident.email);
  await tabTo(page, 'Mot de passe');
  await page.keyboard.type(resident.password);
  await page.keyboard.press('Enter');
  await page.waitForURL('**/accueil');
  await tabTo(page, 'Fermer');
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await tabTo(page, 'Mes factures');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/factures');
  await tabTo(page, '2026-020-002059');
  await page.keyboard.press('Enter');
  await page.waitForURL('**/factures/*');
  await tabTo(page, 'Télécharger PDF');
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe('Facture 2026-020-002059.pdf');
});

/** Presses Tab until this control has the focus, which must be visible on it and on all those before. */
async function tabTo(page: Page, name: string): Promise<void> {
  for (let presses = 0; presses < 40; presses += 1) {
    await page.keyboard.press('Tab');
    const focused = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement;
      const isOutlined = (['', '::after'] as const).some((part) => getComputedStyle(element, part || null).outlineStyle !== 'none');
      return { name: element.labels?.[0]?.innerText || element.innerText, isOutlined: isOutlined || element === document.body };
    });
    expect(focused.isOutlined, `focus visible on « ${focused.name} »`).toBe(true);
    if (focused.name.trim() === name) return;
  }
  throw new Error(`« ${name} » cannot be reached with Tab on ${page.url()}`);
}

test.describe('the staff interface', () => {
  test.use({ viewport: wide });
  test.setTimeout(480_000);

  test('every screen', async ({ page, portal }) => {
    await page.goto(portal.launchLink);
    await expect(page.getByRole('button', { name: 'Se connecter' })).toBeVisible();
    const faults = await seriousFaults(page, 'login');
    await leaveMessage(portal, page);
    await enterStaff(page, { launchLink: portal.staffUrl });
    const screens = ['accueil', 'imports', 'factures', 'factures?q=introuvable', 'redevables', 'paiements', 'courriels', 'messages', 'annonces', 'compte', 'journal',
      ...['commune', 'contact', 'accueil', 'portail', 'courriel', 'regies', 'paiement', 'poste', 'mentions', 'agents', 'verrouillage', 'apparence', 'sauvegarde', 'transfert'].map((id) => `reglages/${id}`)];
    for (const screen of screens) {
      await page.goto(`${portal.staffUrl}/#/${screen}`);
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
      await expect(page.locator('.v-skeleton-loader, .skeleton')).toHaveCount(0);
      faults.push(...await seriousFaults(page, screen));
    }
    await page.goto(`${portal.staffUrl}/#/annonces`);
    await page.getByRole('button', { name: 'Nouvelle annonce' }).click();
    faults.push(...await seriousFaults(page, 'new announcement'));
    await page.goto(`${portal.staffUrl}/#/factures`);
    await page.locator('tbody a').first().click();
    await expect(page.getByRole('button', { name: 'Voir le PDF' })).toBeVisible();
    faults.push(...await seriousFaults(page, 'invoice panel'));
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: 'Choisir toute la page' }).check();
    faults.push(...await seriousFaults(page, 'chosen invoices'));
    await page.getByRole('button', { name: commune.agent.name }).click();
    faults.push(...await seriousFaults(page, 'agent menu'));
    await page.getByRole('button', { name: 'Raccourcis clavier' }).click();
    faults.push(...await seriousFaults(page, 'shortcuts'));
    await page.keyboard.press('Escape');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('SISTEC560');
    await expect(page.getByRole('group', { name: 'Redevables' })).toBeVisible();
    faults.push(...await seriousFaults(page, 'search'));
    await page.keyboard.press('Escape');
    await page.goto(`${portal.staffUrl}/#/imports`);
    await page.locator('tbody a').first().click();
    await expect(page.getByRole('group', { name: 'Avancement de l’import' })).toBeVisible();
    faults.push(...await seriousFaults(page, 'published import'));
    expect(faults).toEqual([]);
  });

  test.describe('on the first day', () => {
    test.use({ seed: 'empty' });
    test('the welcome and the refusal', async ({ page, portal, browser }) => {
      await page.goto(portal.launchLink);
      await expect(page.getByRole('heading', { name: 'Bienvenue' })).toBeVisible();
      const faults = await seriousFaults(page, 'welcome');
      const elsewhere = await browser.newContext();
      const stranger = await elsewhere.newPage();
      await stranger.goto(portal.staffUrl);
      await expect(stranger.getByRole('alert')).toBeVisible();
      faults.push(...await seriousFaults(stranger, 'refusal'));
      await elsewhere.close();
      expect(faults).toEqual([]);
    });
  });
});

async function leaveMessage({ portalUrl }: PortalApp, page: Page): Promise<void> {
  await page.goto(`${portalUrl}/contact`);
  await page.getByLabel('Nom et prénom').fill('Jeanne Petit');
  await page.getByLabel('Adresse mail').fill('jeanne@exemple.test');
  await page.getByLabel('Objet').fill('Une question');
  await page.getByLabel('Message', { exact: true }).fill('Bonjour');
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByRole('status')).toBeVisible();
}
