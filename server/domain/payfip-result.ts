// Why: what PayFiP's answer about a payment means, when to ask again, and whether it speaks of our attempt (payfip.md §3.8, §3.9, §7).

export type Outcome = 'paid' | 'refused' | 'cancelled' | 'waiting' | 'expired-but-watched' | 'gone' | 'unknown';

/** `fault`: a business rule (P1, P5…); `outage`: technical error, timeout, HTTP error, unreadable answer. */
export type Answer = { kind: 'result'; resultrans: string } | { kind: 'fault'; code: string } | { kind: 'outage' };

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
/** Before this age an operation may still be paid on PayFiP's page: nothing but a payment or a refused debit is final. */
export const liveForMs = 20 * minute;

/** What the answer means for an attempt created `ageMs` ago. `unknown`: change nothing, ask again. */
export function decideOutcome({ answer, ageMs }: { answer: Answer; ageMs: number }): Outcome {
  const isLive = ageMs < liveForMs;
  if (answer.kind === 'outage') return 'unknown';
  if (answer.kind === 'fault') return outcomeOfFault(answer.code, isLive);
  switch (answer.resultrans.trim().toUpperCase()) {
    case 'P': case 'V': return 'paid';
    case 'Z': return 'refused';
    case 'R': return isLive ? 'waiting' : 'refused';
    case 'A': return isLive ? 'waiting' : 'cancelled';
    default: return 'unknown';
  }
}

/** P5: no outcome yet. P1: purged, except on a live operation, where it is more likely a slip of the service. */
function outcomeOfFault(code: string, isLive: boolean): Outcome {
  if (code === 'P5') return isLive ? 'waiting' : 'expired-but-watched';
  if (code === 'P1') return isLive ? 'waiting' : 'gone';
  return 'unknown';
}

/** How much an outcome knows: a later answer replaces what is known only when it knows at least as much. */
const knowledge: Record<Outcome, number> = { unknown: 0, waiting: 1, 'expired-but-watched': 2, gone: 3, refused: 4, cancelled: 4, paid: 5 };

/** The outcome to keep: paid is never lost, and a late payment always wins over a refusal, a cancellation or an expiry. */
export function mergeOutcome(known: Outcome, found: Outcome): Outcome {
  return knowledge[found] >= knowledge[known] ? found : known;
}

/** Ages at which to ask, then every hour. Closer than the guide's 30 minutes, which it asks only after a technical error. */
const askAtMs = [1, 5, 15, 22, 30, 40, 50, 60].map((minutes) => minutes * minute);
const watchedForMs = 7 * day;
/** A refusal or a cancellation is watched for the night that follows: its payer may still pay on the open page. */
const watchedOnceClosedForMs = day;

/** Wait before the next query, in ms; null when there is nothing more to learn. */
export function nextPollDelay({ outcome, ageMs }: { outcome: Outcome; ageMs: number }): number | null {
  const isClosed = outcome === 'refused' || outcome === 'cancelled';
  if (outcome === 'paid' || outcome === 'gone' || ageMs >= (isClosed ? watchedOnceClosedForMs : watchedForMs)) return null;
  if (outcome === 'unknown') return 30 * minute;
  const next = askAtMs.find((age) => age > ageMs);
  return next === undefined ? hour : next - ageMs;
}

/** What PayFiP says of an operation, as strings: from the web service, or posted (unsigned) to `urlcl`. */
export interface PaymentResult {
  numcli: string; exer: string; refdet: string; objet: string; montant: string; mel: string; saisie: string;
  resultrans: string; numauto: string; dattrans: string; heurtrans: string;
}
export interface SentPayment { numcli: string; refdet: string; montant: number; saisie: string }
export type Difference = 'numcli' | 'refdet' | 'montant' | 'saisie';

/**
 * What the result says otherwise than the attempt; anything in it forbids to settle.
 * A test (T) or activation (X) result therefore never settles a production attempt, nor the reverse.
 */
export function compareResult(result: PaymentResult, attempt: SentPayment): Difference[] {
  const differences: Difference[] = [];
  if (result.numcli !== attempt.numcli) differences.push('numcli');
  if (result.refdet !== attempt.refdet) differences.push('refdet');
  if (!/^\d{1,9}$/.test(result.montant) || Number(result.montant) !== attempt.montant) differences.push('montant');
  if (result.saisie !== attempt.saisie) differences.push('saisie');
  return differences;
}

/** True when nothing but a payment in production may have produced it: the only results that settle an invoice for good. */
export const productionLetters = ['W', 'A', 'M'];
export const isProduction = (saisie: string): boolean => productionLetters.includes(saisie);

/** Nothing is ever debited: there is nothing to confirm. */
export const isTest = (saisie: string): boolean => saisie === 'T';

/** « 03122026 » and « 0905 », wall time in France → the instant; null when no such minute exists. Of a repeated hour, the first. */
export function parseTransactionTime(dattrans: string, heurtrans: string): Date | null {
  const [, dayOfMonth, month, year] = /^(\d{2})(\d{2})(\d{4})$/.exec(dattrans.trim()) ?? [];
  const [, hours, minutes] = /^(\d{2})(\d{2})$/.exec(heurtrans.trim()) ?? [];
  if (!dayOfMonth || !month || !year || !hours || !minutes) return null;
  const wall = `${year}-${month}-${dayOfMonth}T${hours}:${minutes}`;
  const instants = ['+02:00', '+01:00'].map((offset) => new Date(`${wall}:00${offset}`));
  return instants.find((instant) => !Number.isNaN(instant.getTime()) && wallTimeInFrance(instant) === wall) ?? null;
}

/** What an unsigned result says of its time, kept only when it can be true: it would decide in which period the payment is counted. */
export function plausibleTime(at: Date | null, { createdAt, now }: { createdAt: Date; now: Date }): Date | null {
  const slackMs = 10 * minute;
  return at !== null && at.getTime() >= createdAt.getTime() - slackMs && at.getTime() <= now.getTime() + slackMs ? at : null;
}

const frenchClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'short' });
const wallTimeInFrance = (instant: Date) => frenchClock.format(instant).replace(' ', 'T');
