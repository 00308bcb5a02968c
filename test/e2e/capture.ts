// Why: the pictures of the guides are taken by the journeys: `npm run guides` keeps them in docs/guides/captures; otherwise they stay with the results.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { test, type Page } from '@playwright/test';

const captures = fileURLToPath(new URL('../../docs/guides/captures', import.meta.url));

/** In the light look, at rest, whatever the computer prefers. */
export async function capture(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await page.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const folder = test.info().config.updateSnapshots === 'missing' ? test.info().outputPath('captures') : captures;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`), animations: 'disabled', caret: 'hide' });
}
