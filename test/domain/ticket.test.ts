// What a ticket mail says, and the most that it may lead to.
import { describe, expect, it } from 'vitest';
import { numbersOfReference, proposeForInvoices, proposeForPayment, readTicketWords, type TicketPayment } from '../../server/domain/ticket.ts';

describe('the words of a ticket', () => {
  it.each([
    ['Montant : 12,50 €', [1_250]], ['1 234,50 € TTC', [123_450]], ['1\u202f234,50 €', [123_450]], ['1.234,50 EUR', [123_450]], ['12.50 euros', [1_250]], ['12 €', []], ['12,5 €', []], ['99,99', []],
    ['10,00 € puis 10,00 € puis 3,00 €', [1_000, 300]], ['0,05 €', [5]],
  ])('%s → %o', (text, cents) => expect(readTicketWords(text).amountsCents).toEqual(cents));

  it('keeps what may be a reference: a digit, four characters at least', () => {
    expect(readTicketWords('Réf. 2021-2-1, AB12CD34 ou facture no 7 de Dupont, 2025-EA-00-123456789.').references).toEqual(['2021-2-1', 'AB12CD34', '2025-EA-00-123456789']);
  });

  it('is bounded, whatever the length of the mail', () => {
    const started = Date.now();
    expect(readTicketWords(Array.from({ length: 20_000 }, (_, at) => `R${at}X 1 1 1,1 `).join(' ')).references).toHaveLength(400);
    expect(Date.now() - started).toBeLessThan(2_000);
  });

  it.each(['9'.repeat(400), '9'.repeat(17), '1234567890'])('%s euros is no amount', (euros) => expect(readTicketWords(`PayFiP, référence AB1234 : ${euros},00 €`)).toMatchObject({ isTicket: false, amountsCents: [] }));

  it('a mail of nothing but figures is read as fast as another', () => {
    expect(readTicketWords(`${'111 '.repeat(200_000)}12,50 €`).amountsCents).toEqual([1_250]);
  });

  it('knows the numbers that a reference of the Treasury stands for', () => {
    expect(numbersOfReference('202600000002000001')).toEqual(['202600000002000001', '2026-2-1']);
    expect(numbersOfReference('2026ea000000123456789').slice(0, 2)).toEqual(['2026ea000000123456789', '2026-EA-00-123456789']);
    expect(numbersOfReference('2026EA000000000456789')).toContain('2026-EA-00-000456789');
    expect(numbersOfReference('2026-EA-00-456789')).toContain('2026-EA-00-000456789');
    expect(numbersOfReference('SIM1234')).toEqual(['SIM1234']);
  });
});

const payment: TicketPayment = { number: 7, state: 'open', interface: 'service', saisie: 'W', amountCents: 1_250 };
it.each<[Partial<TicketPayment>, string]>([
  [{}, 'check'], [{ state: 'expired' }, 'check'], [{ state: 'cancelled' }, 'check'], [{ state: 'paid' }, 'none'], [{ state: 'failed' }, 'none'], [{ state: 'starting' }, 'none'], [{ amountCents: 1_251 }, 'none'],
  [{ state: 'reported' }, 'confirm'], [{ saisie: 'T' }, 'none'], [{ saisie: 'X' }, 'none'],
  [{ interface: 'url', saisie: 'A', state: 'reported' }, 'confirm'], [{ interface: 'url', saisie: 'A' }, 'confirm'], [{ interface: 'url', saisie: 'A', state: 'paid' }, 'none'], [{ interface: 'url', saisie: 'A', state: 'failed' }, 'none'],
])('a ticket of the payment %o proposes « %s »', (changes, action) => expect(proposeForPayment({ ...payment, ...changes }, { amountsCents: [300, 1_250] }).action).toBe(action));

it.each([
  [[{ number: '1', state: 'unpaid', amountCents: 1_250 }], 'settle'], [[{ number: '1', state: 'treasury', amountCents: 1_250 }], 'settle'], [[{ number: '1', state: 'paid', amountCents: 1_250 }], 'none'],
  [[{ number: '1', state: 'unpaid', amountCents: 1 }], 'none'], [[], 'none'], [[{ number: '1', state: 'unpaid', amountCents: 1_250 }, { number: '1', state: 'unpaid', amountCents: 1_250 }], 'none'],
] as const)('a ticket of the invoices %o proposes « %s »', (invoices, action) => expect(proposeForInvoices([...invoices], { amountsCents: [1_250] }).action).toBe(action));
