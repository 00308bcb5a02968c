// Why: the life of an attempt to pay: its states, how long it keeps its invoices, when PayFiP is asked again.
import type { PayfipInterface, PayfipStage, PaymentState } from '../contract/states.ts';
import { decideOutcome, isTest, liveForMs, nextPollDelay, type Answer, type Outcome } from './payfip-result.ts';

/**
 * What may happen to an attempt. The outcomes of PayFiP, and: `created` (it may be opened), `not_created`,
 * `reported` (an unsigned result says paid, or PayFiP says what is not understood), `confirmed` (staff have the proof), `unconfirmed` (they were wrong; `reannounced`: but it had been announced), `stopped` (staff give up waiting).
 */
export type PaymentEvent = Exclude<Outcome, 'waiting' | 'unknown'> | 'created' | 'not_created' | 'reported' | 'confirmed' | 'unconfirmed' | 'reannounced' | 'stopped';

/** Paid is final, unless staff were wrong to confirm it by hand, and reached from everywhere but `starting` and `failed`, which no payer has ever seen. */
const nextStates: Record<PaymentState, Partial<Record<PaymentEvent, PaymentState>>> = {
  starting: { created: 'open', not_created: 'failed' },
  open: {
    paid: 'paid', refused: 'refused', cancelled: 'cancelled', 'expired-but-watched': 'expired', gone: 'gone',
    reported: 'reported', confirmed: 'paid', stopped: 'stopped',
  },
  expired: { paid: 'paid', refused: 'refused', cancelled: 'cancelled', gone: 'gone', reported: 'reported', confirmed: 'paid', stopped: 'stopped' },
  gone: { paid: 'paid', refused: 'refused', cancelled: 'cancelled', reported: 'reported', confirmed: 'paid', stopped: 'stopped' },
  refused: { paid: 'paid', cancelled: 'cancelled', reported: 'reported', confirmed: 'paid' },
  cancelled: { paid: 'paid', refused: 'refused', reported: 'reported', confirmed: 'paid' },
  reported: { paid: 'paid', refused: 'refused', cancelled: 'cancelled', confirmed: 'paid', stopped: 'stopped' },
  stopped: { paid: 'paid', refused: 'refused', cancelled: 'cancelled', gone: 'gone', reported: 'reported', confirmed: 'paid' },
  failed: {},
  paid: { unconfirmed: 'stopped', reannounced: 'reported' },
};

/** The state after the event; null when the event changes nothing there, or may not happen. */
export function nextPaymentState(state: PaymentState, event: PaymentEvent): PaymentState | null {
  return nextStates[state][event] ?? null;
}

/** By address, staff have the proof that PayFiP does not give; of the web service, only what was not understood waits for them. */
export const waitsForProof = ({ interface: door, saisie, state }: { interface: PayfipInterface; saisie: string; state: PaymentState }): boolean =>
  !isTest(saisie) && (door === 'url' || state === 'reported');

/** Nothing more can come of it but a late payment: its invoices may be paid by another attempt. */
export function isDecided(state: PaymentState): boolean {
  return !['starting', 'open', 'expired', 'stopped'].includes(state);
}

/** What an unsigned result, that anyone may have written, may do: it announces, or ends what was not announced. */
export const nextStateUnproved = (state: PaymentState, event: 'reported' | 'refused' | 'cancelled'): PaymentState | null =>
  (state === 'reported' ? null : nextPaymentState(state, event));

/** Somebody has said that it is paid, were it without proof: the letter received is kept until PayFiP says otherwise. */
export const wasAnnounced = ({ resultrans }: { resultrans: string | null }): boolean => resultrans !== null;

/** Announced once already, and looked for in vain by staff: said again, it is noted and no more. */
export const isDenied = ({ state, resultrans }: { state: PaymentState; resultrans: string | null }): boolean => state === 'stopped' && wasAnnounced({ resultrans });

const minute = 60_000;
const day = 24 * 60 * minute;
/** PayFiP answers about an operation for a year (payfip.md §3.5). */
const readableForMs = 365 * day;

/** Times of an attempt. `watchedFrom`: what its age counts from instead of its creation, once time was lost. */
export interface Watch { createdAt: Date; watchedFrom?: Date | null; checkedAt?: Date | null; liveUntil: Date; nextCheckAt?: Date | null }
type Watched = Pick<Watch, 'createdAt' | 'watchedFrom'>;

export const watchStart = ({ createdAt, watchedFrom }: Watched): Date => watchedFrom ?? createdAt;

/** Age of an attempt in ms, without the time in which nobody looked; a clock that was put back does not make it unborn. */
export const ageOf = (payment: Watched, now: Date): number => Math.max(0, now.getTime() - watchStart(payment).getTime());

/** A check that comes later than this was not late: the machine was off or asleep, or its clock was put forward. */
const latestCheckMs = 120 * minute;

/**
 * The watch taken up again where it was left, when a check comes far too late; null when it does not.
 * Nobody gives up an attempt because of a time in which nobody looked: neither its invoices, nor the questions to PayFiP.
 */
