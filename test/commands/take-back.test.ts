// Two agents, or a window left open: what is taken back is what the agent had in front of them, and nothing that has come in its place.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { confirmPayment } from '../../server/commands/confirm-payment.ts';
import { settleByHand } from '../../server/commands/settle-by-hand.ts';
import { takeBack, takeBackConfirmation } from '../../server/commands/take-back.ts';
import { dayInFrance } from '../../server/domain/days.ts';
import { AuditEntry, Invoice, InvoiceEvent, type Payment } from '../../server/models/index.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { noon } from '../support/payfip.ts';
import { eventsOf, openRegie, openScene, receipts, standing, type Scene } from '../support/payments.ts';
import { openByAddress } from '../support/url-attempt.ts';

let scene: Scene;
const paidOn = dayInFrance(new Date(noon));
let invoiceId: string;
beforeEach(async () => {
  scene = await openScene();
  invoiceId = scene.family.invoices[0]!.id;
  await openRegie({ numcli: '008112', interface: 'url', waitMinutes: 120 });
});
afterEach(() => scene.close());

const desk = (method: 'cash' | 'cheque' | 'payfip') => settleByHand({ invoiceId, method, paidOn, actor: 'agent:1', now: scene.now() });
const confirm = async (payment: Payment) => {
  await confirmPayment({ paymentId: payment.id, actor: 'agent:1', now: scene.now() });
  return payment.reload();
};
const takeItBack = (factId: string, actor = 'agent:1') => takeBack({ invoiceId, factId, reason: `Erreur de guichet, dit ${actor}`, actor, now: scene.now() });
const state = async () => (await Invoice.findByPk(invoiceId, { rejectOnEmpty: true })).state;
const undone = () => AuditEntry.count({ where: { action: ['invoice_settlement_undone', 'payment_unconfirmed'] } });

it.each([['one after the other', false], ['at once', true]])('two agents take the same settlement back, %s: the payment that settles the invoice since stays', async (_when, isAtOnce) => {
  const { payment } = await openByAddress(scene, 0);
  await desk('cash');
  await confirm(payment);
  const factId = await seenFact(invoiceId);
  const orders = ['agent:1', 'agent:2'].map((actor) => () => takeItBack(factId, actor));
  if (isAtOnce) await Promise.all(orders.map((order) => order()));
  else for (const order of orders) await order();
  expect([await standing(payment), await undone(), (await receipts()).length]).toEqual([{ state: 'paid', invoices: ['paid'], outcomes: ['settled'], isLive: false }, 1, 1]);
});

it('a settlement corrected in the meantime is not taken back in place of the wrong one', async () => {
  await desk('cash');
  const factId = await seenFact(invoiceId);
  await takeItBack(factId);
  await desk('cheque');
  await takeItBack(factId, 'agent:2');
  expect([await state(), await undone(), await eventsOf({ id: invoiceId })]).toEqual(['paid', 1, expect.arrayContaining(['settled staff', 'settlement_undone staff'])]);
});

it('a fact that is not the last one is refused', async () => {
  const { id } = (await InvoiceEvent.findOne({ where: { invoiceId }, rejectOnEmpty: true }));
  await desk('cash');
  await expect(takeItBack(id)).rejects.toMatchObject({ code: 'transition_not_allowed' });
  expect(await state()).toBe('paid');
});

it('a confirmation given anew is not taken back in place of the wrong one; said twice, it is taken back once', async () => {
  const { payment } = await openByAddress(scene, 0);
  const confirmedAt = (await confirm(payment)).settledAt!;
  const order = { paymentId: payment.id, confirmedAt, reason: 'Ticket d’une autre famille', actor: 'agent:1' };
  for (let turn = 0; turn < 2; turn += 1) await takeBackConfirmation({ ...order, now: scene.now() });
  expect([(await standing(payment)).state, await undone()]).toEqual(['stopped', 1]);
  await scene.later(60_000);
  await confirm(payment);
  await expect(takeBackConfirmation({ ...order, now: scene.now() })).rejects.toMatchObject({ code: 'payment_not_confirmed_by_hand' });
  expect(await standing(payment)).toMatchObject({ state: 'paid', invoices: ['paid'] });
});

it('a ticket that was entered is entered twice without harm', async () => {
  const { payment } = await openByAddress(scene, 0);
  await confirmPayment({ paymentId: payment.id, paidOn, actor: 'agent:1', now: scene.now() });
  await desk('payfip');
  await expect(desk('cash')).rejects.toMatchObject({ code: 'invoice_already_paid' });
  expect(await eventsOf({ id: invoiceId })).toEqual(['settled url-confirmed']);
});
