// Why: the server dies under the window; the portal is back at once, the window says so, and nothing that was typed is lost.
import { expect, type Page } from '@playwright/test';
import { answers, enterAsFirstAgent, firstScreen, staffAddress, test } from './desktop-app.ts';

test('a killed server answers again by itself; the window says so meanwhile, and keeps what was typed', async ({ desktop: { page, portalUrl, serverPids } }) => {
  await page.waitForURL(staffAddress);
  await expect(firstScreen(page)).toBeVisible();
  const home = new URL(page.url()).origin;
  await enterAsFirstAgent(page);
  await page.goto(`${home}/#/reglages/contact`);
  await page.getByLabel('Téléphone').fill('05 61 00 00 00');
  const said = sentenceOf(page);
  const pressed = pressOnceGone(page);
  const [pid] = await serverPids();
  process.kill(pid!, 'SIGKILL');
  await pressed;
  // How soon is measured apart, fifty times.
  await expect.poll(() => answers(portalUrl)).toBe(true);
  await said;
  await expect(page.getByRole('alert').filter({ hasText: 'Le portail ne répond pas.' })).toBeVisible();
  await expect(page.getByRole('status').filter({ hasText: 'Le portail ne répond pas' })).toBeHidden();
  expect(await serverPids()).toHaveLength(1);
  expect(new URL(page.url()).origin).toBe(home);
  await expect(page.getByLabel('Téléphone')).toHaveValue('05 61 00 00 00');
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Enregistré : téléphone.')).toBeVisible();
});

test('a page asked again while the server is down comes back', async ({ desktop: { page, serverPids } }) => {
  await page.waitForURL(staffAddress);
  await expect(firstScreen(page)).toBeVisible();
  const origin = new URL(page.url()).origin;
  const [pid] = await serverPids();
  process.kill(pid!, 'SIGKILL');
  await expect.poll(() => answers(origin), { intervals: [20] }).toBe(false);
  await page.reload().catch(() => undefined);
  await page.waitForURL(staffAddress);
  await expect(firstScreen(page)).toBeVisible();
});

/** Said, were it for a moment only. */
function sentenceOf(page: Page): Promise<void> {
  return page.evaluate(() => new Promise<void>((resolve) => {
    const isSaid = () => [...document.querySelectorAll('[role=status]')].some((each) => each.textContent?.startsWith('Le portail ne répond pas'));
    new MutationObserver(() => { if (isSaid()) resolve(); }).observe(document.body, { childList: true, subtree: true });
  }));
}

/** « Enregistrer », while nothing answers: the page itself sees it first. */
function pressOnceGone(page: Page): Promise<void> {
  return page.evaluate(async () => {
    while (await fetch('/sante', { cache: 'no-store' }).then(() => true, () => false)) await new Promise((resolve) => { setTimeout(resolve, 20); });
    document.querySelector<HTMLButtonElement>('main form button[type=submit]')?.click();
  });
}
