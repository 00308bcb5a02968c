// From login to the invoice page (PDF excluded) on a slow line: the bytes that Chromium receives, headers included.
import type { CDPSession, Page } from '@playwright/test';
import { expect, resident, test } from './portal-app.ts';

const firstVisitAtMost = 60_000;
const nextVisitAtMost = 15_000;

test('the way to an invoice stays light', async ({ page, portal, context }) => {
  const weight = await weigh(await context.newCDPSession(page));
  // The important information is closed on the first visit: its page is counted there.
  const first = await weight(() => readInvoice(page, portal.portalUrl));
  await context.clearCookies();
  await page.goto('about:blank');
  const next = await weight(() => readInvoice(page, portal.portalUrl));
  console.log(`login → accueil → factures → facture: ${first} bytes on a first visit, ${next} bytes with a warm cache`);
  test.info().annotations.push({ type: 'weight', description: `${first} bytes, then ${next} bytes` });
  expect(first).toBeLessThanOrEqual(firstVisitAtMost);
  expect(next).toBeLessThanOrEqual(nextVisitAtMost);
});

async function readInvoice(page: Page, portalUrl: string): Promise<void> {
  await page.goto(`${portalUrl}/connexion`);
  await page.getByLabel('Adresse mail').fill(resident.email);
  await page.getByLabel('Mot de passe', { exact: true }).fill(resident.password);
  await page.getByRole('button', { name: 'Connexion' }).click();
  await page.waitForURL('**/accueil', { waitUntil: 'networkidle' });
  const close = page.getByRole('button', { name: 'Fermer' });
  if (await close.isVisible()) await close.click();
  await page.getByRole('link', { name: 'Mes factures', exact: true }).click();
  await page.getByRole('link', { name: '2026-020-002059' }).click();
  await expect(page.locator('.bill-amount')).toHaveText('243,11 €');
  await page.waitForLoadState('networkidle');
}

/** Answers a scale: what an action makes the browser receive, redirects included. */
async function weigh(session: CDPSession): Promise<(action: () => Promise<void>) => Promise<number>> {
  let bytes = 0;
  session.on('Network.loadingFinished', ({ encodedDataLength }) => { bytes += encodedDataLength; });
  session.on('Network.requestWillBeSent', ({ redirectResponse }) => { bytes += redirectResponse?.encodedDataLength ?? 0; });
  await session.send('Network.enable');
  return async (action) => {
    bytes = 0;
    await action();
    return bytes;
  };
}
