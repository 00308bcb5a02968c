// « Vérifier maintenant »: an agent has PayFiP asked about one attempt.
import type { PaymentState } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { recordAudit } from './record-audit.ts';
import { settlePayment } from './settle-payment.ts';

/** @throws AppError not_found */
export async function checkPayment({ paymentId, actor, now }: { paymentId: string; actor: string; now: Date }): Promise<PaymentState> {
  const state = await settlePayment(paymentId, { door: 'staff', now });
  await inTransaction(() => recordAudit({ actor, action: 'payment_checked', object: paymentId, detail: state }));
  return state;
}
