// The one door by which an attempt gets its outcome: the notification, the return, the poll and staff all call it. It may be called at any time, any number of times.
import { Op } from 'sequelize';
import type { PaymentDoor, PaymentState } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { ageOf, isDecided, isDenied, nextCheckAt, nextPaymentState, type PaymentEvent } from '../domain/payment.ts';
import { compareResult, decideOutcome, liveForMs, mergeOutcome, parseTransactionTime, type Difference, type Outcome, type PaymentResult } from '../domain/payfip-result.ts';
import { AppError } from '../errors.ts';
import { log } from '../log.ts';
import { Payment, PaymentAnswer } from '../models/index.ts';
import { askPayment, type PaymentReading } from '../payfip/ask-payment.ts';
import { PayfipUnavailable } from '../payfip/payfip-errors.ts';
import { startingMs } from './compose-payment.ts';
import { declareInvoices } from './declare-invoices.ts';
import { releaseLines } from './free-stale-lines.ts';
import { leaveOutLostTime } from './leave-out-lost-time.ts';
import { isKnownAnswer, recordAnswer } from './record-answer.ts';
import { recordAudit } from './record-audit.ts';
import { settleInvoices } from './settle-invoices.ts';

export interface Settling { door: PaymentDoor; now: Date }

/** The service is asked once in this time at most on behalf of a door that anyone may push. */
const publicPauseMs = 60_000;
const isPublic = (door: PaymentDoor) => door === 'notification' || door === 'return';
const weekMs = 7 * 24 * 3_600_000;

const lines = new Map<string, Promise<unknown>>();

/** Answers the state of the attempt afterwards. Calls about one attempt follow each other. @throws AppError not_found */
export function settlePayment(paymentId: string, settling: Settling): Promise<PaymentState> {
  const turn = (lines.get(paymentId) ?? Promise.resolve()).catch(() => undefined).then(() => settle(paymentId, settling));
  const kept = turn.finally(() => { if (lines.get(paymentId) === kept) lines.delete(paymentId); });
  lines.set(paymentId, kept);
  return kept;
}

/** Resolves when no settling is under way: what was started by a notification is not awaited by its answer. */
export async function settlingsUnderWay(): Promise<void> {
  while (lines.size > 0) await Promise.allSettled(lines.values());
}

async function settle(paymentId: string, { door, now }: Settling): Promise<PaymentState> {
  const payment = await Payment.findByPk(paymentId);
  if (!payment) throw new AppError('not_found');
  if (payment.state === 'paid' || payment.state === 'failed') return payment.state;
  if (payment.state === 'starting') return inTransaction(() => giveUpStarting(payment, now));
  await leaveOutLostTime(payment, now);
  if (payment.interface === 'url' || payment.idOp === null) return inTransaction(() => settleByTime(payment, now));
  if (isPublic(door) && (await isTooSoon(payment, now))) return payment.state;
  const reading = await askPayment({ baseUrl: payment.baseUrl }, payment.idOp);
  return inTransaction(async () => recordReading(await payment.reload(), reading, { door, now }));
}

/** The process that asked PayFiP is gone, or far beyond its time: no resident was ever sent there. */
async function giveUpStarting(payment: Payment, now: Date): Promise<PaymentState> {
  const { state } = await payment.reload();
  if (state !== 'starting' || ageOf(payment, now) < startingMs) return state;
  return failStarting(payment);
}

export async function failStarting(payment: Payment): Promise<PaymentState> {
  await payment.update({ state: 'failed', nextCheckAt: null, problem: 'Ouverture interrompue\u00a0: rien n’a été débité.' });
  await releaseLines(payment.id);
  return 'failed';
}

/** By address there is nobody to ask: what was said before its time, else silence. */
async function settleByTime(payment: Payment, now: Date): Promise<PaymentState> {
  const { state, liveUntil } = await payment.reload();
  if (state !== 'open') {
    await payment.update({ nextCheckAt: null });
    return state;
  }
  const said = await PaymentAnswer.findOne({ where: { paymentId: payment.id, door: 'urlcl', kind: 'result' }, order: [['at', 'DESC']], raw: true });
  const outcome = decideOutcome({ answer: said ? { kind: 'result', resultrans: said.code } : { kind: 'fault', code: 'P5' }, ageMs: ageOf(payment, now) });
  const isOver = outcome === 'refused' || outcome === 'cancelled' || liveUntil <= now;
  if (!isOver) return state;
  await applyEvent(payment, outcome === 'refused' || outcome === 'cancelled' ? outcome : 'expired-but-watched', now);
  await payment.set({ nextCheckAt: null }).save();
  return payment.state;
}

