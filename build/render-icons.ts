// Why: draws every icon from resources/icons/portail.svg: PNG for the program and Linux, .ico for Windows, .icns for macOS.
// To run again when a drawing changes (the tests know by its print): `npx tsx build/render-icons.ts`
import { readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { icnsOf, icoOf, printOfDrawings, type DrawnIcon } from './icon-files.ts';
import { ensureChromium } from './test-machine.ts';

const shown = fileURLToPath(new URL('../resources/icons/', import.meta.url));
const packaged = fileURLToPath(new URL('icons/', import.meta.url));
const drawing = readFileSync(`${shown}portail.svg`, 'utf8');
// In the Dock, an icon fills four fifths of its square.
const dockDrawing = drawing.replace('viewBox="0 0 64 64"', 'viewBox="-8 -8 80 80"');
const browser = await chromium.launch({ executablePath: ensureChromium() });
const page = await browser.newPage();

for (const size of [16, 32, 48, 64, 128, 256, 512]) writeFileSync(`${shown}${size}.png`, (await draw(drawing, size)).png);
writeFileSync(`${packaged}icon.ico`, icoOf(await drawAll(drawing, [16, 24, 32, 48, 64, 128, 256])));
writeFileSync(`${packaged}icon.icns`, icnsOf(await drawAll(dockDrawing, [32, 64, 128, 256, 512, 1024])));
// macOS paints these black marks in the colour of its bar: their names say so.
const bar = readFileSync(`${packaged}barre.svg`, 'utf8');
for (const [name, size] of [['barreTemplate', 16], ['barreTemplate@2x', 32]] as const) writeFileSync(fileURLToPath(new URL(`../resources/desktop/${name}.png`, import.meta.url)), (await draw(bar, size)).png);
writeFileSync(`${packaged}empreinte.txt`, `${printOfDrawings([drawing, bar])}\n`);
await browser.close();

async function drawAll(svg: string, sizes: number[]): Promise<DrawnIcon[]> {
  const icons: DrawnIcon[] = [];
  for (const size of sizes) icons.push(await draw(svg, size));
  return icons;
}

async function draw(svg: string, size: number): Promise<DrawnIcon> {
  const { png, rgba } = await page.evaluate(async ([source, side]) => {
    const image = new Image(side, side);
    image.src = `data:image/svg+xml,${encodeURIComponent(source)}`;
    await image.decode();
    const canvas = Object.assign(document.createElement('canvas'), { width: side, height: side });
    const context = canvas.getContext('2d');
    if (!context) throw new Error('no canvas');
    context.drawImage(image, 0, 0, side, side);
    return { png: canvas.toDataURL('image/png').split(',')[1] ?? '', rgba: [...context.getImageData(0, 0, side, side).data] };
  }, [svg, size] as const);
  return { size, png: Buffer.from(png, 'base64'), rgba: Buffer.from(rgba) };
}
