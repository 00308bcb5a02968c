// A payment that staff had confirmed by hand, and wrongly: it settles nothing any more, in the transaction of whoever calls.
import { Op } from 'sequelize';
import { newId } from '../crypto/tokens.ts';
import { isConfirmedByHand, paymentOf, standingFacts } from '../domain/invoice.ts';
import { nextPaymentState, wasAnnounced } from '../domain/payment.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentLine } from '../models/index.ts';
import { receiptKey } from './settle-invoices.ts';
import { factsOfInvoice } from './facts-of-invoice.ts';
import { recordAudit } from './record-audit.ts';
import { tellPayer } from './tell-payer.ts';
import { undoFact, type Undoing } from './undo-fact.ts';

/** Announced, it is to be confirmed again, even if it had been denied in between; else nobody waits for it any more. PayFiP, where it can be asked, may still prove it. @throws AppError transition_not_allowed */
export async function undoConfirmation(payment: Payment, { reason, actor, now }: Omit<Undoing, 'what'>): Promise<void> {
  const isAnnounced = wasAnnounced(payment);
  const state = nextPaymentState(payment.state, isAnnounced ? 'reannounced' : 'unconfirmed');
  if (!state) throw new AppError('transition_not_allowed');
  const paymentId = payment.id;
  const lines = await PaymentLine.findAll({ where: { paymentId }, raw: true });
  // Its announcement is read from its state by what follows.
  await payment.update({ state, settledAt: null, transactionAt: null, toSort: null, sortedAt: null, problem: `Confirmation annulée\u00a0: ${reason}`, ...(isAnnounced ? {} : { stoppedAt: now }) });
  for (const { invoiceId, outcome } of lines) {
    if (outcome === 'settled') await undoFact(invoiceId, { what: 'settled', reason, actor, now });
    else if (outcome !== null) await InvoiceEvent.create({ id: newId(), invoiceId, kind: isAnnounced ? 'reported_paid' : 'report_denied', source: 'staff', detail: JSON.stringify({ payment: paymentId, number: payment.number, reason, actor, undone: await factOf(payment, invoiceId) }), at: now });
    if (isAnnounced) await Invoice.update({ declared: 'payfip' }, { where: { id: invoiceId, state: ['unpaid', 'treasury'] } });
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

/** What this payment did to an invoice that was not waiting for it. */
async function factOf({ id }: Payment, invoiceId: string): Promise<string | undefined> {
  const facts = standingFacts(await factsOfInvoice(invoiceId)).filter(({ kind }) => kind === 'paid_twice' || kind === 'paid_when_withdrawn');
  return facts.findLast((fact) => paymentOf(fact) === id)?.id;
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
