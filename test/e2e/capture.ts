// Why: the pictures of the guides are taken by the journeys: `npm run guides` keeps them in docs/guides/captures, each with the words that it shows.
// Otherwise they stay with the results, and a screen whose words are no longer those of its picture fails its journey.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test, type Page } from '@playwright/test';

const captures = fileURLToPath(new URL('../../docs/guides/captures', import.meta.url));
const dayOrMonth = /\b(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)(?!\p{L})/gu;

/** In the light look, at rest, whatever the computer prefers. */
export async function capture(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const isKept = test.info().config.updateSnapshots === 'all';
  const folder = isKept ? captures : test.info().outputPath('captures');
  mkdirSync(folder, { recursive: true });
  const words = join(captures, `${name}.txt`);
  if (!isKept) await expect.poll(() => wordsOf(page), { message: `docs/guides/captures/${name}.png shows other words: npm run guides` }).toBe(readFileSync(words, 'utf8'));
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
  if (isKept) writeFileSync(words, await wordsOf(page));
}

/** Dates, versions, ports and amounts are of the moment: their place alone is compared. */
async function wordsOf(page: Page): Promise<string> {
  const lines = (await page.locator('body').innerText()).replace(/\d+([.,:/ \u00a0\u202f-]*\d+)*/g, '#').replace(dayOrMonth, '#').replace(/[\u00a0\u202f]/g, ' ').split('\n').map((line) => line.trim());
  return `${lines.filter(Boolean).join('\n')}\n`;
}
