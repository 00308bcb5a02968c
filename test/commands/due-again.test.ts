// A payment received twice and dealt with, whose invoice nothing settles any more: nobody pays it nor claims it before an agent has said what counts.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { actOnInvoices } from '../../server/commands/act-on-invoices.ts';
import { cancelPayment } from '../../server/commands/cancel-payment.ts';
import { confirmPayment } from '../../server/commands/confirm-payment.ts';
import { declarePaid } from '../../server/commands/declare-paid.ts';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { reportUrlResult } from '../../server/commands/report-url-result.ts';
import { settleByHand } from '../../server/commands/settle-by-hand.ts';
import { settleFromDouble } from '../../server/commands/settle-from-double.ts';
import { sortPayment } from '../../server/commands/sort-payment.ts';
import { takeBack, takeBackConfirmation } from '../../server/commands/take-back.ts';
import { undoInvoiceAction } from '../../server/commands/undo-invoice-action.ts';
import { weighInvoices } from '../../server/commands/weigh-invoices.ts';
import { newId } from '../../server/crypto/tokens.ts';
import { sql } from '../../server/db/migrations/0015-asked-lines.ts';
import { dayInFrance } from '../../server/domain/days.ts';
import { AuditEntry, Invoice, InvoiceEvent, PaymentLine, type Payment } from '../../server/models/index.ts';
import { rewrite } from '../support/database-state.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { hour, minute } from '../support/payfip.ts';
import { askedAbout, openRegie, openScene, standing, type Scene } from '../support/payments.ts';
import { openByAddress, resultOf } from '../support/url-attempt.ts';

let scene: Scene;
let invoiceId: string;
beforeEach(async () => {
  scene = await openScene();
  invoiceId = scene.family.invoices[0]!.id;
  await openRegie({ numcli: '008112', interface: 'url', waitMinutes: 120 });
});
afterEach(() => scene.close());

const idOf = (rank: number) => scene.family.invoices[rank]!.id;
const agent = () => ({ actor: 'agent:1', now: scene.now() });
const desk = (method: 'cash' | 'cheque', id = invoiceId) => settleByHand({ invoiceId: id, method, paidOn: '2026-12-02', ...agent() });
const undoDesk = async (id = invoiceId) => takeBack({ invoiceId: id, factId: await seenFact(id), reason: 'Erreur de guichet', ...agent() });
const declared = async () => (await Invoice.findByPk(invoiceId, { rejectOnEmpty: true })).declared;
const sort = async (payment: Payment) => sortPayment({ ...(await askedAbout(payment)), note: 'Remboursé par mandat n° 12', ...agent() });
const settle = (payment: Payment, ...ranks: number[]) => settleFromDouble({ paymentId: payment.id, invoiceIds: (ranks.length > 0 ? ranks : [0]).map(idOf), ...agent() });
const asked = () => AuditEntry.count({ where: { action: 'payment_asked_again' } });

/** Paid at the desk by mistake, then on line; the second payment is given back, then the desk is corrected. */
async function dueAgain(): Promise<Payment> {
  const { payment } = await openByAddress(scene, 0);
  await desk('cash');
  await confirmPayment({ paymentId: payment.id, ...agent() });
  await sort(payment);
  await undoDesk();
  expect([await standing(payment), payment.toSort, await asked()]).toEqual([expect.objectContaining({ invoices: ['unpaid'], outcomes: ['paid_twice'] }), 'paid_twice', 1]);
  return payment;
}

it('is held: not paid on line, not handed over, not cancelled', async () => {
  await dueAgain();
  expect(await declared()).toBe('payfip');
  await expect(openByAddress(scene, 0)).rejects.toMatchObject({ code: 'invoice_reported_paid' });
  for (const kind of ['treasury', 'withdraw'] as const) expect((await weighInvoices(kind, [invoiceId], scene.now())).left).toEqual([{ reason: 'reported', count: 1 }]);
});

it('is free again once an agent says that the money was given back', async () => {
  const payment = await dueAgain();
  await sort(payment);
  expect([await declared(), payment.toSort === null, (await standing(payment)).invoices]).toEqual([null, false, ['unpaid']]);
  expect((await openByAddress(scene, 0)).payment.number).toBe(2);
});

