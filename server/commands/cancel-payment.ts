// Staff wait no more for an attempt, or deny a payment announced without proof. PayFiP is asked first, and a late payment still wins:
// as long as it may still be made, the invoices stay reserved.
import { Op } from 'sequelize';
import { inTransaction } from '../db/database.ts';
import { newId } from '../crypto/tokens.ts';
import { ageOf, nextPaymentState } from '../domain/payment.ts';
import { decideOutcome, isProduction, productionLetters } from '../domain/payfip-result.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, Payment, PaymentAnswer, PaymentLine } from '../models/index.ts';
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
    if (payment.state === 'reported') await denyReport(payment, { actor, now });
    const isFree = (payment.state === 'reported' && payment.interface === 'url') || (await hasJustEnded(payment, now));
    await payment.update({ state, stoppedAt: now, problem: `Plus attendu\u00a0: ${reason.trim().slice(0, 300)}`, ...(isFree && payment.liveUntil > now ? { liveUntil: now } : {}) });
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

/** The invoices that it had announced as paid are to be paid again, unless another attempt announces them too. */
async function denyReport(payment: Payment, { actor, now }: { actor: string; now: Date }): Promise<void> {
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  for (const { invoiceId } of lines) {
    const others = (await PaymentLine.findAll({ where: { invoiceId, paymentId: { [Op.ne]: payment.id } }, raw: true })).map((line) => line.paymentId);
    const isHeld = (await Payment.count({ where: { id: others, state: 'reported', saisie: productionLetters } })) > 0;
    if (!isHeld) await Invoice.update({ declared: null }, { where: { id: invoiceId, declared: 'payfip' } });
    const detail = JSON.stringify({ payment: payment.id, number: payment.number, actor });
    if (isProduction(payment.saisie)) await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'report_denied', source: 'staff', detail, at: now });
  }
}
