// The result posted to `urlcl`: unsigned, anyone may have written it. It may say « payée, à confirmer », never « payée ».
import type { PaymentState } from '../contract/states.ts';
import { fingerprint, newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { ageOf, nextPaymentState, watchStart } from '../domain/payment.ts';
import { compareResult, decideOutcome, isProduction, liveForMs, parseTransactionTime, type PaymentResult } from '../domain/payfip-result.ts';
import { Invoice, InvoiceEvent, Payment, PaymentAnswer, PaymentLine } from '../models/index.ts';
import { releaseLines } from './free-stale-lines.ts';
import { leaveOutLostTime } from './leave-out-lost-time.ts';
import { noteUnknownNotice } from './receive-notification.ts';
import { recordAnswer } from './record-answer.ts';
import { recordAudit } from './record-audit.ts';

export interface UrlReport { token: string; received: PaymentResult; now: Date }

/** One attempt does not fill the database, however often its address is called. */
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
    if (payment.state === 'paid' || (await PaymentAnswer.count({ where: { paymentId: payment.id, door: 'urlcl' } })) >= mostReports) return payment.state;
    const differences = compareResult(received, { ...payment.get(), montant: payment.amountCents });
    const kind = differences.length > 0 ? 'fault' : 'result';
    await recordAnswer(payment, { door: 'urlcl', kind, code: received.resultrans, detail: { ...received, mel: undefined }, at: now });
    if (isDenied(payment)) return payment.state;
    if (differences.length === 0) return believe(payment, received, now);
    await recordAudit({ actor: 'visitor', action: 'payment_report_refused', object: payment.id, detail: differences.join(',') });
    await payment.update({ problem: `Un résultat reçu sans preuve ne correspond pas\u00a0: ${differences.map((name) => `${name} ${received[name] || 'absent'}`).join(', ')}.` });
    return payment.state;
  });
}

/** Announced once already, and looked for in vain by staff: said again, it is noted and no more. */
const isDenied = ({ state, resultrans }: Payment) => state === 'stopped' && resultrans !== null;

async function believe(payment: Payment, received: PaymentResult, now: Date): Promise<PaymentState> {
  await leaveOutLostTime(payment, now);
  const outcome = decideOutcome({ answer: { kind: 'result', resultrans: received.resultrans }, ageMs: ageOf(payment, now) });
  if (outcome === 'paid') return announce(payment, received, now);
  if (outcome === 'waiting') await payment.update({ nextCheckAt: new Date(watchStart(payment).getTime() + liveForMs) });
  const state = outcome === 'refused' || outcome === 'cancelled' ? nextPaymentState(payment.state, outcome) : null;
  if (state) {
    await payment.update({ state, nextCheckAt: null });
    await releaseLines(payment.id);
  }
  return payment.state;
}

async function announce(payment: Payment, { resultrans, numauto, dattrans, heurtrans }: PaymentResult, now: Date): Promise<PaymentState> {
  const state = nextPaymentState(payment.state, 'reported');
  if (!state) return payment.state;
  const transactionAt = parseTransactionTime(dattrans, heurtrans);
  await payment.update({ state, resultrans, numauto: numauto.slice(0, 40) || null, transactionAt, nextCheckAt: null });
  await releaseLines(payment.id);
  if (isProduction(payment.saisie)) await declareInvoices(payment, now);
  return payment.state;
}

async function declareInvoices(payment: Payment, now: Date): Promise<void> {
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  for (const { invoiceId } of lines) {
    const invoice = await Invoice.findByPk(invoiceId, { rejectOnEmpty: true });
    const detail = JSON.stringify({ payment: payment.id, number: payment.number });
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'reported_paid', source: 'payfip', detail, at: now });
    if (invoice.state === 'unpaid' || invoice.state === 'treasury') await invoice.update({ declared: 'payfip' });
  }
}
