// Why: which of the four usual browsers is asking, to give it its own instructions first. Nothing depends on it.
import type { BrowserName } from './views.ts';

/** In this order: Edge and Chrome call themselves Safari too. */
const signs: [RegExp, BrowserName][] = [[/Edg(e|A|iOS)?\//, 'Edge'], [/Firefox\/|FxiOS\//, 'Firefox'], [/Chrome\/|CriOS\//, 'Chrome'], [/Safari\//, 'Safari']];

export function browserOf(userAgent: string): BrowserName | null {
  return signs.find(([sign]) => sign.test(userAgent))?.[1] ?? null;
}
