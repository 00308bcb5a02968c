// States of an invoice, life of a session, delays of a mail.
import { describe, expect, it, test } from 'vitest';
import { eventsOfImportedState, factToTakeBack, invoiceDeclaration, invoiceState, isOverdue, unpaidAge } from '../../server/domain/invoice.ts';
import { classifySendingFailure, nextRetryDelay } from '../../server/domain/mail.ts';
import { idleLife, isSessionAlive, sessionLife } from '../../server/domain/session.ts';
import { tokenLife } from '../../server/domain/token.ts';
import { factsOf } from '../support/invoice-facts.ts';

const hour = 3_600_000;

describe('an invoice', () => {
  it.each([
    [[], 'unpaid'], [['published'], 'unpaid'], [['published', 'settled'], 'paid'], [['published', 'sent_to_treasury'], 'treasury'],
    [['published', 'sent_to_treasury', 'settled'], 'paid'], [['published', 'withdrawn'], 'withdrawn'],
    [['published', 'settled', 'settlement_undone'], 'unpaid'], [['published', 'sent_to_treasury', 'settled', 'settlement_undone'], 'treasury'],
    [['published', 'sent_to_treasury', 'treasury_undone'], 'unpaid'], [['published', 'settled', 'settlement_undone', 'settled'], 'paid'], [['published', 'settlement_undone'], 'unpaid'], [['settled', 'published'], 'paid'],
  ] as const)('after %j is %s', (kinds, state) => expect(invoiceState([...kinds])).toBe(state));

  it.each([
    [null, 'not_due'], ['2026-03-01', 'not_due'], ['2026-04-01', 'not_due'], ['2026-02-28', 'under_30'], ['2026-01-31', 'under_30'], ['2026-01-30', 'under_60'], ['2026-01-01', 'under_60'],
    ['2025-12-31', 'under_90'], ['2025-12-02', 'under_90'], ['2025-12-01', 'over_90'], ['2019-01-01', 'over_90'],
  ] as const)('due on %s is %s on 1 March 2026', (dueOn, age) => expect(unpaidAge(dueOn, '2026-03-01')).toBe(age));

  it.each([
    ['unpaid', ['published import'], null], ['treasury', ['published import', 'sent_to_treasury staff'], 'sent_to_treasury'], ['paid', ['published import', 'settled staff'], 'settled'],
    ['paid', ['published import', 'settled payfip'], null], ['paid', ['published import', 'settled url-confirmed'], 'settled'], ['paid', ['published import', 'settled url-confirmed', 'paid_twice payfip'], 'settled'], ['paid', ['published import', 'settled import'], null],
    ['paid', ['published import', 'settled staff', 'paid_twice payfip'], 'settled'], ['paid', ['published import', 'settled payfip', 'paid_twice url-confirmed'], null], ['paid', ['published import', 'settled staff', 'settlement_undone staff 1', 'settled payfip'], null],
    ['withdrawn', ['published import', 'settled staff', 'withdrawn staff'], null],
    ['paid', ['published import', 'settled staff', 'settlement_undone staff 1', 'settled staff'], 'settled'],
    ['paid', ['published import', 'settled url-confirmed', 'paid_twice url-confirmed', 'report_denied staff 2'], 'settled'], ['paid', ['published import', 'settled url-confirmed', 'paid_twice url-confirmed'], 'settled'],
    // In the order of clocks that were put back in between.
    ['paid', ['published import', 'paid_twice payfip', 'settled staff'], 'settled'], ['paid', ['published import', 'settlement_undone staff 3', 'settled payfip', 'settled staff'], null],
    // Said anew once the other settlement was taken back.
    ['paid', ['published import', 'settled staff', 'paid_twice payfip', 'settlement_undone staff 1', 'settled payfip replaces:2'], null],
  ] as const)('%s after %j: staff may take back %s', (state, facts, what) => {
    expect(factToTakeBack(state, factsOf(facts))?.kind ?? null).toBe(what);
  });

  it.each([
    [['published'], false, null], [['declared_by_resident', 'settled', 'settlement_undone'], false, 'resident'],
    [['declared_by_resident', 'undeclared_by_resident'], false, null], [['declared_by_resident', 'declaration_denied'], false, null], [['reported_paid', 'settled', 'settlement_undone'], true, 'payfip'],
  ] as const)('after %j, a report that waits %s: said paid by %s', (kinds, isReported, declared) => expect(invoiceDeclaration([...kinds], isReported)).toBe(declared));

  it.each(['unpaid', 'paid', 'treasury'] as const)('imported as %s has the events of that state', (state) => expect(invoiceState(eventsOfImportedState(state))).toBe(state));

  it.each([
    ['unpaid', '2026-07-09', true], ['unpaid', '2026-07-10', false], ['unpaid', null, false], ['paid', '2020-01-01', false], ['treasury', '2020-01-01', false],
  ] as const)('%s and due on %s, on 10 July: overdue %s', (state, dueOn, overdue) => expect(isOverdue({ state, dueOn }, '2026-07-10')).toBe(overdue));
});

