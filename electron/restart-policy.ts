// Why: a server that crashed starts again by itself, less and less eagerly, and not for ever.

const delaysMs = [500, 1_500, 4_000, 12_000, 30_000];
const memoryMs = 10 * 60_000;

/** Milliseconds to wait after the last of these crashes; `undefined` when there were too many in ten minutes. */
export function restartDelay(crashesAt: number[], now: number): number | undefined {
  const recent = crashesAt.filter((crashedAt) => now - crashedAt < memoryMs).length;
  return delaysMs[Math.max(recent, 1) - 1];
}
