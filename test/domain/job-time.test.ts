// When a job comes again, whatever the clock did.
import { expect, it } from 'vitest';
import { waitForJob } from '../../server/domain/job-time.ts';

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, 86_400_000];
const last = Date.UTC(2026, 9, 25, 0, 30);

it.each([
  ['never done', undefined, day, last, 0],
  ['just done', last, 2 * second, last, 2 * second],
  ['half way', last, 2 * second, last + 1_500, 500],
  ['its time has come', last, 2 * second, last + 2_000, 0],
  ['far away: looked at every minute, for a timer may sleep', last, day, last + hour, minute],
  ['the last seconds', last, day, last + day - 5 * second, 5 * second],
  ['a week-end off', last, day, last + 3 * day, 0],
  ['the clock set back an hour: not a second time', last, day, last - hour, minute],
  ['the clock set back an hour, for what comes every two seconds', last, 2 * second, last - hour, 0],
  ['the last time was written by a clock a year ahead', last, day, last - 365 * day, 0],
])('%s', (...[, lastAt, everyMs, now, wait]) => expect(waitForJob(lastAt, everyMs, now)).toBe(wait));
