// Why: a server that died starts again by itself, at once when it had been serving, less and less eagerly when it dies as soon as it opens, and not for ever. Pure.

/** The end of one server: when, and for how long the portal had been open; 0 when it never was. */
export interface End { at: number; openMs: number }

/** Open this long, it works: what ended it came from outside, or comes back rarely. */
const soundMs = 1_000;
/** After a sound life, then after one, two… lives in a row that were not. */
const delaysMs = [100, 250, 500, 1_000, 2_000, 5_000, 15_000];
const memoryMs = 10 * 60_000;
/** A server that dies every ten seconds serves nobody. */
const mostEnds = 60;

/** Milliseconds to wait after the last of these ends; `undefined`: starting again is of no use. */
export function restartDelay(ends: End[], now: number): number | undefined {
  const recent = ends.filter(({ at }) => now - at < memoryMs);
  if (recent.length > mostEnds) return undefined;
  const lastSound = recent.findLastIndex(({ openMs }) => openMs >= soundMs);
  return delaysMs[recent.length - 1 - lastSound];
}
