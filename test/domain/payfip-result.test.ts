// Checks what PayFiP's answers mean: the table of payfip.md §3.8 and §3.9.
import { describe, expect, it } from 'vitest';
import { compareResult, decideOutcome, isProduction, mergeOutcome, nextPollDelay, parseTransactionTime, type Answer, type Outcome, type PaymentResult } from '../../server/domain/payfip-result.ts';

const minute = 60_000;
const hour = 60 * minute;
const result = (resultrans: string): Answer => ({ kind: 'result', resultrans });
const fault = (code: string): Answer => ({ kind: 'fault', code });

describe('decideOutcome', () => {
  it.each<[string, Answer, [Outcome, Outcome]]>([
    ['P', result('P'), ['paid', 'paid']],
    ['fault 1: V', result('V'), ['paid', 'paid']],
    ['Z', result('Z'), ['refused', 'refused']],
    ['fault 3: A', result('A'), ['waiting', 'cancelled']],
    ['fault 3: R', result('R'), ['waiting', 'refused']],
    ['fault 2: P5', fault('P5'), ['waiting', 'expired-but-watched']],
    ['fault 2: P1', fault('P1'), ['waiting', 'gone']],
    ['an outage', { kind: 'outage' }, ['unknown', 'unknown']],
    ['another fault', fault('T2'), ['unknown', 'unknown']],
    ['another letter', result('W'), ['unknown', 'unknown']],
    ['no letter', result(''), ['unknown', 'unknown']],
  ])('%s', (_, answer, [whileLive, afterwards]) => {
    expect(decideOutcome({ answer, ageMs: 0 })).toBe(whileLive);
    expect(decideOutcome({ answer, ageMs: 20 * minute - 1 })).toBe(whileLive);
    expect(decideOutcome({ answer, ageMs: 20 * minute })).toBe(afterwards);
    expect(decideOutcome({ answer, ageMs: 48 * hour })).toBe(afterwards);
  });
});

const outcomes: Outcome[] = ['paid', 'refused', 'cancelled', 'waiting', 'expired-but-watched', 'gone', 'unknown'];

describe('mergeOutcome', () => {
  it('fault 4: a late payment wins over everything, and is never lost', () => {
    for (const other of outcomes) {
      expect(mergeOutcome(other, 'paid')).toBe('paid');
      expect(mergeOutcome('paid', other)).toBe('paid');
    }
  });
  it('an outage changes nothing, and a purge does not erase a refusal', () => {
    for (const known of outcomes) expect(mergeOutcome(known, 'unknown')).toBe(known);
    expect(mergeOutcome('refused', 'gone')).toBe('refused');
    expect(mergeOutcome('expired-but-watched', 'cancelled')).toBe('cancelled');
    expect(mergeOutcome('expired-but-watched', 'waiting')).toBe('expired-but-watched');
  });
});

describe('nextPollDelay', () => {
  it.each<[Outcome, number, number | null]>([
    ['waiting', 0, minute], ['waiting', minute, 4 * minute], ['waiting', 5 * minute, 10 * minute], ['waiting', 15 * minute, 7 * minute],
    ['expired-but-watched', 30 * minute, 10 * minute], ['expired-but-watched', 3 * hour, hour], ['expired-but-watched', 7 * 24 * hour, null],
    ['unknown', 0, 30 * minute], ['unknown', 3 * hour, 30 * minute], ['unknown', 7 * 24 * hour, null],
    ['cancelled', 21 * minute, minute], ['refused', 5 * hour, hour], ['refused', 24 * hour, null],
    ['paid', 0, null], ['gone', hour, null],
  ])('fault 5: %s at %s ms → %s', (outcome, ageMs, delay) => expect(nextPollDelay({ outcome, ageMs })).toBe(delay));

  it('finds a payment made in the first hour within ten minutes, without any notification', () => {
    for (let age = 0; age < hour;) {
      const delay = nextPollDelay({ outcome: 'waiting', ageMs: age }) ?? Infinity;
      expect(delay).toBeLessThanOrEqual(10 * minute);
      age += delay;
    }
  });
});

describe('compareResult', () => {
  const attempt = { numcli: '006270', refdet: 'F2026001ABCDEF', montant: 1_250, saisie: 'W' };
  const found: PaymentResult = { ...attempt, montant: '1250', exer: '2026', objet: '', mel: '', resultrans: 'P', numauto: '', dattrans: '', heurtrans: '' };
  it('accepts its own', () => expect(compareResult(found, attempt)).toEqual([]));
  it.each<[string, Partial<PaymentResult>, string[]]>([
    ['fault 10: a lower amount', { montant: '125' }, ['montant']], ['an amount in euros', { montant: '12.50' }, ['montant']], ['no amount', { montant: '' }, ['montant']],
    ['an amount written otherwise', { montant: '0x4e2' }, ['montant']], ['another commune', { numcli: '006271' }, ['numcli']], ['a number without its zeros', { numcli: '6270' }, ['numcli']],
    ['another reference', { refdet: 'F2026001ABCDEG' }, ['refdet']], ['a test', { saisie: 'T' }, ['saisie']], ['an activation', { saisie: 'X' }, ['saisie']],
    ['nothing at all', { numcli: '', refdet: '', montant: '', saisie: '' }, ['numcli', 'refdet', 'montant', 'saisie']],
  ])('%s', (_, change, differences) => expect(compareResult({ ...found, ...change }, attempt)).toEqual(differences));
  it('knows the letters of production', () => expect(['W', 'A', 'M', 'T', 'X', ''].map(isProduction)).toEqual([true, true, true, false, false, false]));
});

describe('fault 18: parseTransactionTime', () => {
  it.each([
    ['03122026', '0905', '2026-12-03T08:05:00.000Z'], ['03072026', '0905', '2026-07-03T07:05:00.000Z'], ['01012026', '0000', '2025-12-31T23:00:00.000Z'],
    ['29032026', '0159', '2026-03-29T00:59:00.000Z'], ['29032026', '0300', '2026-03-29T01:00:00.000Z'], ['25102026', '0230', '2026-10-25T00:30:00.000Z'],
    ['29022028', '2359', '2028-02-29T22:59:00.000Z'],
  ])('%s %s is %s', (dattrans, heurtrans, instant) => expect(parseTransactionTime(dattrans, heurtrans)?.toISOString()).toBe(instant));
  it.each([
    ['', ''], ['31022026', '0900'], ['29032026', '0230'], ['03122026', '2400'], ['03122026', '0960'], ['20261203', '0905'], ['3122026', '905'],
  ])('refuses « %s %s »', (dattrans, heurtrans) => expect(parseTransactionTime(dattrans, heurtrans)).toBeNull());
});
