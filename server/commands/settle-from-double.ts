// An invoice that was paid twice has lost one of its two settlements, made by hand and wrong: the other payment settles it, in the transaction of whoever calls or by itself.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { paymentOf, standingFacts, type InvoiceFact } from '../domain/invoice.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentLine } from '../models/index.ts';
import { factsOfInvoice } from './facts-of-invoice.ts';
import { recordAudit } from './record-audit.ts';
import { receiptKey, whatIsToDo } from './settle-invoices.ts';
import { tellPayer } from './tell-payer.ts';

interface Act { actor: string; now: Date }

/** One that waits for staff as a double payment settles it: answers true. Those that they have dealt with (given back, entered elsewhere) are asked of them again. */
export async function letOtherPaymentSettle(invoiceId: string, act: Act): Promise<boolean> {
  const facts = standingFacts(await factsOfInvoice(invoiceId)).filter(({ kind }) => kind === 'paid_twice');
  const payments = await Payment.findAll({ where: { id: facts.flatMap((fact) => paymentOf(fact) ?? []), state: 'paid' }, order: [['settledAt', 'ASC']] });
  const next = payments.find(({ sortedAt }) => sortedAt === null);
  if (next) await settleFrom(next, { invoiceId, fact: factOf(next, facts), ...act });
  else for (const payment of payments) await payment.update(whatIsToDo(['paid_twice'], { isAfterTreasury: false }));
  return next !== undefined;
}

/** Staff say that a payment received twice is the one that counts, its invoice being due again. @throws AppError not_found, transition_not_allowed */
export async function settleFromDouble({ paymentId, ...act }: Act & { paymentId: string }): Promise<void> {
  await inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    const invoices = await dueAgain(payment);
    if (invoices.length === 0) throw new AppError('transition_not_allowed');
    for (const { id: invoiceId } of invoices) {
      await settleFrom(payment, { invoiceId, fact: factOf(payment, standingFacts(await factsOfInvoice(invoiceId))), ...act });
    }
  });
}

/** Invoices that it paid as a second payment, and that nothing settles any more. */
export async function dueAgain({ id, state, toSort }: Payment): Promise<Pick<Invoice, 'id' | 'number' | 'amountCents'>[]> {
  if (state !== 'paid' || toSort !== 'paid_twice') return [];
  const lines = await PaymentLine.findAll({ where: { paymentId: id, outcome: 'paid_twice' }, attributes: ['invoiceId'], raw: true });
  return Invoice.findAll({ where: { id: lines.map(({ invoiceId }) => invoiceId), state: ['unpaid', 'treasury'] }, attributes: ['id', 'number', 'amountCents'], order: [['number', 'ASC']], raw: true });
}

function factOf(payment: Payment, facts: InvoiceFact[]): InvoiceFact {
  const fact = facts.find((each) => each.kind === 'paid_twice' && paymentOf(each) === payment.id);
  if (!fact) throw new Error('a payment received twice without its fact');
  return fact;
}

/** The new fact says the former one anew. What staff have dealt with of this payment is not asked again. */
async function settleFrom(payment: Payment, { invoiceId, fact, actor, now }: Act & { invoiceId: string; fact: InvoiceFact }): Promise<void> {
  await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'settled', source: fact.source, detail: JSON.stringify({ ...JSON.parse(fact.detail), replaces: fact.id }), at: now });
  await PaymentLine.update({ outcome: 'settled' }, { where: { paymentId: payment.id, invoiceId } });
  await Invoice.update({ state: 'paid', declared: null }, { where: { id: invoiceId } });
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  const outcomes = lines.map(({ outcome }) => outcome);
  const isSorted = payment.sortedAt !== null;
  const settled = isSorted ? [invoiceId] : lines.filter(({ outcome }) => outcome === 'settled').map((line) => line.invoiceId);
  const left = isSorted ? (await dueAgain(payment)).map(() => 'paid_twice' as const) : outcomes;
  await payment.update(whatIsToDo(left, { isAfterTreasury: payment.kind === 'regie' && (await wereAtTreasury(settled)) }));
  await recordAudit({ actor, action: 'payment_settled', object: payment.id, detail: `${payment.refdet} ${payment.amountCents} ${outcomes.join(',')}` });
  if (outcomes.every((outcome) => outcome === 'settled')) await tellThatItCounts(payment);
}

async function wereAtTreasury(invoiceIds: string[]): Promise<boolean> {
  for (const invoiceId of invoiceIds) if (standingFacts(await factsOfInvoice(invoiceId)).some(({ kind }) => kind === 'sent_to_treasury')) return true;
  return false;
}

/** A receipt that has not left no longer speaks of a double payment; one that has is corrected. */
async function tellThatItCounts(payment: Payment): Promise<void> {
  const receipt = await OutgoingMail.findOne({ where: { uniqueKey: receiptKey(payment.id) } });
  const told: { isTwice?: boolean } = JSON.parse(receipt?.payload ?? '{}');
  if (!receipt || !told.isTwice) return;
  await receipt.update({ payload: JSON.stringify({ ...told, isTwice: false }) });
  if (receipt.state !== 'queued' && receipt.state !== 'failed') await tellPayer(payment, 'counts');
}
