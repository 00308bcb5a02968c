// The states of an attempt, how long it keeps its invoices, and when PayFiP is asked again.
import { describe, expect, it } from 'vitest';
import { paymentStates, type PaymentState } from '../../server/contract/states.ts';
import {
  ageOf, heardIn, isDecided, isOpenable, isSilenceStopping, isWorthAsking, liveUntil, longestPlanMs, meansOf, minutesUntil, nextCheckAt, nextPaymentState, resumeWatch, saisieOf, vainNotice, type PaymentEvent, type Watch,
} from '../../server/domain/payment.ts';
import { mergeOutcome, type Outcome } from '../../server/domain/payfip-result.ts';

const events: PaymentEvent[] = ['paid', 'refused', 'cancelled', 'expired-but-watched', 'gone', 'created', 'not_created', 'reported', 'confirmed', 'stopped', 'unconfirmed'];
const [minute, hour, day] = [60_000, 3_600_000, 86_400_000];

describe('nextPaymentState', () => {
  it('paid is never left, unless staff were wrong to confirm it', () => expect(events.map((event) => nextPaymentState('paid', event))).toEqual(events.map((event) => (event === 'unconfirmed' ? 'stopped' : null))));
  it('nobody was ever sent to pay what has failed', () => expect(events.map((event) => nextPaymentState('failed', event))).toEqual(events.map(() => null)));
  it.each(['open', 'expired', 'refused', 'cancelled', 'gone', 'reported', 'stopped'] as const)('a late payment wins over %s', (state) => {
    expect(nextPaymentState(state, 'paid')).toBe('paid');
    expect(nextPaymentState(state, 'confirmed')).toBe('paid');
  });
  it('an unsigned result never makes anything paid', () => {
    for (const state of paymentStates) expect(['reported', null]).toContain(nextPaymentState(state, 'reported'));
  });
  it.each<[PaymentState, Outcome]>([['expired', 'expired-but-watched'], ['refused', 'refused'], ['cancelled', 'cancelled'], ['gone', 'gone'], ['open', 'waiting']])('from %s it agrees with what outweighs what', (state, known) => {
    const stateOf: Partial<Record<Outcome, PaymentState>> = { paid: 'paid', refused: 'refused', cancelled: 'cancelled', 'expired-but-watched': 'expired', gone: 'gone' };
    for (const found of ['paid', 'refused', 'cancelled', 'expired-but-watched', 'gone'] as const) {
      expect([found, nextPaymentState(state, found) ?? state]).toEqual([found, stateOf[mergeOutcome(known, found)] ?? state]);
    }
  });
  it('an attempt that is being opened is opened, or fails', () => {
    expect(events.map((event) => nextPaymentState('starting', event)).filter(Boolean)).toEqual(['open', 'failed']);
  });
  it('what keeps its invoices is what may still be paid', () => expect(paymentStates.filter((state) => !isDecided(state))).toEqual(['starting', 'open', 'expired', 'stopped']));
});

describe('times', () => {
  const born = new Date('2026-12-03T11:00:00Z');
  const at = (ms: number) => new Date(born.getTime() + ms);
  it('a reservation lasts the régie’s wait, and never less than PayFiP keeps the operation open', () => {
    expect([5, 20, 120].map((wait) => liveUntil(born, wait).getTime() - born.getTime())).toEqual([20 * minute, 20 * minute, 120 * minute]);
  });
  it('a clock put back does not make an attempt unborn', () => expect([ageOf({ createdAt: born }, at(-day)), ageOf({ createdAt: born }, at(hour))]).toEqual([0, hour]));
  it('counts the minutes to wait, one at least', () => expect([-1, 0, 1, minute, minute + 1].map((ms) => minutesUntil(at(ms), born))).toEqual([1, 1, 1, 1, 2]));
  it('asks again soon, then every hour; silence is asked for a year', () => {
    expect(nextCheckAt('waiting', { createdAt: born }, born)).toEqual(at(minute));
    expect(nextCheckAt('unknown', { createdAt: born }, at(hour))).toEqual(at(hour + 30 * minute));
    expect(nextCheckAt('unknown', { createdAt: born }, at(8 * day))).toEqual(at(9 * day));
    expect([nextCheckAt('unknown', { createdAt: born }, at(366 * day)), nextCheckAt('paid', { createdAt: born }, born), nextCheckAt('gone', { createdAt: born }, born), nextCheckAt('expired-but-watched', { createdAt: born }, at(8 * day))]).toEqual([null, null, null, null]);
  });
  it('plans nothing further than a day, so that a date beyond is a clock’s fault', () => {
    for (const outcome of ['waiting', 'expired-but-watched', 'refused', 'cancelled', 'unknown'] as const) {
      for (let age = 0; age < 20 * day; age += 7 * hour) expect((nextCheckAt(outcome, { createdAt: born }, at(age)) ?? at(age)).getTime() - at(age).getTime()).toBeLessThan(longestPlanMs);
    }
  });
});

