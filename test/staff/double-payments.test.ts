// An invoice paid twice, and one of the two a mistake, as the town hall's window reads it.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { afterMistake, doubleOf } from '../../renderer/confirmation.ts';
import type { PaymentDetailDto } from '../../server/contract/schemas.ts';
import type { EndpointOutput } from '../../server/contract/staff-api.ts';
import { formatEuros } from '../../server/contract/format.ts';
import type { Invoice } from '../../server/models/index.ts';
import { plainSpaces } from '../support/french.ts';
import { decide, newHousehold, openFirstRegie, pay, startPayingTown, type PayingTown } from '../support/paid.ts';

let town: PayingTown;
beforeAll(async () => {
  town = await startPayingTown();
  await openFirstRegie();
});
afterAll(() => town.stop());

type InvoiceDetail = EndpointOutput<'invoices.read'>;

/** Paid at the desk by mistake, then on line, as PayFiP proves. */
async function paidTwice(number: string) {
  const household = await newHousehold(town, [number]);
  const [{ id: invoiceId, amountCents }] = household.invoices as [Invoice];
  const payment = await pay(household);
  await town.staff.call('invoices.settle', { invoiceId, method: 'cash', paidOn: '2026-07-14' });
  await decide(town, payment, 'P');
  const paymentId = payment.id;
  expect((await town.staff.call<PaymentDetailDto>('payments.check', { paymentId })).payment.toSort).toBe('paid_twice');
  const readInvoice = () => town.staff.call<InvoiceDetail>('invoices.read', { invoiceId });
  const undoDesk = async () => town.staff.call<{ state: string }>('invoices.takeBack', { invoiceId, factId: (await readInvoice()).mayTakeBack!.factId, reason: 'Autre famille' });
  return { paymentId, invoiceId, amountCents, readInvoice, undoDesk, readPayment: () => town.staff.call<PaymentDetailDto>('payments.read', { paymentId }) };
}

test('the settlement at the desk taken back, the invoice is said to stay paid', async () => {
  const { undoDesk, readPayment } = await paidTwice('2026-2001');
  expect(await undoDesk()).toEqual({ state: 'paid' });
  expect(await readPayment()).toMatchObject({ payment: { toSort: null }, dueAgain: [], lines: [{ outcome: 'settled', state: 'paid' }] });
  const line = (number: string, state: 'paid' | 'unpaid' | 'treasury') => ({ number, state });
  expect([afterMistake([line('1', 'unpaid')]), afterMistake([line('1', 'paid'), line('2', 'treasury')]), afterMistake([line('1', 'paid'), line('2', 'paid')])].map(plainSpaces)).toEqual([
    '', 'La facture 1 reste réglée par un autre règlement. En trésorerie de nouveau : 2. Prévenez-la.', 'Les factures 1, 2 restent réglées par un autre règlement.',
  ]);
});

test('given back before, it is asked about again with what was said of it, and the invoice waits', async () => {
  const { paymentId, invoiceId, amountCents, readInvoice, undoDesk, readPayment } = await paidTwice('2026-2002');
  await town.staff.call('payments.sort', { paymentId, invoiceIds: [], settledNumbers: [], note: 'Remboursé par mandat n° 12' });
  expect(await undoDesk()).toEqual({ state: 'unpaid' });
  const [{ invoice, whyNotWithdrawn, isSettlementAsked }, detail] = [await readInvoice(), await readPayment()];
  expect([invoice.declared, isSettlementAsked, whyNotWithdrawn, detail.dueAgain]).toEqual(['payfip', true, 'reported', [{ id: invoiceId, number: '2026-2002', amountCents }]]);
  expect(plainSpaces(doubleOf(detail).problem)).toBe(`La facture 2026-2002 (${plainSpaces(formatEuros(amountCents))}) est de nouveau à régler, alors que ce paiement a été reçu pour elle. Si vous n’avez pas rendu l’argent, dites qu’il la règle ; sinon, dites de nouveau ce que vous en avez fait. Il en avait été dit : « Remboursé par mandat n° 12 ». D’ici là, personne ne peut la payer en ligne.`);
  expect(detail.journal.map(({ action }) => action)).toEqual(['payment_settled', 'payment_checked', 'payment_sorted', 'payment_asked_again']);
  for (let turn = 0; turn < 2; turn += 1) expect(await town.staff.call('payments.settle', { paymentId, invoiceIds: [invoiceId] })).toMatchObject({ payment: { toSort: null }, dueAgain: [] });
  expect((await readInvoice()).invoice).toMatchObject({ state: 'paid', declared: null });
});