it('is settled once an agent says that the payment counts; said twice, it is done once', async () => {
  const payment = await dueAgain();
  for (let turn = 0; turn < 2; turn += 1) await settle(payment);
  expect([await standing(payment), payment.toSort, await declared()]).toEqual([expect.objectContaining({ state: 'paid', invoices: ['paid'], outcomes: ['settled'] }), null, null]);
  expect(await AuditEntry.count({ where: { action: 'payment_settled', object: payment.id } })).toBe(2);
  await expect(settleFromDouble({ paymentId: 'inconnu', invoiceIds: [invoiceId], ...agent() })).rejects.toMatchObject({ code: 'not_found' });
});

it('is asked about no more once the desk is entered anew: what was given back is not to be given back again', async () => {
  const payment = await dueAgain();
  await desk('cheque');
  expect([await standing(payment), payment.toSort, payment.problem, await declared()]).toEqual([expect.objectContaining({ invoices: ['paid'], outcomes: ['paid_twice'] }), null, null, null]);
  await expect(settle(payment)).rejects.toMatchObject({ code: 'transition_not_allowed' });
  await undoDesk();
  expect([(await payment.reload()).toSort, await declared(), await asked()]).toEqual(['paid_twice', 'payfip', 2]);
});

it('is asked about no more once a former attempt is proved at last', async () => {
  await openRegie();
  const late = await scene.start(0);
  await scene.simulator.act(late.idOp!, { kind: 'scenario', scenario: 'never' });
  for (let turn = 0; turn < 3; turn += 1) await pollPayments(() => false, await scene.later(12 * minute));
  await openRegie({ numcli: '008112', interface: 'url', waitMinutes: 120 });
  const payment = await dueAgain();
  await scene.simulator.act(late.idOp!, { kind: 'decide', resultrans: 'P' });
  await pollPayments(() => false, await scene.later(hour));
  expect([await standing(late), (await payment.reload()).toSort, await declared()]).toEqual([expect.objectContaining({ state: 'paid', outcomes: ['settled'] }), null, null]);
});

it('the day that was announced comes back with the announcement', async () => {
  const { payment, token } = await openByAddress(scene, 0);
  await reportUrlResult({ token, received: resultOf(payment, 'P'), now: scene.now() });
  const announcedAt = (await payment.reload()).transactionAt!;
  await reportUrlResult({ token, received: { ...resultOf(payment, 'A'), dattrans: '', heurtrans: '' }, now: scene.now() });
  await scene.later(40 * 24 * hour);
  await confirmPayment({ paymentId: payment.id, paidOn: '2027-01-08', ...agent() });
  await takeBackConfirmation({ paymentId: payment.id, confirmedAt: (await payment.reload()).settledAt!, reason: 'Autre ticket', ...agent() });
  expect((await payment.reload()).transactionAt).toEqual(announcedAt);
  await confirmPayment({ paymentId: payment.id, ...agent() });
  expect(dayInFrance((await payment.reload()).transactionAt!)).toBe(dayInFrance(announcedAt));
});

it('a household that said it had paid still says so once the announcement is denied', async () => {
  const { payment, token } = await openByAddress(scene, 0);
  await scene.later(121 * minute);
  await declarePaid({ accountId: scene.family.accountId, invoiceId, now: scene.now() });
  await reportUrlResult({ token, received: resultOf(payment, 'P'), now: scene.now() });
  expect(await declared()).toBe('payfip');
  await cancelPayment({ paymentId: payment.id, reason: 'Absent du relevé', ...agent() });
  expect(await declared()).toBe('resident');
});

/** The first two invoices, paid at the desk, then by one payment that was given back. */
async function basketGivenBack(): Promise<Payment> {
  const { payment } = await openByAddress(scene, 0, 1);
  for (const rank of [0, 1]) await desk('cash', idOf(rank));
  await confirmPayment({ paymentId: payment.id, ...agent() });
  await sort(payment);
  return payment.reload();
}
const toSort = async (payment: Payment) => (await payment.reload()).toSort;

