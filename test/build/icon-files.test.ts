// The icons that Windows and macOS get, read back as those systems read them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { printOfDrawings } from '../../build/icon-files.ts';
import { root } from '../support/source-files.ts';

const pngMark = Buffer.from('89504e470d0a1a0a', 'hex');

test('the icon of Windows holds every size, each whole: bitmaps of 32 bits, and a PNG for the largest', () => {
  const file = readFileSync(join(root, 'build/icons/icon.ico'));
  expect([file.readUInt16LE(0), file.readUInt16LE(2)]).toEqual([0, 1]);
  const images = Array.from({ length: file.readUInt16LE(4) }, (_, index) => {
    const at = 6 + 16 * index;
    const start = file.readUInt32LE(at + 12);
    return { size: file.readUInt8(at) || 256, image: file.subarray(start, start + file.readUInt32LE(at + 8)) };
  });
  expect(images.map(({ size }) => size)).toEqual([16, 24, 32, 48, 64, 128, 256]);
  for (const { size, image } of images) {
    if (size === 256) expect(image.subarray(0, 8)).toEqual(pngMark);
    else expect([image.readInt32LE(4), image.readInt32LE(8), image.readUInt16LE(14), image.length]).toEqual([size, size * 2, 32, 40 + size * size * 4 + Math.ceil(size / 32) * 4 * size]);
  }
  expect(images.reduce((sum, { image }) => sum + image.length, 6 + 16 * images.length)).toBe(file.length);
  // In the middle of the smallest, the white sheet: opaque.
  const smallest = images[0]!.image;
  expect([...smallest.subarray(40 + (8 * 16 + 6) * 4, 40 + (8 * 16 + 6) * 4 + 4)][3]).toBe(255);
});

test('the icon of macOS holds what the Dock asks for, up to 1,024 pixels', () => {
  const file = readFileSync(join(root, 'build/icons/icon.icns'));
  expect([file.toString('latin1', 0, 4), file.readUInt32BE(4)]).toEqual(['icns', file.length]);
  const widths = new Map<string, number>();
  for (let at = 8; at < file.length; at += file.readUInt32BE(at + 4)) {
    expect(file.subarray(at + 8, at + 16)).toEqual(pngMark);
    widths.set(file.toString('latin1', at, at + 4), file.readUInt32BE(at + 24));
  }
  expect(Object.fromEntries(widths)).toEqual({ ic07: 128, ic08: 256, ic09: 512, ic10: 1024, ic11: 32, ic12: 64, ic13: 256, ic14: 512 });
});

test('the icons are those of the drawings as they are today: npx tsx build/render-icons.ts', () => {
  const drawings = ['resources/icons/portail.svg', 'build/icons/barre.svg'].map((path) => readFileSync(join(root, path), 'utf8'));
  expect(readFileSync(join(root, 'build/icons/empreinte.txt'), 'utf8').trim()).toBe(printOfDrawings(drawings));
});

test('every picture has the size that its name says, with those of dense screens beside', () => {
  const widths = (path: string) => [readFileSync(join(root, path)).readUInt32BE(16), readFileSync(join(root, path)).readUInt32BE(20)];
  for (const size of [16, 32, 48, 64, 128, 256, 512]) expect(widths(`resources/icons/${size}.png`)).toEqual([size, size]);
  expect([widths('resources/desktop/barreTemplate.png'), widths('resources/desktop/barreTemplate@2x.png')]).toEqual([[16, 16], [32, 32]]);
});
