// An invoice paid at the desk: an agent says how, and on which day. A ticket of PayFiP is the proof of the payment that was announced, if one was.
import { formatDay } from '../contract/format.ts';
import type { DeskMethod } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { dayInFrance } from '../domain/days.ts';
import { paymentOf, standingFacts, type InvoiceFact } from '../domain/invoice.ts';
import { productionLetters } from '../domain/payfip-result.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, Payment, PaymentLine } from '../models/index.ts';
import { confirmPayment } from './confirm-payment.ts';
import { askNoMore } from './due-again.ts';
import { factsOfInvoice } from './facts-of-invoice.ts';
import { recordAudit } from './record-audit.ts';

export interface DeskPayment { invoiceId: string; method: DeskMethod; paidOn: string; actor: string; now: Date }

/** Said twice in the same words, it is done once. @throws AppError not_found, invoice_already_paid, day_in_future, day_before_invoice, payment_to_confirm, and every refusal of `confirmPayment` */
export async function settleByHand({ invoiceId, method, paidOn, actor, now }: DeskPayment): Promise<void> {
  if (paidOn > dayInFrance(now)) throw new AppError('day_in_future', {}, 'paidOn');
  const detail = JSON.stringify({ method, paidOn, actor });
  await inTransaction(async () => {
    const announced = method === 'payfip' ? await announcedPayment(invoiceId) : null;
    const invoice = await Invoice.findByPk(invoiceId);
    if (!invoice || invoice.state === 'withdrawn') throw new AppError('not_found');
    if (paidOn < invoice.issuedOn) throw new AppError('day_before_invoice', { day: formatDay(invoice.issuedOn) }, 'paidOn');
    if (announced) {
      await refuseOthers(announced, invoice);
      return void (await confirmPayment({ paymentId: announced.id, paidOn, actor, now }));
    }
    if (invoice.state === 'paid') {
      const settled = standingFacts(await factsOfInvoice(invoiceId)).filter(({ kind }) => kind === 'settled');
      if (settled.some((fact) => fact.source === 'staff' && fact.detail === detail)) return;
      if (method === 'payfip' && (await isConfirmedOn(paidOn, settled))) return;
      throw new AppError('invoice_already_paid', { number: invoice.number });
    }
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'settled', source: 'staff', detail, at: now });
    await invoice.update({ state: 'paid', declared: null });
    await askNoMore(invoiceId);
    await recordAudit({ actor, action: 'invoice_settled', object: invoiceId, detail: `${method} ${paidOn}` });
  });
}

/** By an agent, from a ticket of that day. */
async function isConfirmedOn(day: string, settled: InvoiceFact[]): Promise<boolean> {
  const payments = await Payment.findAll({ where: { id: settled.filter(({ source }) => source === 'url-confirmed').map((fact) => paymentOf(fact) ?? '') } });
  return payments.some(({ transactionAt, settledAt, createdAt }) => dayInFrance(transactionAt ?? settledAt ?? createdAt) === day);
}

/** The latest one, in production, that waits for its proof. */
async function announcedPayment(invoiceId: string): Promise<Payment | null> {
  const lines = await PaymentLine.findAll({ where: { invoiceId }, attributes: ['paymentId'], raw: true });
  return Payment.findOne({ where: { id: lines.map((line) => line.paymentId), state: 'reported', saisie: productionLetters }, order: [['createdAt', 'DESC']] });
}

/** The agent has named one invoice, and a day: what an announcement settles beside it, or what PayFiP is still asked about, is confirmed as a whole. */
async function refuseOthers({ id, number: payment, interface: door }: Payment, { number }: Invoice): Promise<void> {
  const lines = await PaymentLine.findAll({ where: { paymentId: id }, attributes: ['invoiceId'], raw: true });
  if (lines.length === 1 && door === 'url') return;
  const invoices = await Invoice.findAll({ where: { id: lines.map(({ invoiceId }) => invoiceId) }, order: [['number', 'ASC']], attributes: ['number'], raw: true });
  throw new AppError('payment_to_confirm', { number, payment, invoices: invoices.map((each) => each.number).join(', ') });
}
