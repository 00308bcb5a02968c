// Why: what every state of a screen must hold to: no fault for axe in light nor dark, nothing wider than the window; and pictures when they are asked for.
import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

const wcag = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
const schemes = ['light', 'dark'] as const;
export const wide = { width: 1280, height: 800 };

/** « Legacy »: without a second tab for each look, of use only to frames; no page has any, and the window has no tabs. */
export const axeOn = (page: Page): AxeBuilder => new AxeBuilder({ page }).setLegacyMode(true).options({ resultTypes: ['violations'] });

/** PORTAIL_PICTURES: a folder for the pictures, at 1024×700 and 1280×800 in both themes. */
export async function look(page: Page, state: string): Promise<void> {
  const folder = process.env.PORTAIL_PICTURES;
  for (const colorScheme of schemes) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('.v-application')).toHaveClass(new RegExp(`v-theme--${colorScheme}`));
    const { violations } = await axeOn(page).withTags(wcag).analyze();
    expect(violations.map(({ id, nodes }) => `${state} (${colorScheme}): ${id} at ${nodes.map(({ target }) => target.join(' ')).slice(0, 3).join(' | ')}`)).toEqual([]);
    if (folder) for (const size of [{ width: 1024, height: 700 }, wide]) {
      await page.setViewportSize(size);
      await page.screenshot({ path: join(folder, `${state}-${size.width}-${colorScheme}.png`) });
    }
  }
  for (const width of [1024, 640, 512]) {
    await page.setViewportSize({ width, height: 700 });
    expect([state, width, await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)]).toEqual([state, width, 0]);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  await page.setViewportSize(wide);
}
