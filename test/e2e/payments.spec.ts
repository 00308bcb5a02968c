// « Payer sa facture », as the manual tells it: on a phone without JavaScript, then on a wide screen with it. The simulator stands for PayFiP.
import type { Locator, Page } from '@playwright/test';
import { excessWidth } from './look.ts';
import { enter, expect, plain, resident, test } from './portal-app.ts';

const devices = [
  { name: 'on a phone, without JavaScript', use: { viewport: { width: 390, height: 844 }, javaScriptEnabled: false }, hasScript: false },
  { name: 'on a wide screen', use: { viewport: { width: 1280, height: 800 } }, hasScript: true },
];

for (const device of devices) {
  test.describe(device.name, () => {
    test.use({ ...device.use, payments: true });
    test('invoices are chosen, paid by card in another window, and become paid', async ({ page, portal, payfip }) => {
      await enter(page, portal.portalUrl);
      await expect(page.getByText('Les paiements sont fictifs')).toBeVisible();
      await page.getByRole('link', { name: 'Mes factures', exact: true }).click();
      const numbers = await page.locator('.number a').allInnerTexts();
      await page.getByRole('link', { name: /^Payer la facture/ }).first().click();
      const payment = await chooseAll(page, device.hasScript);
      const departure = page.url();
      await tryPopup(page, device.hasScript);

      const [window] = await Promise.all([page.waitForEvent('popup'), page.getByRole('button', { name: 'Payer la facture sur le portail TIPI' }).click()]);
      await expect(window.getByText(payment.amount).first()).toBeVisible();
      // The window that was left no longer offers to pay: it follows the payment by itself, or shows the way to it.
      if (!device.hasScript) await page.locator('a[href^="/paiements/suite?"]').click();
      await expect(page.getByRole('heading', { name: 'Paiement en cours' })).toBeVisible();
      await expect(page.getByRole('button', { name: 'Payer la facture sur le portail TIPI' })).toHaveCount(0);
      await window.getByRole('button', { name: 'Payer par carte bancaire', exact: true }).click();
      await window.getByRole('link', { name: 'Continuer' }).click();
      await expect(window.getByRole('heading', { name: 'Paiement reçu' })).toBeVisible();
      await expect(window.locator('.standing')).toContainText('selon PayFiP');
      await expect(window.locator('.facts')).toContainText('Carte bancaire');
      expect(payfip!.ledger()).toHaveLength(1);
      const ticket = await portal.mailTo(resident.email, 'aiement');
      expect(ticket.text).toContain(numbers[0]);
      await holdsOnPhone(page, ticket.html);

      await window.getByRole('link', { name: 'Mes factures', exact: true }).last().click();
      await window.getByRole('link', { name: /^Réglées/ }).click();
      for (const number of payment.numbers) await expect(window.getByRole('link', { name: number })).toBeVisible();
      // The first window knows too; back to its button, a second payment is refused with its reason.
      await expect(page.getByRole('heading', { name: 'Paiement reçu' })).toBeVisible({ timeout: 15_000 });
      await page.goto(departure);
      await expect(page.getByRole('alert')).toContainText('est déjà réglée');
      await expect(page.getByRole('button', { name: 'Payer la facture sur le portail TIPI' })).toHaveCount(0);
    });
  });
}

/** A mail, whose references are long words, on the smallest of phones. */
async function holdsOnPhone(page: Page, html: string): Promise<void> {
  const reader = await page.context().newPage();
  await reader.setViewportSize({ width: 320, height: 640 });
  await reader.setContent(html);
  expect(await excessWidth(reader)).toBeLessThanOrEqual(0);
  await reader.close();
}

/** Ticks every row, one with the keyboard, and reads what is said of it. */
async function chooseAll(page: Page, hasScript: boolean): Promise<{ amount: string; numbers: string[] }> {
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sélection des factures pour le règlement');
  const boxes = page.getByRole('checkbox');
  const count = await boxes.count();
  expect(count).toBeGreaterThan(1);
  await expect(page.locator('#nombre')).toHaveText('1');
  for (let index = 0; index < count; index += 1) await tick(boxes.nth(index), page.locator('.pick tbody tr').nth(index), index === 1);
  if (!hasScript) await page.getByRole('button', { name: 'Recalculer le montant' }).click();
  await expect(page.locator('#nombre')).toHaveText(String(count));
  const amount = plain(await page.locator('#montant').innerText());
  const sum = (await page.locator('.pick tbody .amount').allInnerTexts()).reduce((total, each) => total + Number(plain(each).replace(/[^\d]/g, '')), 0);
  expect(Number(amount.replace(/[^\d]/g, ''))).toBe(sum);
  const numbers = await page.locator('.pick label').allInnerTexts();
  await page.getByRole('button', { name: 'Payer la facture', exact: true }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Informations pour le paiement TIPI');
  await expect(page.locator('.facts')).toContainText(amount);
  expect(await page.locator('.facts dt').evaluateAll(linesOf)).toEqual([1, 1, 1]);
  return { amount, numbers };
}

/** On how many lines each label is written. */
function linesOf(labels: Element[]): number[] {
  return labels.map((label) => {
    const range = document.createRange();
    range.selectNodeContents(label);
    return new Set([...range.getClientRects()].map(({ top }) => Math.round(top))).size;
  });
}

async function tick(box: Locator, row: Locator, withKeyboard: boolean): Promise<void> {
  if (await box.isChecked()) return;
  if (withKeyboard) await box.press('Space');
  else await row.click();
  await expect(box).toBeChecked();
}

async function tryPopup(page: Page, hasScript: boolean): Promise<void> {
  const [opened] = await Promise.all([page.waitForEvent('popup'), page.getByRole('link', { name: "Test d’accès au portail de paiement TIPI" }).click()]);
  await expect(opened.getByRole('heading', { level: 1 })).toHaveText('La fenêtre s’est ouverte');
  await opened.close();
  if (!hasScript) return;
  await expect(page.getByRole('status')).toContainText('Votre navigateur accepte les pop-up');
  await page.evaluate(() => { window.open = () => null; });
  await page.getByRole('link', { name: "Test d’accès au portail de paiement TIPI" }).click();
  await expect(page.getByRole('status')).toContainText('Votre navigateur a bloqué la fenêtre d’essai.');
  for (const name of ['Firefox', 'Chrome', 'Edge', 'Safari']) await expect(page.getByText(`${name}.`, { exact: true })).toBeAttached();
}
