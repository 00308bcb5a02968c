// Why: an image is known by its first bytes, never by what its name or its sender says; a drawing that may run a script (SVG) is none.

const starts = (content: Uint8Array, bytes: number[], at = 0) => bytes.every((byte, index) => content[at + index] === byte);
const ascii = (text: string) => [...text].map((letter) => letter.charCodeAt(0));

/** Null for anything but PNG, JPEG and WebP. */
export function imageType(content: Uint8Array): 'image/png' | 'image/jpeg' | 'image/webp' | null {
  if (starts(content, [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])) return 'image/png';
  if (starts(content, [0xff, 0xd8, 0xff])) return 'image/jpeg';
  return starts(content, ascii('RIFF')) && starts(content, ascii('WEBP'), 8) ? 'image/webp' : null;
}
