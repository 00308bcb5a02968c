// Staff wait no more for an attempt, or deny a payment announced without proof. PayFiP is asked first, and a late payment still wins:
// as long as it may still be made, the invoices stay reserved.
import { inTransaction } from '../db/database.ts';
import { ageOf, nextPaymentState } from '../domain/payment.ts';
import { decideOutcome } from '../domain/payfip-result.ts';
import { AppError } from '../errors.ts';
import { Payment, PaymentAnswer } from '../models/index.ts';
import { denyInvoices } from './declare-invoices.ts';
import { releaseLines } from './free-stale-lines.ts';
import { recordAudit } from './record-audit.ts';
import { settlePayment } from './settle-payment.ts';

export interface Cancellation { paymentId: string; reason: string; actor: string; now: Date }

/** @throws AppError reason_empty, not_found, payment_already_paid, transition_not_allowed */
export async function cancelPayment({ paymentId, reason, actor, now }: Cancellation): Promise<Payment> {
  if (reason.trim() === '') throw new AppError('reason_empty', {}, 'reason');
  if ((await settlePayment(paymentId, { door: 'staff', now })) === 'paid') throw new AppError('payment_already_paid');
  return inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId, { rejectOnEmpty: true });
    const state = nextPaymentState(payment.state, 'stopped');
    if (!state) throw new AppError(payment.state === 'paid' ? 'payment_already_paid' : 'transition_not_allowed');
    if (payment.state === 'reported') await denyInvoices(payment, { source: 'staff', actor, now });
    const isFree = (payment.state === 'reported' && payment.interface === 'url') || (await hasJustEnded(payment, now));
    await payment.update({ state, stoppedAt: now, problem: `N’est plus attendu\u00a0: ${reason.trim().slice(0, 300)}`, ...(isFree && payment.liveUntil > now ? { liveUntil: now } : {}) });
    if (isFree) await releaseLines(payment.id);
    await recordAudit({ actor, action: 'payment_cancelled', object: payment.id, detail: reason.trim().slice(0, 300) });
    return payment;
  });
}

/** PayFiP has just answered that nothing is to be expected any more: its silence is no such answer, nor an abandonment that may be paid on. */
async function hasJustEnded(payment: Payment, now: Date): Promise<boolean> {
  const said = await PaymentAnswer.findOne({ where: { paymentId: payment.id, door: 'staff', at: now }, raw: true });
  if (!said || said.kind === 'outage') return false;
  const answer = said.kind === 'result' ? { kind: said.kind, resultrans: said.code } : { kind: said.kind, code: said.code };
  return ['refused', 'cancelled', 'expired-but-watched', 'gone'].includes(decideOutcome({ answer, ageMs: ageOf(payment, now) }));
}