export function resumeWatch(payment: Watch, now: Date): { watchedFrom: Date; liveUntil: Date; nextCheckAt: Date } | null {
  const { checkedAt, liveUntil: until, nextCheckAt } = payment;
  if (!nextCheckAt || now.getTime() - nextCheckAt.getTime() <= latestCheckMs) return null;
  const start = watchStart(payment).getTime();
  const lostMs = Math.max(0, now.getTime() - Math.max(start, checkedAt?.getTime() ?? 0));
  const liveUntil = new Date(until.getTime() + lostMs);
  return { watchedFrom: new Date(start + lostMs), liveUntil, nextCheckAt: now };
}

/** Until when an attempt keeps its invoices to itself: never less than an operation lives at PayFiP. */
export function liveUntil(createdAt: Date, waitMinutes: number): Date {
  return new Date(createdAt.getTime() + Math.max(liveForMs, waitMinutes * minute));
}

/** By address nobody can be asked, and the attempt is looked at all the same: only so is it known which time nobody watched. */
const lookEveryMs = 10 * minute;
export const nextLookAt = (until: Date, now: Date): Date => new Date(Math.min(until.getTime(), now.getTime() + lookEveryMs));

/** Whole minutes to wait, 1 at least. */
export const minutesUntil = (instant: Date, now: Date): number => Math.max(1, Math.ceil((instant.getTime() - now.getTime()) / minute));

/** When to ask again after `outcome`; null: never. Silence of the service is not an answer: once a week has passed, it is asked every day. */
export function nextCheckAt(outcome: Outcome, payment: Watched, now: Date): Date | null {
  const ageMs = ageOf(payment, now);
  const delay = nextPollDelay({ outcome, ageMs }) ?? (outcome === 'unknown' && ageMs < readableForMs ? day : null);
  return delay === null ? null : new Date(now.getTime() + delay);
}

/** Once it has lasted this long, the silence of the service about an attempt stops nobody: neither the attempt, that expires, nor another one. */
const longestSilenceMs = 7 * day;

/** Silent, it still stops whoever would pay the same invoices. */
export const isSilenceStopping = (payment: Watched, now: Date): boolean => ageOf(payment, now) < longestSilenceMs;

/** Before its invoices are paid again, PayFiP is asked; not once more about an attempt of which it has said nothing for a week, and is asked every day. */
export const isWorthAsking = (payment: Watched & { nextCheckAt: Date | null }, now: Date): boolean =>
  isSilenceStopping(payment, now) || (payment.nextCheckAt ?? now) <= now;

/** What was heard of PayFiP: a result; that it knows of nothing yet, or any more; silence, or what nobody understands; or it had not to be asked. */
export type Heard = 'result' | 'nothing' | 'silence' | 'unasked';

/** A letter that nobody knows holds the attempt for staff; a fault that nobody knows says nothing of it. */
export function heardIn(answer: Answer): Heard {
  if (answer.kind === 'result') return 'result';
  return decideOutcome({ answer, ageMs: liveForMs }) === 'unknown' ? 'silence' : 'nothing';
}

/** PayFiP’s last notification comes in the night that follows the payment (payfip.md §3.7). */
const longestNoticeMs = day;

/**
 * Why a notification was in vain: PayFiP, once asked, knows of no payment; or it was paid, and notified already, or long ago.
 * `paid`: what was known when it came, null when it was not known to be paid. A resident who came back first is the common run of things: null.
 */
export function vainNotice(heard: Heard, paid: { settledAt: Date | null; isNotified: boolean } | null, now: Date): 'nothing' | 'paid' | null {
  if (heard === 'nothing') return 'nothing';
  if (heard !== 'unasked' || paid === null) return null;
  const isLate = paid.settledAt !== null && now.getTime() - paid.settledAt.getTime() > longestNoticeMs;
  return isLate || paid.isNotified ? 'paid' : null;
}

/** PayFiP opens the page of an operation within fifteen minutes, once (payfip.md §3.5). */
const openableForMs = 15 * minute;

/** The page may still be opened, and is not known to have been. `lastCode`: PayFiP's last letter, null when none. */
export const isOpenable = ({ state, createdAt, lastCode }: { state: PaymentState; createdAt: Date; lastCode: string | null }, now: Date): boolean =>
  state === 'open' && lastCode === null && now.getTime() - createdAt.getTime() < openableForMs;

/** No check is ever planned further: a date beyond was written by a clock that has been put back since. */
export const longestPlanMs = day + minute;

const saisies = { test: { service: 'T', url: 'T' }, activation: { service: 'X', url: 'X' }, production: { service: 'W', url: 'A' } } as const;

/** The letter that says to PayFiP what is being done; null when the régie is closed. */
export function saisieOf(stage: PayfipStage, door: PayfipInterface): 'T' | 'X' | 'W' | 'A' | null {
  return stage === 'closed' ? null : saisies[stage][door];
}

const meansOfLetter: Record<string, 'card' | 'debit'> = { P: 'card', R: 'card', V: 'debit', Z: 'debit' };

/** Card or debit, from PayFiP's letter (payfip.md §3.8); null when none was received: a confirmation does not say it. */
export const meansOf = (resultrans: string | null): 'card' | 'debit' | null => meansOfLetter[resultrans ?? ''] ?? null;
