// Staff confirmed by hand a payment that was not the right one: it is taken back, with all that it settled. What PayFiP itself has proved never is.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cancelPayment } from '../../server/commands/cancel-payment.ts';
import { confirmPayment } from '../../server/commands/confirm-payment.ts';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { reportUrlResult } from '../../server/commands/report-url-result.ts';
import { settleByHand } from '../../server/commands/settle-by-hand.ts';
import { settleFromDouble } from '../../server/commands/settle-from-double.ts';
import { sortPayment } from '../../server/commands/sort-payment.ts';
import { takeBack, takeBackConfirmation } from '../../server/commands/take-back.ts';
import { newId } from '../../server/crypto/tokens.ts';
import { readPayment } from '../../server/db/reads.ts';
import type { PaymentResult } from '../../server/domain/payfip-result.ts';
import { AuditEntry, Invoice, InvoiceEvent, OutgoingMail, PaymentLine, type Payment } from '../../server/models/index.ts';
import { standingOf } from '../../server/portal/payment-words.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { hour, minute } from '../support/payfip.ts';
import { askedAbout, eventsOf, openRegie, openScene, receipts, standing, type Scene } from '../support/payments.ts';
import { openByAddress, resultOf } from '../support/url-attempt.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await openRegie({ numcli: '008112', interface: 'url', waitMinutes: 120 });
});
afterEach(() => scene.close());

const report = (token: string, received: PaymentResult) => reportUrlResult({ token, received, now: scene.now() });
const confirm = (payment: Payment) => confirmPayment({ paymentId: payment.id, actor: 'agent:1', now: scene.now() });
const declared = async () => (await Invoice.findByPk(scene.family.invoices[0]!.id))!.declared;
const idOf = (rank: number) => scene.family.invoices[rank]!.id;
const takeBackFrom = async (rank: number, reason = 'Ticket d’une autre famille') => takeBack({ invoiceId: idOf(rank), factId: await seenFact(idOf(rank)), reason, actor: 'agent:1', now: scene.now() });
/** A basket of the first two invoices, announced and confirmed. */
async function confirmedBasket() {
  const { payment, token } = await openByAddress(scene, 0, 1);
  await report(token, resultOf(payment, 'P'));
  await confirm(payment);
  return { payment, token };
}

it('announced, is to be confirmed again, with all that it settled; its receipt does not leave', async () => {
  const { payment, token } = await confirmedBasket();
  await expect(takeBackFrom(0, ' ')).rejects.toMatchObject({ code: 'reason_empty' });
  await takeBackFrom(0);
  expect([await standing(payment), await declared(), payment.problem, payment.nextCheckAt, payment.settledAt]).toEqual([
    { state: 'reported', invoices: ['unpaid', 'unpaid'], outcomes: [null, null], isLive: false }, 'payfip', 'Confirmation annulée\u00a0: Ticket d’une autre famille', null, null,
  ]);
  for (const rank of [0, 1]) expect(await eventsOf(scene.family.invoices[rank]!)).toEqual(['reported_paid url-result', 'settled url-confirmed', 'settlement_undone staff']);
  expect(await AuditEntry.findAll({ where: { action: 'payment_unconfirmed' }, raw: true })).toMatchObject([{ object: payment.id, actor: 'agent:1', detail: 'Ticket d’une autre famille' }]);
  expect((await receipts()).length).toBe(0);
  await expect(takeBackFrom(1)).rejects.toMatchObject({ code: 'transition_not_allowed' });
  await report(token, resultOf(payment, 'P'));
  expect([(await standing(payment)).state, await declared()]).toEqual(['reported', 'payfip']);
  await confirm(payment);
  expect([(await standing(payment)).invoices, (await receipts()).length]).toEqual([['paid', 'paid'], 1]);
  await OutgoingMail.update({ state: 'sent' }, { where: {} });
  await takeBackFrom(0);
  await confirm(payment);
  expect([(await standing(payment)).invoices, (await receipts()).length]).toEqual([['paid', 'paid'], 2]);
});

it('announced, stops whoever would pay again until an agent says that nothing was received', async () => {
  const { payment } = await confirmedBasket();
  await takeBackFrom(0);
  const told = async () => standingOf((await readPayment(scene.family.accountId, payment.id))!, scene.now());
  expect(await told()).toMatchObject({ title: 'Paiement à confirmer' });
  await expect(openByAddress(scene, 1)).rejects.toMatchObject({ code: 'invoice_reported_paid' });
  await cancelPayment({ paymentId: payment.id, reason: 'Absent du relevé', actor: 'agent:1', now: scene.now() });
  expect([await told(), await declared()]).toEqual([expect.objectContaining({ title: 'Paiement non retrouvé', source: 'selon le service', canRetry: true }), null]);
  expect((await openByAddress(scene, 1)).payment.number).toBe(2);
});

