// Why: draws the PNG icons from resources/icons/portail.svg. To run again when the drawing changes: `npx tsx build/render-icons.ts`
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { ensureChromium } from './test-machine.ts';

const folder = fileURLToPath(new URL('../resources/icons/', import.meta.url));
const drawing = readFileSync(`${folder}portail.svg`, 'utf8');
const browser = await chromium.launch({ executablePath: ensureChromium() });
const page = await browser.newPage();
for (const size of [16, 32, 256, 512]) {
  await page.setViewportSize({ width: size, height: size });
  await page.setContent(`<style>body { margin: 0 } svg { display: block; width: ${size}px; height: ${size}px }</style>${drawing}`);
  await page.screenshot({ path: `${folder}${size}.png`, omitBackground: true });
}
await browser.close();