describe('what may be done about an attempt', () => {
  const born = new Date('2026-12-03T11:00:00Z');
  const at = (ms: number) => new Date(born.getTime() + ms);
  it.each([
    ['just opened', {}, 0, true], ['at the last moment', {}, 15 * minute - 1, true], ['fifteen minutes later', {}, 15 * minute, false],
    ['a page that was seen', { lastCode: 'A' }, minute, false], ['not opened yet', { state: 'starting' }, minute, false], ['stopped by staff', { state: 'stopped' }, minute, false],
  ] as const)('the page of %s may be opened, or not', (...[, changes, ms, isOpen]) => expect(isOpenable({ state: 'open', createdAt: born, lastCode: null, ...changes }, at(ms))).toBe(isOpen));

  it.each([
    ['young', {}, hour, true, true], ['silent for nearly a week', {}, 7 * day - 1, true, true], ['silent for a week, asked this morning', { nextCheckAt: at(8 * day) }, 7 * day, false, false],
    ['silent for a week, to be asked now', { nextCheckAt: at(7 * day) }, 7 * day, false, true], ['eight days old, of which nobody watched two', { watchedFrom: at(2 * day) }, 8 * day, true, true],
  ] as const)('an attempt %s: its silence stops others, it is worth asking about', (...[, changes, ms, isStopping, isWorth]) => {
    const attempt = { createdAt: born, nextCheckAt: at(30 * day), ...changes };
    expect([isSilenceStopping(attempt, at(ms)), isWorthAsking(attempt, at(ms))]).toEqual([isStopping, isWorth]);
  });

  it.each([
    ['a result', 'result', { kind: 'result', resultrans: 'P' }], ['a letter that nobody knows', 'result', { kind: 'result', resultrans: 'Q' }], ['nothing yet', 'nothing', { kind: 'fault', code: 'P5' }], ['nothing any more', 'nothing', { kind: 'fault', code: 'P1' }],
    ['a fault that nobody knows', 'silence', { kind: 'fault', code: 'X9' }], ['an outage', 'silence', { kind: 'outage' }],
  ] as const)('in %s, « %s » is heard', (_, heard, answer) => expect(heardIn(answer)).toBe(heard));

  it.each([
    ['nothing', null, 'nothing'], ['result', null, null], ['silence', null, null], ['unasked', null, null],
    ['unasked', { settledAt: at(-minute), isNotified: false }, null], ['unasked', { settledAt: at(-day), isNotified: false }, null], ['unasked', { settledAt: at(-day - 1), isNotified: false }, 'paid'],
    ['unasked', { settledAt: at(-minute), isNotified: true }, 'paid'], ['unasked', { settledAt: null, isNotified: false }, null],
  ] as const)('a notification after which « %s », of a payment %o, was in vain: %s', (heard, paid, why) => expect(vainNotice(heard, paid, born)).toBe(why));
});

describe('resumeWatch', () => {
  const born = new Date('2026-12-03T11:00:00Z');
  const at = (ms: number) => new Date(born.getTime() + ms);
  const attempt: Watch = { createdAt: born, checkedAt: at(5 * minute), liveUntil: at(20 * minute), nextCheckAt: at(15 * minute) };
  it.each<[string, Partial<Watch>, number]>([
    ['in time', {}, 15 * minute], ['a busy machine', {}, 2 * hour + 15 * minute], ['before its time', {}, minute], ['a clock put back', {}, -30 * day],
    ['nothing more to learn', { nextCheckAt: null }, 30 * day],
  ])('%s: nothing was lost', (...[, changes, ms]) => expect(resumeWatch({ ...attempt, ...changes }, at(ms))).toBeNull());
  it.each<[string, Partial<Watch>, number, { age: number; wait: number; next: number }]>([
    ['a week-end asleep', {}, 2.5 * day, { age: 5 * minute, wait: 15 * minute, next: 0 }],
    ['a clock put forward by a month', {}, 30 * day, { age: 5 * minute, wait: 15 * minute, next: 0 }],
    ['never looked at yet', { checkedAt: null, nextCheckAt: at(minute) }, 9 * day, { age: 0, wait: 20 * minute, next: 0 }],
    ['a second time', { watchedFrom: at(3 * day), checkedAt: at(3 * day + minute), nextCheckAt: at(3 * day + 5 * minute), liveUntil: at(3 * day + 20 * minute) }, 10 * day, { age: minute, wait: 19 * minute, next: 0 }],
    ['expired long ago', { checkedAt: at(5 * hour), nextCheckAt: at(6 * hour) }, 2 * day, { age: 5 * hour, wait: 20 * minute - 5 * hour, next: 0 }],
    ['a look from a later time', { checkedAt: at(90 * day) }, 9 * day, { age: 9 * day, wait: 20 * minute - 9 * day, next: 0 }],
  ])('%s: it goes on where it was left', (...[, changes, ms, { age, wait, next }]) => {
    const resumed = resumeWatch({ ...attempt, ...changes }, at(ms))!;
    expect([ageOf({ createdAt: born, ...resumed }, at(ms)), resumed.liveUntil.getTime() - at(ms).getTime(), resumed.nextCheckAt.getTime() - at(ms).getTime()]).toEqual([age, wait, next]);
    expect(resumeWatch({ ...attempt, ...changes, ...resumed }, at(ms))).toBeNull();
  });
  it('its age and its next check count from there', () => {
    const resumed = { createdAt: born, watchedFrom: at(9 * day) };
    expect([ageOf(resumed, at(9 * day + minute)), nextCheckAt('waiting', resumed, at(9 * day + minute))]).toEqual([minute, at(9 * day + 5 * minute)]);
  });
});

it.each([['P', 'card'], ['R', 'card'], ['V', 'debit'], ['Z', 'debit'], ['A', null], ['', null], [null, null]] as const)('the means of %s is %s', (letter, means) => expect(meansOf(letter)).toBe(means));

it('fault 25: each interface has its own letters', () => {
  expect((['closed', 'test', 'activation', 'production'] as const).map((stage) => [saisieOf(stage, 'service'), saisieOf(stage, 'url')])).toEqual([[null, null], ['T', 'T'], ['X', 'X'], ['W', 'A']]);
});