it('of a basket in which an invoice was settled otherwise leaves that one as it is; the page that was never announced may still be open', async () => {
  const { invoices } = scene.family;
  const { payment } = await openByAddress(scene, 0, 1);
  await settleByHand({ invoiceId: invoices[0]!.id, method: 'cash', paidOn: '2026-12-02', actor: 'agent:1', now: scene.now() });
  await confirm(payment);
  expect([await standing(payment), payment.toSort]).toEqual([expect.objectContaining({ outcomes: ['paid_twice', 'settled'] }), 'paid_twice']);
  await takeBackFrom(1);
  expect([await standing(payment), payment.toSort]).toEqual([{ state: 'stopped', invoices: ['paid', 'unpaid'], outcomes: [null, null], isLive: true }, null]);
  await expect(openByAddress(scene, 1)).rejects.toMatchObject({ code: 'payment_stopped' });
  for (const minutes of [0, 100, 25]) await pollPayments(() => false, await scene.later(minutes * minute));
  expect(await standing(payment)).toMatchObject({ state: 'stopped', isLive: false });
});

const unconfirm = async (payment: Payment, reason = 'Ticket d’une autre famille') => takeBackConfirmation({ paymentId: payment.id, confirmedAt: (await payment.reload()).settledAt ?? scene.now(), reason, actor: 'agent:1', now: scene.now() });
/** The first invoice, paid by two attempts that agents confirmed. */
async function paidTwice(): Promise<[Payment, Payment]> {
  const { payment: first } = await openByAddress(scene, 0);
  await scene.later(121 * minute);
  const { payment: second } = await openByAddress(scene, 0);
  for (const payment of [first, second]) await confirm(payment);
  expect((await second.reload()).toSort).toBe('paid_twice');
  return [first, second];
}

it.each([['from the payment', (first: Payment) => unconfirm(first)], ['from its invoice', () => takeBackFrom(0)]])('of an invoice paid once more since, on line, %s: the second payment settles it', async (_place, undo) => {
  const [first, second] = await paidTwice();
  await undo(first);
  expect([await standing(first), await standing(second), second.toSort, second.problem]).toEqual([
    expect.objectContaining({ state: 'stopped', outcomes: [null] }), { state: 'paid', invoices: ['paid'], outcomes: ['settled'], isLive: false }, null, null,
  ]);
  await unconfirm(second);
  expect(await standing(second)).toMatchObject({ state: 'stopped', invoices: ['unpaid'] });
});

it('that came second leaves its invoice to the first', async () => {
  const [first, second] = await paidTwice();
  await unconfirm(second);
  expect([await standing(second), await standing(first)]).toEqual([expect.objectContaining({ state: 'stopped', outcomes: [null] }), expect.objectContaining({ state: 'paid', invoices: ['paid'], outcomes: ['settled'] })]);
});

it('asks again of a second payment that was dealt with already: it was given back, or it is the one that counts', async () => {
  const [first, second] = await paidTwice();
  const sort = async () => sortPayment({ ...(await askedAbout(second)), note: 'Erreur de guichet', actor: 'agent:1', now: scene.now() });
  const settle = () => settleFromDouble({ paymentId: second.id, invoiceIds: [idOf(0)], actor: 'agent:1', now: scene.now() });
  await expect(settle()).rejects.toMatchObject({ code: 'transition_not_allowed' });
  await sort();
  await unconfirm(first);
  expect([await standing(first), await standing(second), second.toSort, second.problem]).toEqual([
    expect.objectContaining({ state: 'stopped', invoices: ['unpaid'] }), expect.objectContaining({ state: 'paid', outcomes: ['paid_twice'] }), 'paid_twice', expect.stringContaining('Double paiement'),
  ]);
  await settle();
  expect([await standing(second), second.toSort, second.problem]).toEqual([expect.objectContaining({ state: 'paid', invoices: ['paid'], outcomes: ['settled'] }), null, null]);
  expect(await AuditEntry.findAll({ where: { action: 'payment_settled', object: second.id }, order: [['at', 'ASC']], raw: true })).toMatchObject([{ detail: expect.stringContaining('paid_twice') }, { actor: 'agent:1', detail: expect.stringContaining(' settled') }]);
});

const deskOf = (rank: number, method: 'cash' | 'cheque' = 'cash') => settleByHand({ invoiceId: scene.family.invoices[rank]!.id, method, paidOn: '2026-12-02', actor: 'agent:1', now: scene.now() });
const giveBack = async (payment: Payment) => sortPayment({ ...(await askedAbout(payment)), note: 'Remboursé', actor: 'agent:1', now: scene.now() });
/** The first two invoices, paid at the desk, then by one payment that was given back. */
async function basketGivenBack(): Promise<Payment> {
  const { payment } = await openByAddress(scene, 0, 1);
  for (const rank of [0, 1]) await deskOf(rank);
  await confirm(payment);
  await giveBack(payment);
  return payment;
}

it('never settles by itself from money that was given back, however often the desk is corrected', async () => {
  const payment = await basketGivenBack();
  for (const method of ['cheque', 'cash'] as const) {
    await takeBackFrom(0);
    expect([await standing(payment), payment.toSort]).toEqual([expect.objectContaining({ invoices: ['unpaid', 'paid'], outcomes: ['paid_twice', 'paid_twice'] }), 'paid_twice']);
    await deskOf(0, method);
  }
  for (const rank of [0, 1]) await takeBackFrom(rank);
  expect((await standing(payment)).invoices).toEqual(['unpaid', 'unpaid']);
});

