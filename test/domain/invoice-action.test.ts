// Which invoices an action on many may change, and which its undoing may put back.
import { describe, expect, it, test } from 'vitest';
import { tally, whyLeft, whyNotUndone, type Standing } from '../../server/domain/invoice-action.ts';
import { factToTakeBack } from '../../server/domain/invoice.ts';
import { factsOf } from '../support/invoice-facts.ts';

const unpaid: Standing = { state: 'unpaid', declared: null, suspension: null, isBeingPaid: false };

describe('an action', () => {
  it.each([
    ['suspend', {}, null], ['suspend', { isBeingPaid: true }, null], ['suspend', { suspension: 'x' }, 'already_suspended'], ['suspend', { state: 'paid' }, 'paid'],
    ['resume', {}, 'not_suspended'], ['resume', { suspension: 'x' }, null], ['resume', { suspension: 'x', state: 'treasury' }, 'treasury'],
    ['withdraw', {}, null], ['withdraw', { suspension: 'x' }, null], ['withdraw', { declared: 'resident' }, null], ['withdraw', { isBeingPaid: true }, 'being_paid'],
    ['withdraw', { declared: 'payfip' }, 'reported'], ['withdraw', { state: 'paid' }, 'paid'], ['withdraw', { state: 'treasury' }, 'treasury'], ['withdraw', { state: 'withdrawn' }, 'withdrawn'],
    ['treasury', {}, null], ['treasury', { isBeingPaid: true }, 'being_paid'], ['treasury', { declared: 'payfip' }, 'reported'], ['treasury', { state: 'withdrawn' }, 'withdrawn'],
  ] as const)('%s of %j: left because %s', (kind, changes, reason) => expect(whyLeft(kind, { ...unpaid, ...changes })).toBe(reason));
});

describe('its undoing', () => {
  const act = (...words: string[]) => factsOf(words).map((fact, index) => ({ ...fact, actionId: index === 1 ? 'a' : null }));
  it.each([
    ['withdraw', 'withdrawn', null, act('published', 'withdrawn'), null],
    ['withdraw', 'withdrawn', null, act('published', 'withdrawn', 'paid_when_withdrawn'), 'paid_since'],
    ['treasury', 'treasury', null, act('published', 'sent_to_treasury'), null],
    ['treasury', 'paid', null, act('published', 'sent_to_treasury', 'settled'), 'paid_since'],
    ['treasury', 'unpaid', null, act('published', 'sent_to_treasury', 'treasury_undone'), 'changed_since'],
    ['suspend', 'unpaid', 'x', act('published', 'suspended'), null],
    ['suspend', 'unpaid', null, act('published', 'suspended', 'resumed'), 'changed_since'],
    ['suspend', 'unpaid', 'x', act('published', 'suspended', 'document_replaced'), 'changed_since'],
    ['resume', 'unpaid', null, act('published', 'resumed'), null],
    ['resume', 'unpaid', 'y', act('published', 'resumed', 'suspended'), 'changed_since'],
    // A clock was put back: what came later stands before.
    ['treasury', 'paid', null, act('settled', 'sent_to_treasury'), 'changed_since'],
    ['withdraw', 'withdrawn', null, act('paid_when_withdrawn', 'withdrawn'), 'paid_since'],
    ['withdraw', 'withdrawn', null, act('paid_when_withdrawn', 'withdrawn', 'report_denied staff 0'), 'changed_since'],
    // Paid a second time, given back, then cancelled.
    ['withdraw', 'withdrawn', null, act('paid_twice payfip', 'withdrawn'), null],
  ] as const)('of %s, the invoice being %s and suspended by %s, after %j: left because %s', (...[kind, state, suspension, events, reason]) => {
    expect(whyNotUndone({ id: 'a', kind }, { state, suspension }, events)).toBe(reason);
  });

  it.each([
    ['withdrawn', ['published', 'withdrawn'], 'withdrawn'], ['withdrawn', ['published', 'withdrawn', 'paid_when_withdrawn'], null],
    ['withdrawn', ['published', 'settled', 'settlement_undone staff 1', 'withdrawn'], 'withdrawn'], ['withdrawn', ['published', 'paid_twice payfip', 'withdrawn'], 'withdrawn'], ['unpaid', ['published', 'withdrawn', 'withdrawal_undone staff 1'], null],
  ] as const)('one by one: %s after %j may be taken back: %s', (state, kinds, what) => {
    expect(factToTakeBack(state, factsOf(kinds))?.kind ?? null).toBe(what);
  });
});

test('reasons are counted, the most frequent first', () => {
  expect(tally(['paid', 'treasury', 'paid'])).toEqual([{ reason: 'paid', count: 2 }, { reason: 'treasury', count: 1 }]);
});
