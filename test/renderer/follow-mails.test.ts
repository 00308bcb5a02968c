// The mails of an announcement are followed as long as somebody may see it.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { effectScope, nextTick, shallowRef, type EffectScope } from 'vue';
import { followMails } from '../../renderer/follow-mails.ts';
import { session } from '../../renderer/session.ts';
import type { ImportDto } from '../../server/contract/schemas.ts';

const withLeft = (announcementsLeft: number) => ({ announcementsLeft }) as ImportDto;
const batch = shallowRef<ImportDto>();
let scope: EffectScope;
let answers: (() => Promise<ImportDto>)[];
let asked: number;
beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('document', { hidden: false });
  [asked, answers, session.isLocked, batch.value] = [0, [], false, withLeft(3)];
  scope = effectScope();
  scope.run(() => followMails(batch, () => {
    asked += 1;
    return answers.shift()?.() ?? Promise.resolve(withLeft(2));
  }));
});
afterEach(() => {
  scope.stop();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('until the last has left, whatever the server answers meanwhile', async () => {
  answers = [() => Promise.resolve(withLeft(1)), () => Promise.reject(new Error('away')), () => Promise.resolve(withLeft(0))];
  await vi.advanceTimersByTimeAsync(2_000);
  expect(batch.value?.announcementsLeft).toBe(1);
  await vi.advanceTimersByTimeAsync(60_000);
  expect([batch.value?.announcementsLeft, asked]).toEqual([0, 3]);
});

it('less and less often', async () => {
  await vi.advanceTimersByTimeAsync(3_600_000);
  expect(asked).toBeGreaterThan(100);
  expect(asked).toBeLessThan(130);
});

it('not while the window is locked or hidden', async () => {
  session.isLocked = true;
  await vi.advanceTimersByTimeAsync(60_000);
  session.isLocked = false;
  vi.stubGlobal('document', { hidden: true });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(0);
  vi.stubGlobal('document', { hidden: false });
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBeGreaterThan(0);
});

it('never once the screen is left, not even by an answer that was on its way', async () => {
  let answer: (fresh: ImportDto) => void = () => undefined;
  answers = [() => new Promise((resolve) => { answer = resolve; })];
  await vi.advanceTimersByTimeAsync(2_000);
  scope.stop();
  answer(withLeft(1));
  await vi.advanceTimersByTimeAsync(60_000);
  expect([batch.value?.announcementsLeft, asked]).toEqual([3, 1]);
});

it('and again when more are told; what was done meanwhile is not overwritten', async () => {
  batch.value = withLeft(0);
  await nextTick();
  await vi.advanceTimersByTimeAsync(60_000);
  expect(asked).toBe(0);
  batch.value = withLeft(5);
  await nextTick();
  answers = [async () => {
    batch.value = withLeft(9);
    return withLeft(4);
  }];
  await vi.advanceTimersByTimeAsync(2_000);
  expect([batch.value?.announcementsLeft, asked]).toEqual([9, 1]);
});
