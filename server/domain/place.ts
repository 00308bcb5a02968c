// Why: from where something was done, short enough for a journal: the address block and the program, never the whole of what the browser says.
import { addressBlock } from './client-address.ts';

export const ownWindow = 'fenêtre du portail';
/** In this order: each of these calls itself by the names that follow. */
const programs: [RegExp, string][] = [
  [/Electron\//, ownWindow], [/Edg(e|A|iOS)?\//, 'Edge'], [/Firefox\/|FxiOS\//, 'Firefox'], [/Chrome\/|CriOS\//, 'Chrome'], [/Safari\//, 'Safari'],
];
const systems: [RegExp, string][] = [[/Windows/, 'Windows'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Mac OS X|Macintosh/, 'macOS'], [/Linux|X11/, 'Linux']];
const ownAddresses = ['127.0.0.1', '::1', '::ffff:127.0.0.1'];

const nameIn = (names: [RegExp, string][], text: string) => names.find(([sign]) => sign.test(text))?.[1];

/** « ce poste, fenêtre du portail, Windows », « 203.0.113.7, Firefox, Android ». */
export function placeOf(address: string, userAgent: string): string {
  const from = ownAddresses.includes(address) ? 'ce poste' : addressBlock(address);
  return [from, nameIn(programs, userAgent), nameIn(systems, userAgent)].filter(Boolean).join(', ');
}
