// The one door by which an attempt gets its outcome: the notification, the return, the poll and staff all call it. It may be called at any time, any number of times.
import type { PaymentDoor, PaymentState } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { readAttempt } from '../db/reads.ts';
import { modelOf, reloadInWrite } from '../db/rows.ts';
import { ageOf, heardIn, type Heard } from '../domain/payment.ts';
import { AppError } from '../errors.ts';
import { Payment } from '../models/index.ts';
import { askPayment } from '../payfip/ask-payment.ts';
import { applyPaymentEvent } from './apply-payment-event.ts';
import { startingMs } from './compose-payment.ts';
import { leaveOutLostTime } from './leave-out-lost-time.ts';
import { recordReading } from './record-reading.ts';
import { settleByTime } from './settle-by-time.ts';

/** `signal`: PayFiP is not awaited longer. */
export interface Settling { door: PaymentDoor; now: Date; signal?: AbortSignal }

/** The service is asked once in this time at most on behalf of a door that anyone may push. */
const publicPauseMs = 60_000;
const isPublic = (door: PaymentDoor) => door === 'notification' || door === 'return';

const lines = new Map<string, Promise<unknown>>();

export interface Settled { state: PaymentState; heard: Heard }

/** Answers the state of the attempt afterwards. @throws AppError not_found */
export const settlePayment = async (paymentId: string, settling: Settling): Promise<PaymentState> => (await settleAttempt(paymentId, settling)).state;

/** Calls about one attempt follow each other. @throws AppError not_found */
export function settleAttempt(paymentId: string, settling: Settling): Promise<Settled> {
  const turn = (lines.get(paymentId) ?? Promise.resolve()).catch(() => undefined).then(() => settle(paymentId, settling));
  const kept = turn.finally(() => { if (lines.get(paymentId) === kept) lines.delete(paymentId); });
  lines.set(paymentId, kept);
  return kept;
}

/** Resolves when no settling is under way: what was started by a notification is not awaited by its answer. */
export async function settlingsUnderWay(): Promise<void> {
  while (lines.size > 0) await Promise.allSettled(lines.values());
}

async function settle(paymentId: string, { door, now, signal }: Settling): Promise<Settled> {
  const row = await readAttempt(paymentId);
  if (!row) throw new AppError('not_found');
  const payment = modelOf(Payment, row);
  if (payment.state === 'paid' || payment.state === 'failed') return { state: payment.state, heard: 'unasked' };
  if (payment.state === 'starting') return { state: await inTransaction(() => giveUpStarting(payment, now)), heard: 'unasked' };
  await leaveOutLostTime(payment, now);
  if (payment.interface === 'url' || payment.idOp === null) return { state: await inTransaction(() => settleByTime(payment, now)), heard: 'unasked' };
  if (isPublic(door) && (await isTooSoon(payment, now))) return { state: payment.state, heard: 'unasked' };
  if (signal?.aborted) return { state: payment.state, heard: 'silence' };
  const reading = await askPayment({ baseUrl: payment.baseUrl, signal }, payment.idOp);
  const state = await inTransaction(async () => recordReading(await reloadInWrite(payment), reading, { door, now }));
  return { state, heard: heardIn(reading.answer) };
}

/** The process that asked PayFiP is gone, or far beyond its time: no resident was ever sent there. */
async function giveUpStarting(payment: Payment, now: Date): Promise<PaymentState> {
  const { state } = await payment.reload();
  if (state !== 'starting' || ageOf(payment, now) < startingMs) return state;
  return failStarting(payment, now);
}

export async function failStarting(payment: Payment, now: Date): Promise<PaymentState> {
  await applyPaymentEvent(payment, 'not_created', now);
  await payment.set({ nextCheckAt: null, problem: 'Ouverture interrompue\u00a0: rien n’a été débité.' }).save();
  return payment.state;
}

/** A replayed notification costs nothing; the service is asked for it soon anyway. */
async function isTooSoon(payment: Payment, now: Date): Promise<boolean> {
  const { checkedAt, nextCheckAt } = payment;
  if (!checkedAt || checkedAt > now || now.getTime() - checkedAt.getTime() >= publicPauseMs) return false;
  const soon = new Date(checkedAt.getTime() + publicPauseMs);
  if (nextCheckAt === null || nextCheckAt > soon) await inTransaction(() => payment.update({ nextCheckAt: soon }));
  return true;
}
