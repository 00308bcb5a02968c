// A notification or a return names an operation, and proves nothing: PayFiP is asked. An unknown one is noted in the journal, not more than so often.
import { keepPlace } from '../call-place.ts';
import type { PaymentState } from '../contract/states.ts';
import { vainNotice } from '../domain/payment.ts';
import { Payment, PaymentAnswer } from '../models/index.ts';
import { recordBoundedAudit } from './record-bounded-audit.ts';
import { settleAttempt, type Settled } from './settle-payment.ts';

export interface Notification { idOp: string | null; door: 'notification' | 'return'; now: Date }

/** `settling`: its state afterwards, once PayFiP has answered. */
export interface Notified { paymentId: string; settling: Promise<PaymentState> }

/** The attempt, of which PayFiP is being asked; null when the operation is none of ours. What is noted is from the place of who pushed the door, whose answer may be gone by then. */
export async function receiveNotification({ idOp, door, now }: Notification): Promise<Notified | null> {
  const fromThere = keepPlace();
  const payment = idOp === null ? null : await Payment.findOne({ where: { idOp }, attributes: ['id'], raw: true });
  if (payment) return { paymentId: payment.id, settling: settleNoting(payment.id, { door, now, fromThere }) };
  await fromThere(() => noteUnknownNotice(door, now));
  return null;
}

type Noting = Pick<Notification, 'door' | 'now'> & { fromThere: ReturnType<typeof keepPlace> };

async function settleNoting(paymentId: string, { door, now, fromThere }: Noting): Promise<PaymentState> {
  const settled = await settleAttempt(paymentId, { door, now });
  const why = door === 'notification' ? await whyVain(paymentId, settled, now) : null;
  if (why) await fromThere(() => recordBoundedAudit({ actor: 'visitor', action: 'payment_notice_vain', object: paymentId, detail: why }, now));
  return settled.state;
}

async function whyVain(paymentId: string, { state, heard }: Settled, now: Date): Promise<'nothing' | 'paid' | null> {
  if (heard !== 'unasked' || state !== 'paid') return vainNotice(heard, null, now);
  const { settledAt } = await Payment.findByPk(paymentId, { attributes: ['settledAt'], rejectOnEmpty: true });
  const isNotified = (await PaymentAnswer.count({ where: { paymentId, door: 'notification', kind: 'result' } })) > 0;
  return vainNotice(heard, { settledAt, isNotified }, now);
}

/** An address or an operation that is none of ours. */
export const noteUnknownNotice = (door: string, now: Date): Promise<void> => recordBoundedAudit({ actor: 'visitor', action: 'payment_notice_unknown', detail: door }, now);
