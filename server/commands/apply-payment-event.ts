// The state of an attempt after an event, and the end of the reservation of its invoices.
import { ageOf, isDecided, nextPaymentState, type PaymentEvent } from '../domain/payment.ts';
import { liveForMs } from '../domain/payfip-result.ts';
import type { Payment } from '../models/index.ts';
import { releaseLines } from './free-stale-lines.ts';

/** Sets the state; whoever calls saves it, with what else it learnt. What is paid frees its invoices as it settles them. */
export async function applyPaymentEvent(payment: Payment, event: PaymentEvent, now: Date): Promise<void> {
  const state = nextPaymentState(payment.state, event) ?? payment.state;
  if (state !== payment.state) payment.set({ state });
  if (state !== 'paid' && (isDecided(state) || isReservationOver(payment, now))) await releaseLines(payment.id);
}

export const isReservationOver = (payment: Payment, now: Date) => payment.liveUntil <= now && ageOf(payment, now) >= liveForMs;
