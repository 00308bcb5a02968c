// What is done on its own, with a clock that obeys: neither lost nor done twice when the machine sleeps or its clock is set.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { startJobs, type RunningJobs } from '../../server/jobs/scheduler.ts';

const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];
let running: RunningJobs;

beforeEach(() => void vi.useFakeTimers({ now: Date.UTC(2026, 9, 24, 20) }));
afterEach(async () => {
  void running.stop();
  await vi.advanceTimersByTimeAsync(5_000);
  vi.useRealTimers();
});

function start(everyMs: number, takesMs = 0) {
  const done = { times: 0, atOnce: 0, most: 0 };
  const run = async () => {
    done.times += 1;
    done.most = Math.max(done.most, (done.atOnce += 1));
    await new Promise((resolve) => setTimeout(resolve, takesMs));
    done.atOnce -= 1;
  };
  running = startJobs([{ name: 'essai', everyMs, run }]);
  return done;
}
/** Timers stand still, the clock does not: what a sleep looks like from inside. */
const sleep = (ms: number) => vi.setSystemTime(Date.now() + ms);

it('a nightly job is done once at start, then once a day', async () => {
  const done = start(day);
  await vi.advanceTimersByTimeAsync(minute);
  expect(done.times).toBe(1);
  await vi.advanceTimersByTimeAsync(3 * day);
  expect(done.times).toBe(4);
});

it('a week-end asleep: done once, within the minute that follows, or at once when the machine says that it wakes', async () => {
  const done = start(day);
  await vi.advanceTimersByTimeAsync(hour);
  sleep(2.5 * day);
  await vi.advanceTimersByTimeAsync(minute);
  expect(done.times).toBe(2);
  sleep(2.5 * day);
  running.wake();
  running.wake();
  await vi.advanceTimersByTimeAsync(2 * hour);
  expect(done.times).toBe(3);
});

it('a computer put to sleep each evening still does it each day', async () => {
  const done = start(day);
  for (let days = 0; days < 5; days += 1) {
    await vi.advanceTimersByTimeAsync(8 * hour);
    sleep(16 * hour);
  }
  expect(done.times).toBeGreaterThanOrEqual(5);
  expect(done.times).toBeLessThanOrEqual(6);
});

it('the clock set back an hour brings no second time, set forward an hour loses none', async () => {
  const done = start(day);
  await vi.advanceTimersByTimeAsync(minute);
  vi.setSystemTime(Date.now() - hour);
  await vi.advanceTimersByTimeAsync(24 * hour);
  expect(done.times).toBe(1);
  await vi.advanceTimersByTimeAsync(2 * hour);
  expect(done.times).toBe(2);
  vi.setSystemTime(Date.now() + hour);
  await vi.advanceTimersByTimeAsync(day);
  expect(done.times).toBe(3);
});

it('what comes every two seconds goes on when the clock is set back', async () => {
  const done = start(2_000);
  await vi.advanceTimersByTimeAsync(10_000);
  vi.setSystemTime(Date.now() - day);
  const before = done.times;
  await vi.advanceTimersByTimeAsync(20_000);
  expect(done.times - before).toBeGreaterThanOrEqual(9);
});

it('never runs twice at once, woken or not', async () => {
  const done = start(2_000, 7_000);
  for (let second = 0; second < 60; second += 1) {
    await vi.advanceTimersByTimeAsync(1_000);
    running.wake();
  }
  expect(done.most).toBe(1);
  expect(done.times).toBeGreaterThan(4);
});
