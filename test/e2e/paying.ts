// What a journey of payments is made of: a resident who leaves for the Treasury's page, and the settings of a régie.
import type { Browser, Page } from '@playwright/test';
import { enter, expect, type PortalApp } from './portal-app.ts';

export async function enterAs(browser: Browser, { portalUrl }: PortalApp): Promise<Page> {
  const visitor = await browser.newPage();
  await enter(visitor, portalUrl);
  return visitor;
}

/** Leaves for the Treasury's page, that opens in another window. */
export async function depart(visitor: Page, { portalUrl }: PortalApp, number: string): Promise<Page> {
  await visitor.goto(`${portalUrl}/factures`);
  await visitor.getByRole('link', { name: number, exact: true }).click();
  await visitor.getByRole('link', { name: 'Payer la facture' }).click();
  await visitor.getByRole('button', { name: 'Payer la facture', exact: true }).click();
  const [opened] = await Promise.all([visitor.waitForEvent('popup'), visitor.getByRole('button', { name: 'Payer la facture sur le portail TIPI' }).click()]);
  // Else this window comes back by itself over the page that is asked next.
  await expect(visitor).toHaveURL(/\/paiements\/(?!suite|tipi)/);
  await expect(opened.getByRole('button', { name: 'Payer par carte bancaire', exact: true })).toBeVisible();
  return opened;
}

export function checklistOf(page: Page) {
  const steps = page.getByRole('region', { name: 'Jusqu’à la production' });
  return { steps, stepOf: (title: string) => steps.getByRole('listitem').filter({ has: page.getByText(title, { exact: true }) }) };
}

export async function goToStage(page: Page, stage: RegExp): Promise<void> {
  await page.getByRole('radio', { name: stage }).check();
  await page.getByRole('button', { name: 'Enregistrer' }).click();
  await expect(page.getByText('Modifications à enregistrer')).toBeHidden();
}

export async function openRegie(page: Page, name: string): Promise<void> {
  await page.getByRole('link', { name: 'Réglages' }).click();
  await page.getByRole('navigation', { name: 'Réglages' }).getByRole('link', { name: 'Régies' }).click();
  await page.getByRole('link', { name: `Paiement en ligne de ${name}` }).click();
}
