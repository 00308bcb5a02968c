// Why: writes the icon containers of Windows (.ico) and macOS (.icns) from drawn images; nothing to download. Pure.
import { createHash } from 'node:crypto';

export interface DrawnIcon {
  /** Width and height in pixels. */
  size: number;
  png: Buffer;
  /** Four bytes a pixel, top row first. */
  rgba: Buffer;
}

const icoHeader = 6;
const icoEntry = 16;
const bitmapHeader = 40;

/** Images up to 255 pixels as bitmaps, which every part of Windows reads; 256 as PNG, as Windows itself does. */
export function icoOf(icons: DrawnIcon[]): Buffer {
  const images = icons.map((icon) => (icon.size < 256 ? bitmapOf(icon) : icon.png));
  const header = Buffer.alloc(icoHeader + icoEntry * icons.length);
  header.writeUInt16LE(1, 2);
  header.writeUInt16LE(icons.length, 4);
  let offset = header.length;
  for (const [index, { size }] of icons.entries()) {
    const image = images[index] ?? Buffer.alloc(0);
    const at = icoHeader + icoEntry * index;
    // 256 is written 0.
    header.writeUInt8(size % 256, at);
    header.writeUInt8(size % 256, at + 1);
    header.writeUInt16LE(1, at + 4);
    header.writeUInt16LE(32, at + 6);
    header.writeUInt32LE(image.length, at + 8);
    header.writeUInt32LE(offset, at + 12);
    offset += image.length;
  }
  return Buffer.concat([header, ...images]);
}

/** A device-independent bitmap: bottom row first, blue before red, then a mask of zeros since alpha says it all. */
function bitmapOf({ size, rgba }: DrawnIcon): Buffer {
  const maskRow = Math.ceil(size / 32) * 4;
  const header = Buffer.alloc(bitmapHeader);
  header.writeUInt32LE(bitmapHeader, 0);
  header.writeInt32LE(size, 4);
  header.writeInt32LE(size * 2, 8);
  header.writeUInt16LE(1, 12);
  header.writeUInt16LE(32, 14);
  header.writeUInt32LE(size * size * 4 + maskRow * size, 20);
  const rows = Array.from({ length: size }, (_, row) => Buffer.from(rgba.subarray((size - 1 - row) * size * 4, (size - row) * size * 4)));
  const pixels = Buffer.concat(rows);
  for (let at = 0; at < pixels.length; at += 4) [pixels[at], pixels[at + 2]] = [pixels[at + 2] ?? 0, pixels[at] ?? 0];
  return Buffer.concat([header, pixels, Buffer.alloc(maskRow * size)]);
}

/** What macOS calls each size; those of dense screens first hold twice the pixels. */
const icnsTypes: [string, number][] = [['ic07', 128], ['ic08', 256], ['ic09', 512], ['ic10', 1024], ['ic11', 32], ['ic12', 64], ['ic13', 256], ['ic14', 512]];

export function icnsOf(icons: DrawnIcon[]): Buffer {
  const entries = icnsTypes.flatMap(([type, wanted]) => icons.filter(({ size }) => size === wanted).map(({ png }) => block(type, png)));
  return block('icns', Buffer.concat(entries));
}

function block(type: string, content: Buffer): Buffer {
  const header = Buffer.alloc(8);
  header.write(type, 'latin1');
  header.writeUInt32BE(8 + content.length, 4);
  return Buffer.concat([header, content]);
}

/** Kept beside the icons: which drawings they were made from, whatever the ends of their lines. */
export function printOfDrawings(drawings: string[]): string {
  return createHash('sha256').update(drawings.join('').replaceAll('\r\n', '\n')).digest('hex');
}
