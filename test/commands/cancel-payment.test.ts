// Staff wait no more for an attempt: it stays reserved as long as it may be paid, and a late payment still wins.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cancelPayment } from '../../server/commands/cancel-payment.ts';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { settlePayment } from '../../server/commands/settle-payment.ts';
import type { Payment } from '../../server/models/index.ts';
import type { Resultrans } from '../../server/payfip-simulator/model.ts';
import { hour, minute } from '../support/payfip.ts';
import { openScene, standing, type Scene } from '../support/payments.ts';

let scene: Scene;
beforeEach(async () => { scene = await openScene(); });
afterEach(() => scene.close());

const decide = (payment: Payment, resultrans: Resultrans) => scene.simulator.act(payment.idOp!, { kind: 'decide', resultrans });
const settle = (payment: Payment) => settlePayment(payment.id, { door: 'poll', now: scene.now() });
const operationOf = (payment: Payment) => scene.simulator.find(payment.idOp!)!;
const paid = { state: 'paid', invoices: ['paid'], outcomes: ['settled'], isLive: false };

it('fault 4: expired, cancelled by staff, then paid: paid', async () => {
  const payment = await scene.start();
  await scene.later(21 * minute);
  expect(await settle(payment)).toBe('expired');
  await cancelPayment({ paymentId: payment.id, reason: 'La famille a renoncé', actor: 'agent:1', now: scene.now() });
  expect(await standing(payment)).toMatchObject({ state: 'stopped', isLive: false });
  expect(payment.problem).toContain('La famille a renoncé');
  await decide(payment, 'V');
  await pollPayments(() => false, await scene.later(hour));
  expect(await standing(payment)).toEqual(paid);
});
it.each([['nobody has paid yet', null], ['PayFiP does not answer', 'http-502'], ['an abandonment that may still be paid on', 'A']] as const)('given up by staff while %s: the invoice stays reserved, and the payment is recognised', async (_, what) => {
  const payment = await scene.start();
  if (what === 'A') await decide(payment, 'A');
  operationOf(payment).trouble = what === 'http-502' ? what : null;
  await cancelPayment({ paymentId: payment.id, reason: 'Ne veut plus payer', actor: 'agent:1', now: scene.now() });
  operationOf(payment).trouble = null;
  await pollPayments(() => false, await scene.later(6 * minute));
  expect(await standing(payment)).toMatchObject({ state: 'stopped', isLive: true });
  await expect(scene.start()).rejects.toMatchObject({ code: 'payment_stopped' });
  await decide(payment, 'P');
  await settle(payment);
  expect(await standing(payment)).toEqual(paid);
});
it('given up by staff, nobody pays: the invoice is free when its time has passed', async () => {
  const payment = await scene.start();
  await cancelPayment({ paymentId: payment.id, reason: 'Ne veut plus payer', actor: 'agent:1', now: scene.now() });
  await pollPayments(() => false, await scene.later(22 * minute));
  expect(await standing(payment)).toMatchObject({ state: 'stopped', isLive: false });
  expect((await scene.start()).number).toBe(2);
});
it('staff cannot cancel what is paid, nor without a reason', async () => {
  const payment = await scene.start();
  const order = { paymentId: payment.id, reason: 'x', actor: 'agent:1', now: scene.now() };
  await expect(cancelPayment({ ...order, reason: ' ' })).rejects.toMatchObject({ code: 'reason_empty', field: 'reason' });
  await decide(payment, 'P');
  await expect(cancelPayment(order)).rejects.toMatchObject({ code: 'payment_already_paid' });
  expect(await standing(payment)).toEqual(paid);
  await expect(cancelPayment({ ...order, paymentId: 'absent' })).rejects.toMatchObject({ code: 'not_found' });
});