it('of a basket, an invoice that was answered about is not asked about again with the other one', async () => {
  const payment = await basketGivenBack();
  await undoDesk(idOf(0));
  await sort(payment);
  await undoDesk(idOf(1));
  expect((await askedAbout(payment)).invoiceIds).toEqual([idOf(1)]);
  const { payment: next } = await openByAddress(scene, 0);
  await settle(payment, 1);
  expect((await standing(payment)).invoices).toEqual(['unpaid', 'paid']);
  await confirmPayment({ paymentId: next.id, ...agent() });
  expect([await toSort(payment), await toSort(next)]).toEqual([null, null]);
});

it('what an agent answers is about the invoices that they have seen, no other', async () => {
  const payment = await basketGivenBack();
  await undoDesk(idOf(0));
  const seen = await askedAbout(payment);
  await undoDesk(idOf(1));
  await expect(settleFromDouble({ ...seen, ...agent() })).rejects.toMatchObject({ code: 'transition_not_allowed' });
  await expect(sortPayment({ ...seen, note: 'Remboursé', ...agent() })).rejects.toMatchObject({ code: 'transition_not_allowed' });
  await settle(payment, 0, 1);
  expect(await standing(payment)).toMatchObject({ invoices: ['paid', 'paid'], outcomes: ['settled', 'settled'] });
});

it('the Treasury is still to be told of what was paid after it had it, whatever is asked of the rest', async () => {
  await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'sent_to_treasury', source: 'staff', detail: '', at: new Date(scene.now().getTime() - hour) });
  const payment = await basketGivenBack();
  await undoDesk(idOf(0));
  await settle(payment, 0);
  expect([payment.problem, await toSort(payment)]).toEqual([null, 'after_treasury']);
  await undoDesk(idOf(1));
  expect([await toSort(payment), payment.problem]).toEqual(['paid_twice', expect.stringContaining('prévenez-la')]);
  await sort(payment);
  expect([await toSort(payment), payment.problem]).toEqual(['after_treasury', expect.stringContaining('prévenez-la')]);
  await desk('cheque', idOf(1));
  expect([await toSort(payment), payment.problem]).toEqual(['after_treasury', expect.stringContaining('prévenez-la')]);
});

it('a cancellation undone with others, an announcement that came meanwhile is found again, even where a clock was put back', async () => {
  const { payment, token } = await openByAddress(scene, 0);
  await scene.later(121 * minute);
  const actionId = newId();
  await actOnInvoices({ actionId, kind: 'withdraw', invoiceIds: [invoiceId], expected: 1, reason: 'Doublon', tellsResidents: false, actor: 'agent:1', now: new Date(scene.now().getTime() + 24 * hour) });
  await reportUrlResult({ token, received: resultOf(payment, 'P'), now: scene.now() });
  await undoInvoiceAction({ actionId, ...agent() });
  expect([(await standing(payment)).invoices, await declared()]).toEqual([['unpaid'], 'payfip']);
});

it('asked about before lines said so, it is asked about still', async () => {
  const payment = await dueAgain();
  const before = await askedAbout(payment);
  await PaymentLine.update({ isAsked: false }, { where: {} });
  await Invoice.update({ declared: null }, { where: {} });
  for (const statement of sql.split(';').filter((each) => each.trim().startsWith('UPDATE'))) await rewrite(statement);
  expect([await askedAbout(payment), await declared()]).toEqual([before, 'payfip']);
});

it('what a colleague lets it settle meanwhile is not said to be given back', async () => {
  const { payment } = await openByAddress(scene, 0, 1);
  for (const rank of [0, 1]) await desk('cash', idOf(rank));
  await confirmPayment({ paymentId: payment.id, ...agent() });
  const seen = await askedAbout(payment);
  await undoDesk(idOf(0));
  await expect(sortPayment({ ...seen, note: 'Remboursé', ...agent() })).rejects.toMatchObject({ code: 'transition_not_allowed' });
  await sort(payment);
  expect([await toSort(payment), await standing(payment)]).toEqual([null, expect.objectContaining({ outcomes: ['settled', 'paid_twice'] })]);
});
