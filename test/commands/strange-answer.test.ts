// PayFiP answers something else than what is understood: perhaps paid. Nobody pays again before staff have looked, and staff decide.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cancelPayment } from '../../server/commands/cancel-payment.ts';
import { confirmPayment } from '../../server/commands/confirm-payment.ts';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { takeBack } from '../../server/commands/take-back.ts';
import type { PaymentResult } from '../../server/domain/payfip-result.ts';
import { Invoice, OutgoingMail, PaymentAnswer, type Payment } from '../../server/models/index.ts';
import type { Resultrans } from '../../server/payfip-simulator/model.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { hour, minute } from '../support/payfip.ts';
import { eventsOf, openRegie, openScene, receipts, standing, type Scene } from '../support/payments.ts';

let scene: Scene;
beforeEach(async () => { scene = await openScene(); });
afterEach(() => scene.close());

const operationOf = (payment: Payment) => scene.simulator.find(payment.idOp!)!;
const pollIn = async (ms: number) => pollPayments(() => false, await scene.later(ms));
const order = (payment: Payment) => ({ paymentId: payment.id, actor: 'agent:1', now: scene.now() });
const declared = async () => (await Invoice.findByPk(scene.family.invoices[0]!.id))!.declared;
const paid = { state: 'paid', invoices: ['paid'], outcomes: ['settled'], isLive: false };

/** Paid at PayFiP, that says so with a reference in small letters, or with a letter that nobody has heard of. */
async function answered(kind: 'another reference' | 'another letter'): Promise<Payment> {
  const payment = await scene.start();
  await scene.simulator.act(payment.idOp!, { kind: 'scenario', scenario: 'never' });
  await scene.simulator.act(payment.idOp!, { kind: 'decide', resultrans: 'P' });
  if (kind === 'another reference') operationOf(payment).fields.refdet = payment.refdet.toLowerCase();
  else operationOf(payment).result!.resultrans = 'W' as Resultrans;
  await pollIn(2 * minute);
  return payment;
}

it.each([['another reference', 'la référence\u00a0: «\u00a0simnever1'], ['another letter', 'PayFiP a répondu «\u00a0W\u00a0»']] as const)('%s: to be confirmed, not to be paid again, whatever the time', async (kind, problem) => {
  const payment = await answered(kind);
  for (let turn = 0; turn < 3; turn += 1) {
    expect([await standing(payment), await declared(), payment.problem]).toEqual([expect.objectContaining({ state: 'reported', invoices: ['unpaid'] }), 'payfip', expect.stringContaining(problem)]);
    await expect(scene.start()).rejects.toMatchObject({ code: 'invoice_reported_paid' });
    await pollIn(25 * minute);
  }
  expect(await eventsOf(scene.family.invoices[0]!)).toEqual(['reported_paid payfip']);
  expect(payment.nextCheckAt).not.toBeNull();
});

it('every answer is kept that differs from the one before, were it by one field; the same again is not', async () => {
  const payment = await answered('another reference');
  operationOf(payment).fields.refdet = payment.refdet;
  operationOf(payment).fields.montant = '1';
  for (let turn = 0; turn < 3; turn += 1) await pollIn(40 * minute);
  const answers = await PaymentAnswer.findAll({ where: { paymentId: payment.id }, order: [['at', 'ASC']], raw: true });
  const fields = answers.map(({ code, detail }) => [code, (JSON.parse(detail) as PaymentResult).refdet, (JSON.parse(detail) as PaymentResult).montant]);
  expect(fields).toEqual([['P', payment.refdet.toLowerCase(), '20011'], ['P', payment.refdet, '1']]);
});

it('is confirmed by staff, once', async () => {
  const payment = await answered('another letter');
  await confirmPayment(order(payment));
  expect([await standing(payment), await declared(), payment.problem, (await receipts()).length]).toEqual([paid, null, null, 1]);
  expect([(await confirmPayment(order(payment))).state, await eventsOf(scene.family.invoices[0]!), (await receipts()).length]).toEqual(['paid', ['reported_paid payfip', 'settled url-confirmed'], 1]);
});

it('is confirmed by mistake, taken back, then proved by PayFiP: which is never taken back', async () => {
  const payment = await answered('another letter');
  const [{ id: invoiceId }] = scene.family.invoices as [Invoice];
  const takeBackIt = async () => takeBack({ invoiceId, factId: await seenFact(invoiceId), reason: 'Absent du relevé', actor: 'agent:1', now: scene.now() });
  await confirmPayment(order(payment));
  await takeBackIt();
  expect([await standing(payment), await declared()]).toEqual([{ state: 'reported', invoices: ['unpaid'], outcomes: [null], isLive: true }, 'payfip']);
  await expect(scene.start()).rejects.toMatchObject({ code: 'invoice_reported_paid' });
  operationOf(payment).result!.resultrans = 'P';
  await pollIn(minute);
  expect([await standing(payment), (await receipts()).length]).toEqual([paid, 1]);
  await expect(takeBackIt()).rejects.toMatchObject({ code: 'transition_not_allowed' });
  await expect(confirmPayment(order(payment))).rejects.toMatchObject({ code: 'payment_already_paid' });
});

