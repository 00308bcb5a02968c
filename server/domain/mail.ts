// Why: which mails exist, when a failed one is tried again, and what a mail server's refusal means.
import type { AccountState, PaymentState } from '../contract/states.ts';

export type { MailKind } from '../contract/states.ts';

/**
 * What becomes of a payment of which the payer was told otherwise. Staff were wrong to confirm it: it had been announced (`to_verify`), or not (`not_received`) ·
 * what was announced was looked for in vain (`not_found`), or PayFiP denies it (`not_made`) · it settles what it seemed to pay twice (`counts`).
 */
export const paymentNews = ['to_verify', 'not_received', 'not_found', 'not_made', 'counts'] as const;
export type PaymentNews = (typeof paymentNews)[number];

/** A mail may leave long after it was ordered: what it says has to be true still. */
export function isNewsTrue(news: PaymentNews, state: PaymentState): boolean {
  if (news === 'counts') return state === 'paid';
  if (news === 'to_verify') return state === 'reported';
  if (news === 'not_made') return state === 'refused' || state === 'cancelled';
  return state !== 'paid' && state !== 'reported';
}

const minute = 60_000;
const hour = 60 * minute;
/** Wait after each failed attempt; after the last one the mail has failed (2 days in all). */
const retryDelays = [minute, 5 * minute, 15 * minute, hour, 3 * hour, 6 * hour, 12 * hour, 24 * hour];

/** `uncertain`: the whole message left, no answer came: it may have been delivered. */
export type SendingFailure = 'temporary' | 'refused' | 'configuration' | 'uncertain';

/**
 * When to try again after `attempts` failures, in milliseconds; null = give up.
 * `random` in [0, 1) spreads the tries by ±20 %, so that a recovered server is not hit all at once.
 */
export function nextRetryDelay(attempts: number, failure: SendingFailure, random: number): number | null {
  if (failure === 'refused' || failure === 'uncertain') return null;
  const delay = retryDelays[attempts - 1];
  return delay === undefined ? null : Math.round(delay * (0.8 + 0.4 * random));
}

/** `refused` = this message will never pass; `configuration` = no message will pass until the settings change. */
export function classifySendingFailure(error: { code?: string; responseCode?: number; command?: string; isContentSent?: boolean }): SendingFailure {
  if (error.isContentSent && !error.responseCode) return 'uncertain';
  if (error.code === 'EAUTH' || error.code === 'ENOAUTH') return 'configuration';
  if (error.command === 'MAIL FROM' && (error.responseCode ?? 0) >= 500) return 'configuration';
  if (error.code === 'EENVELOPE' && (error.responseCode ?? 0) >= 500) return 'refused';
  if (error.code === 'EMESSAGE' && (error.responseCode ?? 0) >= 500) return 'refused';
  return 'temporary';
}

/** The present address of the account that wrote; of one that is blocked, perhaps in other hands, the address of that day. */
export const answerAddress = ({ senderEmail }: { senderEmail: string }, account: { email: string; state: AccountState } | null | undefined): string =>
  (account && account.state !== 'disabled' ? account.email : senderEmail);
