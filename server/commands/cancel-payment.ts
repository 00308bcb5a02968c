// Staff give up waiting for an attempt, or deny a payment announced without proof. PayFiP is asked first, and a late payment still wins.
import { inTransaction } from '../db/database.ts';
import { newId } from '../crypto/tokens.ts';
import { nextPaymentState } from '../domain/payment.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, Payment, PaymentLine } from '../models/index.ts';
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
    await payment.update({ state, problem: `Annulé\u00a0: ${reason.trim().slice(0, 300)}` });
    await releaseLines(payment.id);
    await recordAudit({ actor, action: 'payment_cancelled', object: payment.id, detail: reason.trim().slice(0, 300) });
    return payment;
  });
}

/** The invoices that it had announced as paid are to be paid again. */
async function denyReport(payment: Payment, { actor, now }: { actor: string; now: Date }): Promise<void> {
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  for (const { invoiceId } of lines) {
    const [changed] = await Invoice.update({ declared: null }, { where: { id: invoiceId, declared: 'payfip' } });
    const detail = JSON.stringify({ payment: payment.id, number: payment.number, actor });
    if (changed > 0) await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'report_denied', source: 'staff', detail, at: now });
  }
}