/** A replayed notification costs nothing; the service is asked for it soon anyway. */
async function isTooSoon(payment: Payment, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - publicPauseMs);
  const last = await PaymentAnswer.findOne({
    where: { paymentId: payment.id, door: ['notification', 'return'], at: { [Op.gt]: since, [Op.lte]: now } }, order: [['at', 'DESC']], raw: true,
  });
  if (!last) return false;
  const soon = new Date(new Date(last.at).getTime() + publicPauseMs);
  if (payment.nextCheckAt === null || payment.nextCheckAt > soon) await inTransaction(() => payment.update({ nextCheckAt: soon }));
  return true;
}

async function recordReading(payment: Payment, { answer, result, error }: PaymentReading, { door, now }: Settling): Promise<PaymentState> {
  if (payment.state === 'paid') return 'paid';
  const code = answer.kind === 'result' ? answer.resultrans : answer.kind === 'fault' ? answer.code : error instanceof PayfipUnavailable ? error.reason : '';
  const fact = { door, kind: answer.kind, code, detail: result ? fieldsOf(result) : { label: error?.message ?? '' }, at: now };
  if (door !== 'poll' || !(await isKnownAnswer(payment, fact))) await recordAnswer(payment, fact);
  const differences = result ? compareResult(result, { ...payment.get(), montant: payment.amountCents }) : [];
  if (result && differences.length > 0) await noteDifferences(payment, result, differences);
  const meant = decideOutcome({ answer, ageMs: ageOf(payment, now) });
  const found = differences.length > 0 ? 'unknown' : meant;
  if (result && found === 'unknown' && (meant === 'paid' || meant === 'unknown')) await holdForStaff(payment, result, now);
  const state = await applyOutcome(payment, found, now);
  if (state === 'paid' && result) await finish(payment, result, now);
  await payment.save();
  return state;
}

const fieldsOf = ({ numcli, exer, refdet, objet, montant, saisie, resultrans, numauto, dattrans, heurtrans }: PaymentResult) =>
  ({ numcli, exer, refdet, objet, montant, saisie, resultrans, numauto, dattrans, heurtrans });

async function noteDifferences(payment: Payment, result: PaymentResult, differences: Difference[]): Promise<void> {
  const problem = `Le résultat reçu n’est pas celui de cette tentative\u00a0: ${differences.map((name) => `${name} ${result[name] || 'absent'}`).join(', ')}.`;
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
  const problem = payment.problem ?? `PayFiP a répondu «\u00a0${resultrans}\u00a0», que ce portail ne connaît pas.`;
  await payment.update({ state, resultrans: resultrans.slice(0, 40), problem });
  await declareInvoices(payment, now);
}

const outcomeOfState: Partial<Record<PaymentState, Outcome>> = { expired: 'expired-but-watched', refused: 'refused', cancelled: 'cancelled', gone: 'gone' };

async function applyOutcome(payment: Payment, found: Outcome, now: Date): Promise<PaymentState> {
  const merged = mergeOutcome(outcomeOfState[payment.state] ?? 'waiting', found);
  const isSilentTooLong = found === 'unknown' && payment.state === 'open' && ageOf(payment, now) >= weekMs;
  const event = isSilentTooLong ? 'expired-but-watched' : merged;
  if (event !== 'waiting' && event !== 'unknown') await applyEvent(payment, event, now);
  else if (isReservationOver(payment, now)) await releaseLines(payment.id);
  payment.set({ checkedAt: now, nextCheckAt: nextCheckAt(found === 'unknown' ? 'unknown' : merged, payment, now) });
  return payment.state;
}

/** Sets the state; whoever calls saves it, with what else it learnt. What is paid frees its invoices as it settles them. */
async function applyEvent(payment: Payment, event: PaymentEvent, now: Date): Promise<void> {
  const state = nextPaymentState(payment.state, event) ?? payment.state;
  if (state !== payment.state) payment.set({ state });
  if (state !== 'paid' && (isDecided(state) || isReservationOver(payment, now))) await releaseLines(payment.id);
}

const isReservationOver = (payment: Payment, now: Date) => payment.liveUntil <= now && ageOf(payment, now) >= liveForMs;

async function finish(payment: Payment, { resultrans, numauto, dattrans, heurtrans }: PaymentResult, now: Date): Promise<void> {
  const transactionAt = parseTransactionTime(dattrans, heurtrans);
  payment.set({ resultrans, numauto: numauto || null, transactionAt, settledAt: now, nextCheckAt: null, problem: null });
  await settleInvoices(payment, { source: 'payfip', actor: 'payfip', now });
}
