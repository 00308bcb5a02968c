// Why: updates are looked for at night, once, and a night that was missed is made up for; an installer run over the program is noticed.
import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchProgram } from '../../../electron/updates/replaced-program.ts';
import { isCheckDue, isInstallHour, mayFetchAlone } from '../../../electron/updates/schedule.ts';

const at = (day: number, hour: number, minute = 0) => new Date(2026, 10, day, hour, minute);

describe('isCheckDue: this computer’s minute is 3:30, or 20:05', () => {
  it.each<[string, Date | null, Date, number, boolean]>([
    ['never looked', null, at(24, 12), 450, true],
    ['looked last night, at noon', at(24, 3, 31), at(24, 12), 450, false],
    ['looked last night, in the evening', at(24, 3, 31), at(24, 23), 450, false],
    ['before its minute', at(24, 3, 31), at(25, 3, 29), 450, false],
    ['at its minute', at(24, 3, 31), at(25, 3, 30), 450, true],
    ['off all night, on at eight', at(24, 3, 31), at(25, 8), 450, true],
    ['asleep for a month', at(1, 3), at(30, 9), 450, true],
    ['looked by hand at noon: still at night', at(24, 12), at(25, 3, 30), 450, true],
    ['in the evening of the same day', at(24, 3), at(24, 20, 5), 5, true],
    ['in the evening, done', at(24, 20, 5), at(25, 19), 5, false],
    ['the clock was a year ahead', new Date(2027, 10, 24), at(24, 12), 450, true],
  ])('%s', (...[, checkedAt, now, minuteOfNight, isDue]) => expect(isCheckDue({ checkedAt, triedAt: null, now, minuteOfNight })).toBe(isDue));

  it('waits half an hour after a failure', () => {
    const due = (now: Date) => isCheckDue({ checkedAt: null, triedAt: at(25, 8), now, minuteOfNight: 5 });
    expect([due(at(25, 8, 29)), due(at(25, 8, 30)), due(at(24, 8))]).toEqual([false, true, true]);
  });

  it('keeps its minute on the nights when the hour changes', () => {
    for (const [month, day] of [[2, 29], [9, 25]] as const) {
      expect(isCheckDue({ checkedAt: new Date(2026, month, day - 1, 4), triedAt: null, now: new Date(2026, month, day, 8), minuteOfNight: 450 })).toBe(true);
      expect(isCheckDue({ checkedAt: new Date(2026, month, day, 7), triedAt: null, now: new Date(2026, month, day, 19, 59), minuteOfNight: 450 })).toBe(false);
    }
  });
});

it.each([[1, 59, false], [2, 0, true], [4, 59, true], [5, 0, false], [14, 0, false]])('at %i:%i an update that was chosen for the night installs: %s', (hour, minute, isIt) => expect(isInstallHour(at(25, hour, minute))).toBe(isIt));

it('is quiet outside office hours', () => {
  expect(Array.from({ length: 24 }, (_, hour) => hour).filter((hour) => !mayFetchAlone(null, at(25, hour, 30)))).toEqual([8, 9, 10, 11, 14, 15, 16, 17]);
});

describe('watchProgram', () => {
  afterEach(() => void vi.useRealTimers());

  it('tells once that the program was replaced, not while its installer is at work', () => {
    vi.useFakeTimers();
    const folder = mkdtempSync(join(tmpdir(), 'portail-programme-'));
    const program = join(folder, 'portail');
    writeFileSync(program, 'version 1.0.0');
    let told = 0;
    watchProgram(program, () => { told += 1; });
    vi.advanceTimersByTime(600_000);
    rmSync(program);
    vi.advanceTimersByTime(60_000);
    expect(told).toBe(0);
    writeFileSync(`${program}.new`, 'version 1.1.0');
    renameSync(`${program}.new`, program);
    vi.advanceTimersByTime(600_000);
    rmSync(folder, { recursive: true });
    expect(told).toBe(1);
  });
});
