// What others write (payers, subjects, announcements, messages) is shown and never run; a page asks nothing of another host.
import type { Page } from '@playwright/test';
import { screenNames } from '../../renderer/router.ts';
import { csvHeadings, enterStaff, expect, logIn, resident, test } from './portal-app.ts';

const attack = '<script>window.ran=1</script><img src=x onerror=window.ran=1><b style=color:red>gras</b>';
const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;
const attacked = `${csvHeadings}\n2026-666-000001;10/11/2026;30/11/2099;66,60;${quoted(attack)};ATTAQUE1;Mme;${quoted(attack)};Eve;${quoted('<svg onload=window.ran=1>')};31595;Ville;${resident.email};;CANT;en ligne;;non reglee;\n`;

interface Watch { violations: string[]; foreign: string[] }

/** Listens before the first page; every document reports what its policy refuses. */
async function watch(page: Page, origins: string[]): Promise<Watch> {
  const seen: Watch = { violations: [], foreign: [] };
  await page.exposeFunction('reportViolation', (words: string) => { seen.violations.push(words); });
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      (window as unknown as { reportViolation(words: string): void }).reportViolation(`${event.violatedDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
    });
  });
  page.on('console', (message) => {
    if (/content security policy|trusted ?(type|html|script)|refused to/i.test(message.text())) seen.violations.push(message.text());
  });
  page.on('pageerror', (error) => { seen.violations.push(String(error)); });
  page.on('dialog', (dialog) => { seen.violations.push(`dialog ${dialog.message()}`); void dialog.dismiss(); });
  page.on('request', (request) => {
    const url = request.url();
    if (!origins.some((origin) => url.startsWith(`${origin}/`)) && !/^(data|blob|about):/.test(url)) seen.foreign.push(url);
  });
  return seen;
}

async function expectHarmless(page: Page): Promise<void> {
  expect(await page.evaluate(() => (window as unknown as { ran?: number }).ran), page.url()).toBeUndefined();
  await expect(page.locator('img[src="x"], svg[onload], b[style], a[href^="javascript:"]')).toHaveCount(0);
}

test.use({ extraInvoices: attacked });

test('the resident’s pages break no rule, ask no other host and keep few cookies', async ({ page, portal, context }) => {
  const seen = await watch(page, [portal.portalUrl]);
  for (const path of ['/connexion', '/activation', '/mot-de-passe-oublie', '/mentions-legales', '/accessibilite', '/contact', '/nulle-part', '/?LIEN=faux']) await page.goto(portal.portalUrl + path);
  await logIn(page, portal.portalUrl, { ...resident, remember: true });
  await page.getByRole('button', { name: 'Fermer' }).click();
  for (const path of ['/accueil', '/factures', '/factures?etat=reglees', '/factures?etat=tresorerie', '/informations', '/informations/papier', '/informations/adresse', '/informations/mot-de-passe', '/contact', '/paiements', '/paiements/essai']) {
    await page.goto(portal.portalUrl + path);
    await expect(page.getByRole('heading', { level: 1 })).toBeAttached();
    await expectHarmless(page);
  }
  // The script works under the policy: it shows the password and brings the errors into focus.
  await page.goto(`${portal.portalUrl}/informations/mot-de-passe`);
  await page.getByRole('button', { name: 'Afficher le mot de passe' }).first().click();
  await expect(page.getByLabel('Mot de passe actuel')).toHaveAttribute('type', 'text');
  await page.getByRole('button', { name: 'Changer le mot de passe' }).click();
  await expect(page.getByRole('alert')).toBeFocused();
  expect((await context.cookies()).length).toBeLessThanOrEqual(4);
  expect(seen).toEqual({ violations: [], foreign: [] });
  // The watch does see: what the policy refuses is told.
  await page.evaluate(() => document.body.setAttribute('style', 'color: red'));
  await expect.poll(() => seen.violations.join('\n')).toContain('style-src');
});

test('what others wrote never runs, on the portal and in the staff interface', async ({ page, portal }) => {
  const seen = await watch(page, [portal.portalUrl, portal.staffUrl]);
  await enterStaff(page, portal);
  await page.goto(`${portal.staffUrl}/#/annonces`);
  await page.getByRole('button', { name: 'Nouvelle annonce' }).click();
  await page.getByLabel('Titre', { exact: true }).fill(`Annonce ${attack}`);
  await page.getByRole('textbox', { name: 'Texte' }).fill(`${attack}\n\n[un lien](javascript:window.ran=1) ![image](javascript:window.ran=1)`);
  await page.getByRole('button', { name: 'Publier l’annonce' }).click();
  await expect(page.getByText('Annonce enregistrée.')).toBeVisible();

  await logIn(page, portal.portalUrl, resident);
  for (const title of [/Inscriptions/, /^Annonce <script>/]) {
    await expect(page.getByRole('dialog').getByRole('heading', { name: title })).toBeVisible();
    await expectHarmless(page);
    await page.getByRole('button', { name: 'Fermer' }).click();
  }
  await page.goto(`${portal.portalUrl}/factures`);
  await expect(page.getByText(attack).first()).toBeVisible();
  await page.getByRole('link', { name: '2026-666-000001' }).click();
  await expect(page.getByText(attack).first()).toBeVisible();
  await expectHarmless(page);
  await page.goto(`${portal.portalUrl}/contact`);
  await page.getByLabel('Objet').fill(`Objet ${attack}`);
  await page.getByLabel('Message', { exact: true }).fill(attack);
  await page.getByRole('button', { name: 'Envoyer' }).click();
  await expect(page.getByRole('status')).toContainText('Votre message est bien parti.');
  await expectHarmless(page);
  await page.goto(`${portal.portalUrl}/informations`);
  await expectHarmless(page);

  for (const [screen, words] of [['accueil', /Que devez-vous/], ['messages', attack], ['annonces', /^Annonce <script>/], ['factures?q=2026-666', '2026-666-000001'], ['imports', /Imports précédents/], ['courriels', 'Courriels']] as const) {
    await page.goto(`${portal.staffUrl}/#/${screen}`);
    await expect(page.getByText(words).filter({ visible: true }).first()).toBeVisible();
    await expectHarmless(page);
  }
  await page.goto(`${portal.staffUrl}/#/factures?q=2026-666`);
  await page.getByRole('link', { name: '2026-666-000001' }).click();
  await expect(page.getByRole('complementary').getByText(attack).first()).toBeVisible();
  await expectHarmless(page);
  for (const screen of screenNames) {
    await page.goto(`${portal.staffUrl}/#/${screen}`);
    await expect(page.getByRole('main').getByRole('heading').first()).toBeVisible();
    await expectHarmless(page);
  }
  const mail = await portal.mailTo('facturation@saint-aubin-les-vignes.test', 'Objet');
  expect(mail.html).not.toMatch(/<script|<img|<b style/);
  expect(seen).toEqual({ violations: [], foreign: [] });
});
