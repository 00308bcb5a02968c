// A notification or a return names an operation, and proves nothing: PayFiP is asked. An unknown one is noted in the journal, not more than so often.
import { inTransaction } from '../db/database.ts';
import type { PaymentState } from '../contract/states.ts';
import { Payment } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';
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

const mostNotes = 60;
const windowMs = 10 * 60_000;
let noted = { since: 0, count: 0 };

/** An entry of the journal; past sixty in ten minutes, only silence: a flood must not fill the disk. */
export async function noteUnknownNotice(door: string, now: Date): Promise<void> {
  if (Math.abs(now.getTime() - noted.since) > windowMs) noted = { since: now.getTime(), count: 0 };
  noted.count += 1;
  if (noted.count <= mostNotes) await inTransaction(() => recordAudit({ actor: 'visitor', action: 'payment_notice_unknown', detail: door }));
}
