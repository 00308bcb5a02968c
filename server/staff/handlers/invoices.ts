// Invoices: search, one in detail with who sees it, settled by hand or handed over to the Treasury, and back.
import { denyDeclaration } from '../../commands/deny-declaration.ts';
import { settleByHand } from '../../commands/settle-by-hand.ts';
import { takeBack } from '../../commands/take-back.ts';
import { weighInvoices } from '../../commands/weigh-invoices.ts';
import type { InvoiceReaderDto } from '../../contract/schemas.ts';
import { literal, Op } from 'sequelize';
import { dayInFrance } from '../../domain/days.ts';
import { factToTakeBack } from '../../domain/invoice.ts';
import { AppError } from '../../errors.ts';
import { Account, Invoice, InvoiceAction, InvoiceEvent, InvoiceReading, Payer, PayerAccess, Payment, PaymentLine, Regie } from '../../models/index.ts';
import { database } from '../../db/database.ts';
import type { Handlers } from '../call.ts';
import { describeEvents } from '../describe-events.ts';
import { findInvoices, pageOfInvoices, totalOfInvoices } from '../find-invoices.ts';
import { presentPayments } from '../present-payment.ts';
import { presentInvoice, type InvoiceWithOwners } from '../present.ts';

export const invoiceHandlers: Handlers<'invoices.list' | 'invoices.read' | 'invoices.settle' | 'invoices.denyDeclaration' | 'invoices.takeBack'> = {
  'invoices.list': async (input, { now }) => {
    const found = await findInvoices(input, dayInFrance(now));
    const ids = await pageOfInvoices(found, input, { limit: input.pageSize, offset: (input.page - 1) * input.pageSize });
    const rows = (await Invoice.findAll({ where: { id: ids }, include: [Payer, Regie] })) as InvoiceWithOwners[];
    rows.sort((one, other) => ids.indexOf(one.id) - ids.indexOf(other.id));
    const paidAnyway = await paidThoughWithdrawn(rows);
    return { items: rows.map((row) => presentInvoice(row, paidAnyway.has(row.id))), ...(await totalOfInvoices(found)) };
  },

  'invoices.read': async ({ invoiceId }, { now }) => {
    const invoice = await Invoice.findByPk(invoiceId, { include: [Payer, Regie] });
    if (!invoice) throw new AppError('not_found');
    const events = await InvoiceEvent.findAll({ where: { invoiceId }, order: [['at', 'ASC']] });
    const { left } = await weighInvoices('withdraw', [invoiceId], now);
    const fact = factToTakeBack(invoice.state, events);
    return {
      invoice: presentInvoice(invoice as InvoiceWithOwners, (await paidThoughWithdrawn([invoice])).has(invoiceId)), whyNotWithdrawn: left[0]?.reason ?? null, keptUntil: await keptUntil(invoiceId, now),
      events: await describeEvents(events), mayTakeBack: fact && { factId: fact.id, what: fact.kind }, isSettlementAsked: (await PaymentLine.count({ where: { invoiceId, isAsked: true } })) > 0, isWithdrawalTold: await isWithdrawalTold(invoice, events),
      payments: await presentPayments(await paymentsOf(invoiceId)),
      accounts: await readersOf(invoice),
    };
  },

  'invoices.settle': async (input, { actor, now }) => {
    await settleByHand({ ...input, actor, now });
    return {};
  },
  'invoices.denyDeclaration': async ({ invoiceId }, { actor, now }) => {
    await denyDeclaration({ invoiceId, actor, now });
    return {};
  },
  'invoices.takeBack': async (input, { actor, now }) => {
    await takeBack({ ...input, actor, now });
    const { state } = await Invoice.findByPk(input.invoiceId, { rejectOnEmpty: true });
    return { state };
  },
};

/** Those that PayFiP says paid though they are cancelled. */
async function paidThoughWithdrawn(invoices: Invoice[]): Promise<Set<string>> {
  const withdrawn = invoices.filter(({ state }) => state === 'withdrawn').map(({ id }) => id);
  if (withdrawn.length === 0) return new Set();
  const lines = await PaymentLine.findAll({ where: { invoiceId: withdrawn, outcome: 'not_payable_any_more' }, attributes: ['invoiceId'], raw: true });
  return new Set(lines.map(({ invoiceId }) => invoiceId));
}

async function isWithdrawalTold({ state }: Invoice, events: InvoiceEvent[]): Promise<boolean> {
  const actionId = events.findLast(({ kind }) => kind === 'withdrawn')?.actionId;
  return state === 'withdrawn' && Boolean(actionId && (await InvoiceAction.findByPk(actionId))?.tellsResidents);
}

/** Who sees it now, and those who saw it before the household changed. */
async function readersOf({ id, payerId }: Invoice): Promise<InvoiceReaderDto[]> {
  const readings = (await InvoiceReading.findAll({ where: { invoiceId: id }, include: Account })) as (InvoiceReading & { Account: Account })[];
  const accesses = (await PayerAccess.findAll({ where: { payerId }, include: Account })) as (PayerAccess & { Account: Account })[];
  const accounts = new Map([...accesses, ...readings].map(({ Account: account }) => [account.id, account]));
  return [...accounts.values()].map(({ id: accountId, email, state }) => {
    const reading = readings.find((each) => each.accountId === accountId);
    return { email, state, firstReadAt: reading?.firstAt.toISOString() ?? null, lastReadAt: reading?.lastAt.toISOString() ?? null };
  });
}

/** One attempt at most keeps an invoice. */
async function keptUntil(invoiceId: string, now: Date): Promise<string | null> {
  const line = await PaymentLine.findOne({ where: { invoiceId, isLive: true }, include: Payment }) as (PaymentLine & { Payment: Payment }) | null;
  return line && line.Payment.liveUntil > now ? line.Payment.liveUntil.toISOString() : null;
}

function paymentsOf(invoiceId: string): Promise<Payment[]> {
  const lines = `(SELECT payment_id FROM payment_lines WHERE invoice_id = ${database().escape(invoiceId)})`;
  return Payment.findAll({ where: { id: { [Op.in]: literal(lines) } }, order: [['createdAt', 'DESC']] });
}
