// Why: a resident whose payment window closed before PayFiP's page came is led back to it, as long as PayFiP may still open it.
import type { OwnPaymentRead } from '../db/reads.ts';
import { paymentPageUrl } from '../payfip/payment-page.ts';

/** PayFiP opens an operation within fifteen minutes, once (payfip.md §3.5). */
const openableForMs = 15 * 60_000;

/** Of the same operation, never of a new one; null when its page is known to have been opened, or can be no more. By address, the way back needs a secret that is not kept. */
export function resumeAddress({ state, idOp, baseUrl, createdAt, lastCode }: OwnPaymentRead, now: Date): string | null {
  const isInTime = now.getTime() - new Date(createdAt).getTime() < openableForMs;
  return state === 'open' && idOp !== null && lastCode === null && isInTime ? paymentPageUrl(baseUrl, idOp) : null;
}