test.each([
  [0, 12 * hour, true], [idleLife - 1, 12 * hour, true], [idleLife, 12 * hour, false], [1_000, 1_000, false], [1_000, 1_001, true],
])('a session seen %i ms ago that may live %i ms is alive: %s', (idle, life, alive) => {
  const now = new Date('2026-07-10T12:00:00Z');
  const seen = new Date(now.getTime() - idle);
  expect(isSessionAlive({ lastSeenAt: seen, expiresAt: new Date(seen.getTime() + life) }, now)).toBe(alive);
});

test('sessions and links live as long as promised', () => {
  expect([sessionLife.resident, sessionLife.agent, sessionLife.remember, idleLife]).toEqual([12 * hour, 12 * hour, 90 * 24 * hour, hour / 2]);
  expect([tokenLife.activation, tokenLife.reset, tokenLife.email_change, tokenLife.email_undo]).toEqual([72 * hour, hour, hour, 72 * hour]);
});

describe('a failed mail', () => {
  it('waits longer each time, and is given up after two days at most', () => {
    const delays = [1, 2, 3, 4, 5, 6, 7, 8].map((attempts) => nextRetryDelay(attempts, 'temporary', 0.5) ?? 0);
    expect(delays.slice(0, 4)).toEqual([1, 5, 15, 60].map((minutes) => minutes * 60_000));
    expect(delays).toEqual([...delays].sort((a, b) => a - b));
    expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeLessThanOrEqual(48 * hour);
    expect(nextRetryDelay(9, 'temporary', 0.5)).toBe(null);
  });

  it('is spread by a fifth at most', () => {
    expect([nextRetryDelay(1, 'temporary', 0), nextRetryDelay(1, 'configuration', 0.999999)]).toEqual([48_000, 72_000]);
  });

  it('is not tried again when refused or when it may have arrived', () => {
    expect([nextRetryDelay(1, 'refused', 0.5), nextRetryDelay(1, 'uncertain', 0.5)]).toEqual([null, null]);
  });

  it.each([
    [{ code: 'EENVELOPE', responseCode: 450, command: 'RCPT TO' }, 'temporary'], [{ code: 'EENVELOPE', responseCode: 550, command: 'RCPT TO' }, 'refused'],
    [{ code: 'EENVELOPE', responseCode: 553, command: 'MAIL FROM' }, 'configuration'], [{ code: 'EENVELOPE', responseCode: 451, command: 'MAIL FROM' }, 'temporary'],
    [{ code: 'EMESSAGE', responseCode: 552, command: 'DATA', isContentSent: true }, 'refused'], [{ code: 'EMESSAGE', responseCode: 452, isContentSent: true }, 'temporary'],
    [{ code: 'EAUTH', responseCode: 535 }, 'configuration'], [{ code: 'ECONNECTION' }, 'temporary'], [{ code: 'ECONNECTION', responseCode: 421 }, 'temporary'],
    [{ code: 'ETIMEDOUT', isContentSent: false }, 'temporary'], [{ code: 'ETIMEDOUT', isContentSent: true }, 'uncertain'], [{ code: 'ECONNECTION', isContentSent: true }, 'uncertain'], [{}, 'temporary'],
  ])('%j is %s', (error, failure) => expect(classifySendingFailure(error)).toBe(failure));
});
