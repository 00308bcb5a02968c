// An attempt by address, when its time comes: there is nobody to ask.
import type { PaymentState } from '../contract/states.ts';
import { ageOf, isDecided, nextLookAt } from '../domain/payment.ts';
import { decideOutcome } from '../domain/payfip-result.ts';
import { PaymentAnswer, type Payment } from '../models/index.ts';
import { applyPaymentEvent, isReservationOver } from './apply-payment-event.ts';
import { releaseLines } from './free-stale-lines.ts';

/** What was said before its time, else silence. */
export async function settleByTime(payment: Payment, now: Date): Promise<PaymentState> {
  const { state, liveUntil } = await payment.reload();
  if (state !== 'open') return endReservation(payment, now);
  const said = await PaymentAnswer.findOne({ where: { paymentId: payment.id, door: 'urlcl', kind: 'result' }, order: [['at', 'DESC']], raw: true });
  const outcome = decideOutcome({ answer: said ? { kind: 'result', resultrans: said.code } : { kind: 'fault', code: 'P5' }, ageMs: ageOf(payment, now) });
  const isOver = outcome === 'refused' || outcome === 'cancelled' || liveUntil <= now;
  if (!isOver) {
    await payment.update({ checkedAt: now, nextCheckAt: nextLookAt(liveUntil, now) });
    return state;
  }
  await applyPaymentEvent(payment, outcome === 'refused' || outcome === 'cancelled' ? outcome : 'expired-but-watched', now);
  await payment.set({ checkedAt: now, nextCheckAt: null }).save();
  return payment.state;
}

/** Staff wait for it no more, and its page may still be open: its invoices are free once its time has passed. */
async function endReservation(payment: Payment, now: Date): Promise<PaymentState> {
  const isOver = isDecided(payment.state) || isReservationOver(payment, now);
  if (isOver) await releaseLines(payment.id);
  await payment.update({ checkedAt: now, nextCheckAt: isOver ? null : nextLookAt(payment.liveUntil, now) });
  return payment.state;
}
