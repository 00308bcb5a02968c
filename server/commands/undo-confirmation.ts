// A payment that staff had confirmed by hand, and wrongly: it settles nothing any more, in the transaction of whoever calls.
import { Op } from 'sequelize';
import { dueStates } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { isConfirmedByHand, paymentOf, standingFacts, type InvoiceFact } from '../domain/invoice.ts';
import { parseTransactionTime, plausibleTime } from '../domain/payfip-result.ts';
import { nextPaymentState, wasAnnounced } from '../domain/payment.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentAnswer, PaymentLine } from '../models/index.ts';
import { readDeclaration } from './declare-invoices.ts';
import { receiptKey } from './settle-invoices.ts';
import { factsOfInvoice } from './facts-of-invoice.ts';
import { recordAudit } from './record-audit.ts';
import { tellPayer } from './tell-payer.ts';
import { undoFact, type Undoing } from './undo-fact.ts';

/** Announced, it is to be confirmed again, even if it had been denied in between; else nobody waits for it any more. PayFiP, where it can be asked, may still prove it. @throws AppError transition_not_allowed */
export async function undoConfirmation(payment: Payment, undoing: Undoing): Promise<void> {
  const { reason, actor, now } = undoing;
  const isAnnounced = wasAnnounced(payment);
  const state = nextPaymentState(payment.state, isAnnounced ? 'reannounced' : 'unconfirmed');
  if (!state) throw new AppError('transition_not_allowed');
  const paymentId = payment.id;
  const lines = await PaymentLine.findAll({ where: { paymentId }, raw: true });
  await PaymentLine.update({ isAsked: false }, { where: { paymentId } });
  // Its announcement is read from its state by what follows.
  await payment.update({ state, settledAt: null, transactionAt: await announcedTime(payment), toSort: null, sortedAt: null, problem: `Confirmation annulée\u00a0: ${reason}`, ...(isAnnounced ? {} : { stoppedAt: now }) });
  for (const { invoiceId, outcome } of lines) {
    if (outcome === null) continue;
    const fact = await factOf(payment, invoiceId);
    if (outcome === 'settled') await undoFact({ id: fact.id, invoiceId, kind: outcome }, undoing);
    else await InvoiceEvent.create({ id: newId(), invoiceId, kind: isAnnounced ? 'reported_paid' : 'report_denied', source: 'staff', detail: JSON.stringify({ payment: paymentId, number: payment.number, reason, actor, undone: fact.id }), at: now });
    await Invoice.update({ declared: await readDeclaration(invoiceId) }, { where: { id: invoiceId, state: dueStates } });
  }
  await PaymentLine.update({ outcome: null }, { where: { paymentId } });
  await watchAgain(payment, now);
  if (await forgetReceipt(paymentId)) await tellPayer(payment, isAnnounced ? 'to_verify' : 'not_received');
  await recordAudit({ actor, action: 'payment_unconfirmed', object: paymentId, detail: reason });
}

/** PayFiP's page may still be open, unless it has said what it had to say: its invoices are kept for it until then. */
async function watchAgain(payment: Payment, now: Date): Promise<void> {
  const isService = payment.interface === 'service';
  const keepsInvoices = payment.liveUntil > now && (isService || !wasAnnounced(payment));
  if (keepsInvoices) await keepFreeLines(payment.id);
  await payment.update({ nextCheckAt: isService || keepsInvoices ? now : null });
}

/** Paid on the word of an agent that still counts, as its lines tell: a test or an activation settles none. */
export async function isOnWordOfAgent({ id, state }: Pick<Payment, 'id' | 'state'>): Promise<boolean> {
  const line = state === 'paid' ? await PaymentLine.findOne({ where: { paymentId: id, outcome: { [Op.ne]: null } }, raw: true }) : null;
  return line !== null && isConfirmedByHand(await factsOfInvoice(line.invoiceId), id);
}

/** What this payment, confirmed, did to one of its invoices. */
async function factOf({ id }: Payment, invoiceId: string): Promise<InvoiceFact> {
  const fact = standingFacts(await factsOfInvoice(invoiceId)).findLast((each) => each.source === 'url-confirmed' && paymentOf(each) === id);
  if (!fact) throw new Error('a payment confirmed without its fact');
  return fact;
}

/** The day that was announced, rather than the one on the mistaken ticket; null when none was. */
async function announcedTime({ id: paymentId, resultrans, createdAt }: Payment): Promise<Date | null> {
  const said = await PaymentAnswer.findOne({ where: { paymentId, door: 'urlcl', kind: 'result', code: resultrans ?? '' }, order: [['at', 'ASC']] });
  const { dattrans = '', heurtrans = '' }: { dattrans?: string; heurtrans?: string } = JSON.parse(said?.detail ?? '{}');
  return said && plausibleTime(parseTransactionTime(dattrans, heurtrans), { createdAt, now: said.at });
}

/** Those that no other attempt keeps by now. */
async function keepFreeLines(paymentId: string): Promise<void> {
  const own = await PaymentLine.findAll({ where: { paymentId }, attributes: ['invoiceId'], raw: true });
  const taken = await PaymentLine.findAll({ where: { invoiceId: own.map(({ invoiceId }) => invoiceId), isLive: true }, attributes: ['invoiceId'], raw: true });
  await PaymentLine.update({ isLive: true }, { where: { paymentId, invoiceId: { [Op.notIn]: taken.map(({ invoiceId }) => invoiceId) } } });
}

/** What has not left will not leave. Once it may have, answers true, and another receipt may follow, if the payment is proved one day. */
async function forgetReceipt(paymentId: string): Promise<boolean> {
  const receipt = await OutgoingMail.findOne({ where: { uniqueKey: receiptKey(paymentId) } });
  if (!receipt) return false;
  if (receipt.state === 'queued' || receipt.state === 'failed') {
    await receipt.destroy();
    return false;
  }
  await receipt.update({ uniqueKey: `${receiptKey(paymentId)}:${receipt.id}` });
  return true;
}
