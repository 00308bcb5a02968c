// Why: a resident whose payment window closed before PayFiP's page came is led back to it, as long as PayFiP may still open it.
import type { OwnPaymentRead } from '../db/reads.ts';
import { isOpenable } from '../domain/payment.ts';
import { paymentPageUrl } from '../payfip/payment-page.ts';

/** Of the same operation, never of a new one; null when its page can be opened no more. By address, the way back needs a secret that is not kept. */
export function resumeAddress({ idOp, baseUrl, ...payment }: OwnPaymentRead, now: Date): string | null {
  return idOp !== null && isOpenable({ ...payment, createdAt: new Date(payment.createdAt) }, now) ? paymentPageUrl(baseUrl, idOp) : null;
}
