// Why: look at the portal without a server. `npx tsx test/portal/gallery/gallery.ts [--look]` writes .cache/gallery/*.html,
// measures them, and with --look takes screenshots, runs axe in both themes and checks that nothing scrolls sideways at 320 px.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { gzipSync } from 'node:zlib';
import axe from '@axe-core/playwright';
import { chromium, type Page } from '@playwright/test';
import vue from '@vitejs/plugin-vue';
import { build } from 'vite';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, '.cache/gallery');
const accents = ':root{--accent:#1f5f8b;--accent-strong:#164868;--accent-light:#8cc1e6}\n';
const launch = { executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'] };

const only = process.argv.slice(2).filter((each) => !each.startsWith('--'));
const names = await writePages();
if (process.argv.includes('--look')) await look(names);

async function writePages(): Promise<string[]> {
  await build({
    root, configFile: false, logLevel: 'warn', plugins: [vue()], define: { __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
    build: { ssr: 'test/portal/gallery/samples.ts', outDir: join(folder, 'build'), emptyOutDir: true, target: 'node20' },
  });
  const { samples, renderSample } = (await import(pathToFileURL(join(folder, 'build/samples.js')).href)) as typeof import('./samples.ts');
  mkdirSync(folder, { recursive: true });
  const css = accents + readFileSync(join(root, 'resources/portal.css'), 'utf8');
  writeFileSync(join(folder, 'portal.css'), css);
  writeFileSync(join(folder, 'portal.js'), readFileSync(join(root, 'resources/portal.js')));
  console.log(`portal.css ${gzipSync(css).length}`);
  for (const name of Object.keys(samples)) {
    const html = await renderSample(name);
    writeFileSync(join(folder, `${name}.html`), html);
    console.log(name, gzipSync(html).length);
  }
  return Object.keys(samples).filter((name) => only.length === 0 || only.includes(name));
}

async function look(pages: string[]): Promise<void> {
  const browser = await chromium.launch(launch);
  for (const colorScheme of ['light', 'dark'] as const) {
    const context = await browser.newContext({ colorScheme });
    for (const name of pages) await lookAt(await context.newPage(), name, colorScheme);
    await context.close();
  }
  await browser.close();
}

async function lookAt(page: Page, name: string, colorScheme: string): Promise<void> {
  page.on('pageerror', (error) => console.log(name, error.message));
  await page.goto(pathToFileURL(join(folder, `${name}.html`)).href);
  for (const width of [320, 360, 768, 1280]) {
    await page.setViewportSize({ width, height: 800 });
    const overflow = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    if (Number(overflow) > 0) console.log(`${name} ${width}: ${overflow} px too wide`);
    if (width > 320) await page.screenshot({ path: join(folder, `${name}-${width}-${colorScheme}.png`), fullPage: true });
  }
  const { violations } = await new axe({ page }).analyze();
  for (const { id, nodes } of violations) console.log(name, colorScheme, id, nodes.map((each) => each.target.join(' ')).slice(0, 3).join(' | '));
  await page.close();
}
