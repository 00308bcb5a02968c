// A notification or a return names an operation, and proves nothing: PayFiP is asked. An unknown one is noted in the journal, not more than so often.
import type { PaymentState } from '../contract/states.ts';
import { Payment } from '../models/index.ts';
import { recordBoundedAudit } from './record-bounded-audit.ts';
import { settlePayment } from './settle-payment.ts';

export interface Notification { idOp: string | null; door: 'notification' | 'return'; now: Date }

/** `settling`: its state afterwards, once PayFiP has answered. */
export interface Notified { paymentId: string; settling: Promise<PaymentState> }

/** The attempt, of which PayFiP is being asked; null when the operation is none of ours. */
export async function receiveNotification({ idOp, door, now }: Notification): Promise<Notified | null> {
  const payment = idOp === null ? null : await Payment.findOne({ where: { idOp }, attributes: ['id'], raw: true });
  if (!payment) {
    await noteUnknownNotice(door, now);
    return null;
  }
  return { paymentId: payment.id, settling: settlePayment(payment.id, { door, now }) };
}

/** An address or an operation that is none of ours. */
export const noteUnknownNotice = (door: string, now: Date): Promise<void> => recordBoundedAudit({ actor: 'visitor', action: 'payment_notice_unknown', detail: door }, now);
