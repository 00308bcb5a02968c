// Staff confirm a payment from a ticket or a statement of the Treasury: by address, where PayFiP proves nothing, or when its answer was not understood.
import { formatDay } from '../contract/format.ts';
import { inTransaction } from '../db/database.ts';
import { dayInFrance, startOfDayInFrance } from '../domain/days.ts';
import { isProduction } from '../domain/payfip-result.ts';
import { nextPaymentState, waitsForProof } from '../domain/payment.ts';
import { AppError } from '../errors.ts';
import { AuditEntry, Payment } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';
import { settleInvoices } from './settle-invoices.ts';
import { isOnWordOfAgent } from './undo-confirmation.ts';

/** `paidOn`: the day on the proof, which decides of the period; absent: the day announced, else this one. */
export interface Confirmation { paymentId: string; paidOn?: string | undefined; actor: string; now: Date }

/** A second confirmation changes nothing. @throws AppError not_found, payment_already_paid, payment_not_confirmable, transition_not_allowed, day_in_future, day_before_payment */
export function confirmPayment({ paymentId, paidOn, actor, now }: Confirmation): Promise<Payment> {
  return inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    if (payment.state === 'paid') return confirmedAlready(payment);
    if (!waitsForProof(payment)) throw new AppError('payment_not_confirmable');
    const state = nextPaymentState(payment.state, 'confirmed');
    if (!state) throw new AppError('transition_not_allowed');
    if (paidOn) checkDay(paidOn, payment.createdAt, now);
    payment.set({ state, settledAt: now, nextCheckAt: null, problem: null });
    if (paidOn && paidOn !== dayInFrance(payment.transactionAt ?? now)) payment.set({ transactionAt: startOfDayInFrance(paidOn) });
    await recordAudit({ actor, action: 'payment_confirmed', object: payment.id });
    await settleInvoices(payment, { source: 'url-confirmed', actor, now });
    return payment.save();
  });
}

function checkDay(paidOn: string, createdAt: Date, now: Date): void {
  if (paidOn > dayInFrance(now)) throw new AppError('day_in_future', {}, 'paidOn');
  const startedOn = dayInFrance(createdAt);
  if (paidOn < startedOn) throw new AppError('day_before_payment', { day: formatDay(startedOn) }, 'paidOn');
}

/** By hand: what PayFiP has proved itself is not to be confirmed. An activation settles nothing by which it would be known. */
async function confirmedAlready(payment: Payment): Promise<Payment> {
  const isByHand = isProduction(payment.saisie) ? await isOnWordOfAgent(payment) : (await AuditEntry.count({ where: { action: 'payment_confirmed', object: payment.id } })) > 0;
  if (!isByHand) throw new AppError('payment_already_paid');
  return payment;
}
