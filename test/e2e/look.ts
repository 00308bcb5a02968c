// Why: what every state of a staff screen must hold to: no fault for axe, nothing wider than the window; and pictures when they are asked for.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { expect, type Page } from '@playwright/test';
import type axeCore from 'axe-core';

const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
export const wide = { width: 1280, height: 800 };
/** The wide window at 200 %. */
const zoomed = { width: 640, height: 400 };
export const schemes = ['light', 'dark'] as const;

export interface Fault { rule: string; isSerious: boolean; /** The first places where it is. */ places: string }

/** What axe finds on the page as it stands; `rules`: these only. It is run as it is: the builder made for Playwright sends it anew for each look, at four times the cost of the look. */
export async function axeFaults(page: Page, rules?: string[]): Promise<Fault[]> {
  if (!await page.evaluate(() => 'axe' in window)) await page.evaluate(axeSource);
  return page.evaluate(async (only) => {
    const { axe } = window as unknown as { axe: typeof axeCore };
    const { violations } = await axe.run(document, { resultTypes: ['violations'], ...(only ? { runOnly: only } : {}) });
    return violations.map(({ id, impact, tags, nodes }) => ({
      rule: id, isSerious: impact === 'serious' || impact === 'critical' || tags.some((tag) => tag.startsWith('wcag')), places: nodes.slice(0, 3).map(({ target }) => target.join(' ')).join(' | '),
    }));
  }, rules);
}

/** In dark at 200 % zoom, then in light with a wide window, which is left so. */
export async function seriousFaults(page: Page, state: string): Promise<string[]> {
  const faults: string[] = [];
  for (const { colorScheme, size } of [{ colorScheme: 'dark', size: zoomed }, { colorScheme: 'light', size: wide }] as const) {
    await page.setViewportSize(size);
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    await expect(page.locator('.v-application')).toHaveClass(new RegExp(`v-theme--${colorScheme}`));
    faults.push(...(await axeFaults(page)).filter(({ isSerious }) => isSerious).map(({ rule, places }) => `${state} (${colorScheme}): ${rule} at ${places}`));
  }
  return faults;
}

/** What is too wide does not hide what axe has found. */
const softly = expect.configure({ soft: true });

/** PORTAIL_PICTURES: a folder for the pictures, at four sizes in both themes. */
export async function look(page: Page, state: string): Promise<void> {
  const faults = await seriousFaults(page, state);
  for (const width of [1440, 1024, 640, 512]) {
    await page.setViewportSize({ width, height: 800 });
    // The screen hears of its new width a moment later.
    await softly.poll(() => excessWidth(page), { message: `${state}: px too wide at ${width} px` }).toBeLessThanOrEqual(0);
    await takePictures(page, `${state}-${width}`);
  }
  await page.setViewportSize(wide);
  expect(faults).toEqual([]);
}

/** In px: how far the page scrolls sideways; at most 0 is well. */
export const excessWidth = (page: Page) => page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);

async function takePictures(page: Page, name: string): Promise<void> {
  const folder = process.env.PORTAIL_PICTURES;
  if (!folder) return;
  for (const colorScheme of ['dark', 'light'] as const) {
    await page.emulateMedia({ colorScheme });
    await page.screenshot({ path: join(folder, `${name}-${colorScheme}.png`) });
  }
}
