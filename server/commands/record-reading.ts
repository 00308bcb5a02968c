// What PayFiP has just said of an attempt: kept as a fact, compared with what was asked, and drawn the conclusion of.
import type { PaymentDoor, PaymentState } from '../contract/states.ts';
import { saveInWrite } from '../db/rows.ts';
import { ageOf, isDenied, isSilenceStopping, nextCheckAt, nextPaymentState, wasAnnounced } from '../domain/payment.ts';
import { compareResult, decideOutcome, mergeOutcome, parseTransactionTime, type Difference, type Outcome, type PaymentResult } from '../domain/payfip-result.ts';
import { differenceWords, unknownLetterWords } from '../domain/result-differences.ts';
import { log } from '../log.ts';
import type { Payment } from '../models/index.ts';
import type { PaymentReading } from '../payfip/ask-payment.ts';
import { PayfipUnavailable } from '../payfip/payfip-errors.ts';
import { applyPaymentEvent, isReservationOver } from './apply-payment-event.ts';
import { declareInvoices, denyInvoices } from './declare-invoices.ts';
import { releaseLines } from './free-stale-lines.ts';
import { isSameAnswer, lastAnswer, recordAnswer } from './record-answer.ts';
import { recordAudit } from './record-audit.ts';
import { recordBoundedAudit } from './record-bounded-audit.ts';
import { settleInvoices } from './settle-invoices.ts';

export async function recordReading(payment: Payment, { answer, result, error }: PaymentReading, { door, now }: { door: PaymentDoor; now: Date }): Promise<PaymentState> {
  if (payment.state === 'paid') return 'paid';
  const code = answer.kind === 'result' ? answer.resultrans : answer.kind === 'fault' ? answer.code : error instanceof PayfipUnavailable ? error.reason : '';
  const fact = { door, kind: answer.kind, code, detail: result ? fieldsOf(result) : { label: error?.message ?? '' }, at: now };
  const differences = result ? compareResult(result, { ...payment.get(), montant: payment.amountCents }) : [];
  const meant = decideOutcome({ answer, ageMs: ageOf(payment, now) });
  // It has said something of it once: to have forgotten it denies nothing.
  const isForgotten = meant === 'gone' && wasAnnounced(payment);
  const found = differences.length > 0 || isForgotten ? 'unknown' : meant;
  const last = found === 'paid' ? null : await lastAnswer(payment);
  if (answer.kind === 'outage' && last?.kind !== 'outage') await recordBoundedAudit({ actor: 'payfip', action: 'payment_unanswered', object: payment.id, detail: `outage ${code}` }, now);
  if (door !== 'poll' || !isSameAnswer(last, fact)) await recordAnswer(payment, fact);
  if (result && differences.length > 0) await noteDifferences(payment, result, differences);
  if (result && found === 'unknown' && (meant === 'paid' || meant === 'unknown')) await holdForStaff(payment, result, now);
  const state = await applyOutcome(payment, found, now);
  if (state === 'paid' && result) await finish(payment, result, now);
  await saveInWrite(payment);
  return state;
}

const fieldsOf = ({ numcli, exer, refdet, objet, montant, saisie, resultrans, numauto, dattrans, heurtrans }: PaymentResult) =>
  ({ numcli, exer, refdet, objet, montant, saisie, resultrans, numauto, dattrans, heurtrans });

async function noteDifferences(payment: Payment, result: PaymentResult, differences: Difference[]): Promise<void> {
  const problem = `Le résultat reçu n’est pas celui de cette tentative\u00a0: ${differenceWords(differences, result, { ...payment.get(), montant: payment.amountCents })}.`;
  log.warn({ payment: payment.id, differences }, 'payment result differs');
  if (payment.problem === problem) return;
  await payment.update({ problem });
  await recordAudit({ actor: 'payfip', action: 'payment_result_differs', object: payment.id, detail: differences.join(',') });
}

/** Perhaps paid: nobody pays its invoices again before staff have looked. PayFiP is still asked, and a clear « paid » settles them. */
async function holdForStaff(payment: Payment, { resultrans }: PaymentResult, now: Date): Promise<void> {
  const state = isDenied(payment) ? null : nextPaymentState(payment.state, 'reported');
  if (!state) return;
  log.warn({ payment: payment.id, resultrans }, 'payment result not understood');
  const problem = payment.problem ?? unknownLetterWords(resultrans);
  await payment.update({ state, resultrans: resultrans.slice(0, 40), problem });
  await declareInvoices(payment, now);
}

const outcomeOfState: Partial<Record<PaymentState, Outcome>> = { expired: 'expired-but-watched', refused: 'refused', cancelled: 'cancelled', gone: 'gone' };

async function applyOutcome(payment: Payment, found: Outcome, now: Date): Promise<PaymentState> {
  const merged = mergeOutcome(outcomeOfState[payment.state] ?? 'waiting', found);
  const isSilentTooLong = found === 'unknown' && payment.state === 'open' && !isSilenceStopping(payment, now);
  const event = isSilentTooLong ? 'expired-but-watched' : merged;
  const wasHeld = payment.state === 'reported';
  if (event !== 'waiting' && event !== 'unknown') await applyPaymentEvent(payment, event, now);
  else if (isReservationOver(payment, now)) await releaseLines(payment.id);
  if (wasHeld && payment.state !== 'reported' && payment.state !== 'paid') await letGo(payment, now);
  payment.set({ checkedAt: now, nextCheckAt: nextCheckAt(found === 'unknown' ? 'unknown' : merged, payment, now) });
  return payment.state;
}

/** PayFiP says clearly at last that nothing was paid: its invoices may be paid again. */
async function letGo(payment: Payment, now: Date): Promise<void> {
  payment.set({ resultrans: null, problem: null });
  await denyInvoices(payment, { source: 'payfip', now });
}

async function finish(payment: Payment, { resultrans, numauto, dattrans, heurtrans }: PaymentResult, now: Date): Promise<void> {
  const transactionAt = parseTransactionTime(dattrans, heurtrans);
  payment.set({ resultrans, numauto: numauto || null, transactionAt, settledAt: now, nextCheckAt: null, problem: null });
  await settleInvoices(payment, { source: 'payfip', actor: 'payfip', now });
}
