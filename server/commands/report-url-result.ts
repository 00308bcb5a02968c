// The result posted to `urlcl`: unsigned, anyone may have written it. It may say « payée, à confirmer », never « payée ».
import type { PaymentState } from '../contract/states.ts';
import { fingerprint } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { ageOf, isDenied, meansOf, nextStateUnproved, watchStart } from '../domain/payment.ts';
import { compareResult, decideOutcome, liveForMs, parseTransactionTime, plausibleTime, type PaymentResult } from '../domain/payfip-result.ts';
import { differenceWords, unknownLetterWords } from '../domain/result-differences.ts';
import { AuditEntry, Payment, PaymentAnswer } from '../models/index.ts';
import { declareInvoices } from './declare-invoices.ts';
import { releaseLines } from './free-stale-lines.ts';
import { leaveOutLostTime } from './leave-out-lost-time.ts';
import { noteUnknownNotice } from './receive-notification.ts';
import { recordAnswer } from './record-answer.ts';
import { recordAudit } from './record-audit.ts';

export interface UrlReport { token: string; received: PaymentResult; now: Date }

/** One attempt does not fill the database, however often its address is called: beyond, only the first announcement is heard, and the journal says once that others were not. */
const mostReports = 20;

/** Answers the state of the attempt afterwards; null when the address is none of ours. */
export async function reportUrlResult({ token, received, now }: UrlReport): Promise<PaymentState | null> {
  const known = await Payment.findOne({ where: { tokenHash: fingerprint(token) } });
  if (!known) {
    await noteUnknownNotice('urlcl', now);
    return null;
  }
  return inTransaction(async () => {
    const payment = await known.reload();
    if (payment.state === 'paid') return 'paid';
    const sent = { ...payment.get(), montant: payment.amountCents };
    const differences = compareResult(received, sent);
    const isHeard = (await PaymentAnswer.count({ where: { paymentId: payment.id, door: 'urlcl' } })) < mostReports || (differences.length === 0 && isAnnouncement(payment, received));
    if (!isHeard) return noteTooMany(payment);
    const kind = differences.length > 0 ? 'fault' : 'result';
    await recordAnswer(payment, { door: 'urlcl', kind, code: received.resultrans, detail: { ...received, mel: undefined }, at: now });
    if (isDenied(payment)) return payment.state;
    if (differences.length === 0) return believe(payment, received, now);
    await recordAudit({ actor: 'visitor', action: 'payment_report_refused', object: payment.id, detail: differences.join(',') });
    // The journal keeps them all: a forged one does not hide what staff were told before.
    if (payment.problem === null) await payment.update({ problem: `Un résultat reçu sans preuve ne correspond pas\u00a0: ${differenceWords(differences, received, sent)}.` });
    return payment.state;
  });
}

/** Says paid, or what nobody understands, and nobody has said it yet. */
function isAnnouncement(payment: Payment, { resultrans }: PaymentResult): boolean {
  const outcome = decideOutcome({ answer: { kind: 'result', resultrans }, ageMs: 0 });
  return (outcome === 'paid' || (outcome === 'unknown' && isLetter(resultrans))) && !isDenied(payment) && nextStateUnproved(payment.state, 'reported') !== null;
}

const isLetter = (resultrans: string) => resultrans.trim() !== '';

async function noteTooMany({ id: object, state }: Payment): Promise<PaymentState> {
  const note = { actor: 'visitor', action: 'payment_report_refused', object, detail: 'too_many' } as const;
  if ((await AuditEntry.count({ where: note })) === 0) await recordAudit(note);
  return state;
}

async function believe(payment: Payment, received: PaymentResult, now: Date): Promise<PaymentState> {
  await leaveOutLostTime(payment, now);
  const outcome = decideOutcome({ answer: { kind: 'result', resultrans: received.resultrans }, ageMs: ageOf(payment, now) });
  if (outcome === 'paid') return announce(payment, received, now);
  // The list of letters is open: perhaps paid, and nobody can be asked.
  if (outcome === 'unknown' && isLetter(received.resultrans)) return announce(payment, received, now);
  if (outcome === 'waiting') await payment.update({ nextCheckAt: new Date(watchStart(payment).getTime() + liveForMs) });
  const state = outcome === 'refused' || outcome === 'cancelled' ? nextStateUnproved(payment.state, outcome) : null;
  if (state) {
    await payment.update({ state, nextCheckAt: null });
    await releaseLines(payment.id);
  }
  return payment.state;
}

async function announce(payment: Payment, received: PaymentResult, now: Date): Promise<PaymentState> {
  const state = nextStateUnproved(payment.state, 'reported');
  if (!state) return explain(payment, received, now);
  await payment.update({ state, ...announced(payment, received, now), nextCheckAt: null });
  await releaseLines(payment.id);
  await declareInvoices(payment, now);
  return payment.state;
}

/** What was not understood is understood at last. */
async function explain(payment: Payment, received: PaymentResult, now: Date): Promise<PaymentState> {
  const isClearer = payment.state === 'reported' && meansOf(payment.resultrans) === null && meansOf(received.resultrans) !== null;
  if (isClearer) await payment.update(announced(payment, received, now));
  return payment.state;
}

/** What staff were told before stays, unless this says what was not understood. */
function announced({ createdAt, resultrans: known, problem }: Payment, { resultrans, numauto, dattrans, heurtrans }: PaymentResult, now: Date) {
  const letter = resultrans.trim().slice(0, 40);
  const transactionAt = plausibleTime(parseTransactionTime(dattrans, heurtrans), { createdAt, now });
  const told = problem === unknownLetterWords(known ?? '') ? null : problem;
  return { resultrans: letter, numauto: numauto.slice(0, 40) || null, transactionAt, problem: told ?? (meansOf(letter) === null ? unknownLetterWords(letter) : null) };
}