it('is settled by itself when PayFiP says it clearly', async () => {
  const payment = await answered('another reference');
  operationOf(payment).fields.refdet = payment.refdet;
  await pollIn(hour);
  expect([await standing(payment), payment.problem, payment.toSort]).toEqual([paid, null, null]);
});

it('is denied by staff: free once its time has passed, and the same answer does not announce it again', async () => {
  const payment = await answered('another letter');
  await cancelPayment({ ...order(payment), reason: 'Absent du relevé' });
  expect([await declared(), await standing(payment)]).toEqual([null, expect.objectContaining({ state: 'stopped', isLive: true })]);
  await pollIn(31 * minute);
  expect([await declared(), await standing(payment)]).toEqual([null, expect.objectContaining({ state: 'stopped', isLive: false })]);
  expect((await scene.start()).number).toBe(2);
  operationOf(payment).result!.resultrans = 'P';
  await pollIn(hour);
  expect((await standing(payment)).state).toBe('paid');
});

it.each([['empty', ''], ['refused', 'R']])('an answer that is %s is no payment that waits to be confirmed', async (_kind, resultrans) => {
  const payment = await scene.start();
  await scene.simulator.act(payment.idOp!, { kind: 'scenario', scenario: 'never' });
  await scene.simulator.act(payment.idOp!, { kind: 'decide', resultrans: 'A' });
  operationOf(payment).result!.resultrans = resultrans as Resultrans;
  await pollIn(2 * minute);
  expect([(await standing(payment)).state, await declared()]).toEqual(['open', null]);
  operationOf(payment).result!.resultrans = 'A';
  await pollIn(30 * minute);
  expect([(await standing(payment)).state, await declared()]).toEqual(['cancelled', null]);
});

it.each([['A', 'cancelled'], ['R', 'refused'], ['Z', 'refused']] as const)('not understood, then clearly %s: its invoice may be paid again, and staff have nothing to do', async (letter, state) => {
  const payment = await answered('another letter');
  operationOf(payment).result!.resultrans = letter;
  await pollIn(35 * minute);
  expect([await standing(payment), await declared(), payment.problem, payment.resultrans]).toEqual([{ state, invoices: ['unpaid'], outcomes: [null], isLive: false }, null, null, null]);
  expect(await eventsOf(scene.family.invoices[0]!)).toEqual(['reported_paid payfip', 'report_denied payfip']);
  expect((await scene.start()).number).toBe(2);
  operationOf(payment).result!.resultrans = 'P';
  await pollIn(hour);
  expect((await standing(payment)).state).toBe('paid');
});

it('not understood, then forgotten by PayFiP: it has denied nothing, and staff decide, whom it does not contradict; remembered, it is paid', async () => {
  const payment = await answered('another letter');
  const { result } = operationOf(payment);
  await scene.simulator.act(payment.idOp!, { kind: 'trouble', trouble: 'p1-next-day' });
  await scene.later(24 * hour);
  await pollIn(35 * minute);
  expect([(await standing(payment)).state, await declared(), await OutgoingMail.count()]).toEqual(['reported', 'payfip', 0]);
  await expect(scene.start()).rejects.toMatchObject({ code: 'invoice_reported_paid' });
  await cancelPayment({ paymentId: payment.id, reason: 'Absent du relevé', actor: 'agent:1', now: scene.now() });
  await pollIn(25 * hour);
  expect([(await standing(payment)).state, await declared()]).toEqual(['stopped', null]);
  operationOf(payment).purgedAt = null;
  result!.resultrans = 'P';
  await pollIn(25 * hour);
  expect(await standing(payment)).toMatchObject({ state: 'paid', invoices: ['paid'] });
});

it('not understood, then another abandon that does not match: it still waits for staff', async () => {
  const payment = await answered('another reference');
  operationOf(payment).result!.resultrans = 'A';
  await pollIn(35 * minute);
  expect([(await standing(payment)).state, await declared()]).toEqual(['reported', 'payfip']);
});

it('of a test is said to staff, and announces nothing', async () => {
  await openRegie({ stage: 'test' });
  const payment = await answered('another reference');
  expect([(await standing(payment)).state, await declared()]).toEqual(['reported', null]);
  await expect(confirmPayment(order(payment))).rejects.toMatchObject({ code: 'payment_not_confirmable' });
});
