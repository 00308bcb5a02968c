// Why this file exists: the demonstration must be the same, byte for byte, every time it is generated.
// Each thing draws from its own stream, named by its key, so that adding a payer does not change the others.

export interface SeededRandom {
  /** A whole number between both bounds, included. */
  int(min: number, max: number): number;
  /** True `percent` times out of a hundred. */
  chance(percent: number): boolean;
}

/** The stream of one key: the same key always gives the same numbers. */
export function seededRandom(key: string): SeededRandom {
  let state = hashOf(key);
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    int: (min, max) => min + Math.floor(next() * (max - min + 1)),
    chance: (percent) => next() * 100 < percent,
  };
}

/** FNV-1a, 32 bits. */
function hashOf(key: string): number {
  let hash = 0x811c9dc5;
  for (const character of key) hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193);
  return hash | 0;
}