it('of a basket that was given back, settles what an agent says of it, and asks no more of the rest', async () => {
  const payment = await basketGivenBack();
  await takeBackFrom(0);
  await settleFromDouble({ ...(await askedAbout(payment)), actor: 'agent:1', now: scene.now() });
  expect([await standing(payment), payment.toSort, payment.problem]).toEqual([expect.objectContaining({ invoices: ['paid', 'paid'], outcomes: ['settled', 'paid_twice'] }), null, null]);
  await takeBackFrom(1);
  expect([await standing(payment), payment.toSort]).toEqual([expect.objectContaining({ invoices: ['paid', 'unpaid'] }), 'paid_twice']);
});

it('asks about each of several payments that were dealt with', async () => {
  const [first, second] = await paidTwice();
  await scene.later(121 * minute);
  const { payment: third } = await openByAddress(scene, 1);
  await PaymentLine.update({ invoiceId: scene.family.invoices[0]!.id }, { where: { paymentId: third.id } });
  await confirm(third);
  for (const payment of [second, third]) await giveBack(payment);
  await unconfirm(first);
  expect([(await second.reload()).toSort, (await third.reload()).toSort, (await standing(first)).invoices]).toEqual(['paid_twice', 'paid_twice', ['unpaid']]);
});

it('settles by the second payment even where a clock was put back since the invoice was published', async () => {
  const [first, second] = await paidTwice();
  await InvoiceEvent.update({ at: new Date(scene.now().getTime() + hour) }, { where: { invoiceId: scene.family.invoices[0]!.id, kind: 'published' } });
  await unconfirm(first);
  expect(await standing(second)).toMatchObject({ invoices: ['paid'], outcomes: ['settled'] });
});

it('of a basket, each invoice goes to the second payment in its turn; its receipt that has not left speaks of no double payment', async () => {
  const { payment } = await openByAddress(scene, 0, 1);
  for (const rank of [0, 1]) await deskOf(rank);
  await confirm(payment);
  const isTwice = async () => (JSON.parse((await receipts())[0]!.payload) as { isTwice: boolean }).isTwice;
  await takeBackFrom(0);
  expect([await standing(payment), payment.toSort, await isTwice()]).toEqual([expect.objectContaining({ invoices: ['paid', 'paid'], outcomes: ['settled', 'paid_twice'] }), 'paid_twice', true]);
  // The same cash, said again: it is another settlement, that comes second.
  await expect(deskOf(0)).rejects.toMatchObject({ code: 'invoice_already_paid' });
  await takeBackFrom(1);
  expect([await standing(payment), payment.toSort, await isTwice()]).toEqual([expect.objectContaining({ invoices: ['paid', 'paid'], outcomes: ['settled', 'settled'] }), null, false]);
});

it('of an invoice that is at the Treasury: the Treasury is to be told of the payment that settles it', async () => {
  const [first, second] = await paidTwice();
  await InvoiceEvent.create({ id: newId(), invoiceId: scene.family.invoices[0]!.id, kind: 'sent_to_treasury', source: 'staff', detail: '', at: new Date(scene.now().getTime() - hour) });
  await unconfirm(first);
  expect([await standing(second), second.toSort]).toEqual([expect.objectContaining({ invoices: ['paid'] }), 'after_treasury']);
});

it('before a payment that PayFiP proves leaves that one, and nothing to give back', async () => {
  const { payment: mistaken } = await openByAddress(scene, 0);
  await scene.later(121 * minute);
  await openRegie();
  const proved = await scene.start(0);
  await confirm(mistaken);
  await scene.simulator.act(proved.idOp!, { kind: 'decide', resultrans: 'P' });
  await pollPayments(() => false, await scene.later(6 * minute));
  expect([await standing(proved), proved.toSort]).toEqual([expect.objectContaining({ state: 'paid', outcomes: ['paid_twice'] }), 'paid_twice']);
  await unconfirm(mistaken);
  expect([await standing(proved), proved.toSort]).toEqual([expect.objectContaining({ state: 'paid', invoices: ['paid'], outcomes: ['settled'] }), null]);
  expect(await eventsOf(scene.family.invoices[0]!)).toContain('settled payfip');
  await expect(unconfirm(proved)).rejects.toMatchObject({ code: 'payment_not_confirmed_by_hand' });
  await expect(takeBackFrom(0)).rejects.toMatchObject({ code: 'transition_not_allowed' });
});

it('is refused of what PayFiP has proved, and asks for a reason', async () => {
  await openRegie();
  const payment = await scene.start(0);
  await scene.simulator.act(payment.idOp!, { kind: 'decide', resultrans: 'P' });
  await pollPayments(() => false, await scene.later(6 * minute));
  expect((await standing(payment)).state).toBe('paid');
  await expect(unconfirm(payment, ' ')).rejects.toMatchObject({ code: 'reason_empty' });
  await expect(unconfirm(payment)).rejects.toMatchObject({ code: 'payment_not_confirmed_by_hand' });
  expect((await standing(payment)).state).toBe('paid');
});
