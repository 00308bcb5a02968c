// Why: the commune chooses a colour; text in that colour stays readable on white and in the dark scheme.

type Rgb = [number, number, number];
const white: Rgb = [255, 255, 255];
const darkGround: Rgb = [20, 24, 29];
const readable = 4.5;

export interface Accent { base: string; strong: string; light: string }

/** `base` and `strong` reach 4.5:1 on white, `light` on the dark ground (#14181d). */
export function accentOf(colour: string): Accent {
  const chosen = toRgb(colour);
  const base = moveUntil(chosen, [0, 0, 0], (each) => contrast(each, white) >= readable);
  const strong = mix(base, [0, 0, 0], 0.25);
  const light = moveUntil(chosen, white, (each) => contrast(each, darkGround) >= readable + 1.5);
  return { base: toHex(base), strong: toHex(strong), light: toHex(light) };
}

/** Contrast ratio of WCAG 2.2, from 1 to 21. */
export function contrast(one: Rgb, other: Rgb): number {
  const [a, b] = [luminance(one), luminance(other)].sort((x, y) => y - x);
  return ((a ?? 0) + 0.05) / ((b ?? 0) + 0.05);
}

function moveUntil(from: Rgb, to: Rgb, isGood: (colour: Rgb) => boolean): Rgb {
  for (let step = 0; step <= 20; step += 1) {
    const moved = mix(from, to, step / 20);
    if (isGood(moved)) return moved;
  }
  return to;
}

const mix = (from: Rgb, to: Rgb, share: number): Rgb => from.map((value, index) => Math.round(value + ((to[index] ?? 0) - value) * share)) as Rgb;

function luminance(colour: Rgb): number {
  const [r, g, b] = colour.map((value) => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
  return 0.2126 * (r ?? 0) + 0.7152 * (g ?? 0) + 0.0722 * (b ?? 0);
}

export const toRgb = (hex: string): Rgb => [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16)) as Rgb;
const toHex = (colour: Rgb) => `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
