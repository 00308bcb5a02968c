// Staff confirm a payment made by address, from a ticket or a statement of the Treasury: the proof that PayFiP does not give there.
import { inTransaction } from '../db/database.ts';
import { nextPaymentState } from '../domain/payment.ts';
import { isTest } from '../domain/payfip-result.ts';
import { AppError } from '../errors.ts';
import { Payment } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';
import { settleInvoices } from './settle-invoices.ts';

/** A second confirmation changes nothing. @throws AppError not_found, payment_not_confirmable, transition_not_allowed */
export function confirmPayment({ paymentId, actor, now }: { paymentId: string; actor: string; now: Date }): Promise<Payment> {
  return inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    if (payment.interface !== 'url' || isTest(payment.saisie)) throw new AppError('payment_not_confirmable');
    if (payment.state === 'paid') return payment;
    const state = nextPaymentState(payment.state, 'confirmed');
    if (!state) throw new AppError('transition_not_allowed');
    payment.set({ state, settledAt: now, nextCheckAt: null });
    await recordAudit({ actor, action: 'payment_confirmed', object: payment.id });
    await settleInvoices(payment, { source: 'url-confirmed', actor, now });
    return payment.save();
  });
}
