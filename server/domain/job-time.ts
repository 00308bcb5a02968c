// Why: when a job is to be done again, by a clock that may have slept, or been set forward or back. Pure.

/** No timer waits longer than this: some stand still while the machine sleeps. */
const longestLookMs = 60_000;

/**
 * Milliseconds before looking again; 0: do it now. A clock set back by less than one period does not bring a second time of the same job;
 * by more, the last time was written by a clock that was wrong.
 */
export function waitForJob(lastAt: number | undefined, everyMs: number, now: number): number {
  if (lastAt === undefined) return 0;
  const elapsed = now - lastAt;
  return elapsed >= everyMs || elapsed < -everyMs ? 0 : Math.min(everyMs - elapsed, longestLookMs);
}
