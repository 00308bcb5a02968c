// An invoice that was paid twice has lost one of its two settlements, made by hand and wrong: the other payment settles it, in the transaction of whoever calls or by itself.
import { Op } from 'sequelize';
import type { LineOutcome } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { isSaidAnew, paymentOf, standingFacts, type InvoiceFact } from '../domain/invoice.ts';
import { isTreasuryToBeTold, whatIsToDo } from '../domain/sorting.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentLine } from '../models/index.ts';
import { askAgain, askNoMore, dueAgain, refuseOtherInvoices } from './due-again.ts';
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
  else for (const payment of payments) await askAgain(payment, { invoiceId, actor: act.actor });
  return next !== undefined;
}

/** Staff say that a payment received twice settles these invoices, that are due again: all those that they were asked about. Said twice, it is done once. @throws AppError not_found, transition_not_allowed */
export async function settleFromDouble({ paymentId, invoiceIds, ...act }: Act & { paymentId: string; invoiceIds: string[] }): Promise<void> {
  await inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    if (await settlesAnew(payment, invoiceIds)) return;
    await refuseOtherInvoices(payment, invoiceIds);
    for (const invoiceId of invoiceIds) {
      await settleFrom(payment, { invoiceId, fact: factOf(payment, standingFacts(await factsOfInvoice(invoiceId))), ...act });
    }
  });
}

async function settlesAnew({ id }: Payment, invoiceIds: string[]): Promise<boolean> {
  const facts = (await Promise.all(invoiceIds.map((invoiceId) => factsOfInvoice(invoiceId)))).map(standingFacts);
  return facts.length > 0 && facts.every((each) => each.some((fact) => fact.kind === 'settled' && paymentOf(fact) === id && isSaidAnew(fact)));
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
  await payment.reload();
  const outcomes = (await PaymentLine.findAll({ where: { paymentId: payment.id }, attributes: ['outcome'], raw: true })).map(({ outcome }) => outcome);
  const left = payment.sortedAt === null ? outcomes : (await dueAgain(payment)).map(() => 'paid_twice' as const);
  await payment.update(whatIsToDo(left, { isAfterTreasury: isTreasuryToBeTold(payment) || (payment.kind === 'regie' && (await wasAtTreasury(invoiceId))) }));
  await recordAudit({ actor, action: 'payment_settled', object: payment.id, detail: `${payment.refdet} ${payment.amountCents} ${outcomes.join(',')}` });
  await tellThatItCounts(payment, invoiceId);
}

const wasAtTreasury = async (invoiceId: string): Promise<boolean> => standingFacts(await factsOfInvoice(invoiceId)).some(({ kind }) => kind === 'sent_to_treasury');

interface Told { isTwice?: boolean; invoices?: { number: string; outcome?: LineOutcome }[] }

/** A receipt that has not left no longer speaks of a double payment of that invoice; one that has is corrected. */
async function tellThatItCounts(payment: Payment, invoiceId: string): Promise<void> {
  const receipt = await OutgoingMail.findOne({ where: { uniqueKey: receiptKey(payment.id) } });
  const told: Told = JSON.parse(receipt?.payload ?? '{}');
  if (!receipt || !told.isTwice) return;
  const { number } = await Invoice.findByPk(invoiceId, { attributes: ['number'], rejectOnEmpty: true });
  const invoices = told.invoices?.map((each) => (each.number === number ? { ...each, outcome: 'settled' as const } : each));
  const isTwice = (await PaymentLine.count({ where: { paymentId: payment.id, outcome: { [Op.ne]: 'settled' } } })) > 0;
  await receipt.update({ payload: JSON.stringify({ ...told, invoices, isTwice }) });
  if (receipt.state !== 'queued' && receipt.state !== 'failed') await tellPayer(payment, 'counts');
}
