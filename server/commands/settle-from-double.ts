// An invoice that was paid twice has lost one of its two settlements, made by hand and wrong: the other payment settles it, in the transaction of whoever calls or by itself.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { isSaidAnew, paymentOf, standingFacts, type InvoiceFact } from '../domain/invoice.ts';
import { whatIsToDo } from '../domain/sorting.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentLine } from '../models/index.ts';
import { askAgain, askNoMore, dueAgain } from './due-again.ts';
import { factsOfInvoice } from './facts-of-invoice.ts';
import { recordAudit } from './record-audit.ts';
import { receiptKey } from './settle-invoices.ts';
import { tellPayer } from './tell-payer.ts';

interface Act { actor: string; now: Date }

/** One that waits for staff as a double payment settles it: answers true. Those that they have dealt with (given back, entered elsewhere) are asked of them again. */
export async function letOtherPaymentSettle(invoiceId: string, act: Act): Promise<boolean> {
  const facts = standingFacts(await factsOfInvoice(invoiceId)).filter(({ kind }) => kind === 'paid_twice');
  const payments = await Payment.findAll({ where: { id: facts.flatMap((fact) => paymentOf(fact) ?? []), state: 'paid' }, order: [['settledAt', 'ASC']] });
  const next = payments.find(({ sortedAt }) => sortedAt === null);
  if (next) await settleFrom(next, { invoiceId, fact: factOf(next, facts), ...act });
  else for (const payment of payments) await askAgain(payment, act.actor);
  return next !== undefined;
}

/** Staff say that a payment received twice is the one that counts, its invoice being due again. Said twice, it is done once. @throws AppError not_found, transition_not_allowed */
export async function settleFromDouble({ paymentId, ...act }: Act & { paymentId: string }): Promise<void> {
  await inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    const invoices = await dueAgain(payment);
    if (invoices.length === 0 && (await settlesWhatItDoubled(payment))) return;
    if (invoices.length === 0) throw new AppError('transition_not_allowed');
    for (const { id: invoiceId } of invoices) {
      await settleFrom(payment, { invoiceId, fact: factOf(payment, standingFacts(await factsOfInvoice(invoiceId))), ...act });
    }
  });
}

async function settlesWhatItDoubled({ id }: Payment): Promise<boolean> {
  const lines = await PaymentLine.findAll({ where: { paymentId: id, outcome: 'settled' }, attributes: ['invoiceId'], raw: true });
  const facts = (await Promise.all(lines.map(({ invoiceId }) => factsOfInvoice(invoiceId)))).flatMap(standingFacts);
  return facts.some((fact) => paymentOf(fact) === id && isSaidAnew(fact));
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
  await askNoMore(invoiceId);
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
