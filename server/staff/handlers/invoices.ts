// Invoices: search, one in detail with who sees it, settled by hand or handed over to the Treasury, and back.
import { denyDeclaration } from '../../commands/deny-declaration.ts';
import { sendToTreasury } from '../../commands/send-to-treasury.ts';
import { settleByHand } from '../../commands/settle-by-hand.ts';
import { takeBack } from '../../commands/take-back.ts';
import { literal, Op, type OrderItem, type WhereOptions } from 'sequelize';
import type { EndpointInput } from '../../contract/staff-api.ts';
import { dayInFrance } from '../../domain/days.ts';
import { takeBackOf } from '../../domain/invoice.ts';
import { foldKey } from '../../domain/keys.ts';
import { AppError } from '../../errors.ts';
import { Account, Invoice, InvoiceEvent, Payer, PayerAccess, Payment, Regie } from '../../models/index.ts';
import { database } from '../../db/database.ts';
import type { Handlers } from '../call.ts';
import { describeEvents } from '../describe-events.ts';
import { presentPayments } from '../present-payment.ts';
import { presentInvoice, type InvoiceWithOwners } from '../present.ts';

export const invoiceHandlers: Handlers<'invoices.list' | 'invoices.read' | 'invoices.settle' | 'invoices.denyDeclaration' | 'invoices.sendToTreasury' | 'invoices.takeBack'> = {
  'invoices.list': async (input, { now }) => {
    const where = conditionsOf(input, dayInFrance(now));
    const { rows, count } = await Invoice.findAndCountAll({
      where, include: [Payer, Regie], order: orderOf(input), limit: input.pageSize, offset: (input.page - 1) * input.pageSize,
    });
    const [sum] = (await Invoice.findAll({
      where, include: [{ model: Payer, attributes: [] }], attributes: [[Invoice.sequelize?.fn('SUM', Invoice.sequelize.col('amount_cents')) ?? '', 'totalCents']], raw: true,
    })) as unknown as { totalCents: number | null }[];
    return { items: (rows as InvoiceWithOwners[]).map(presentInvoice), total: count, totalCents: sum?.totalCents ?? 0 };
  },

  'invoices.read': async ({ invoiceId }) => {
    const invoice = await Invoice.findByPk(invoiceId, { include: [Payer, Regie] });
    if (!invoice) throw new AppError('not_found');
    const events = await InvoiceEvent.findAll({ where: { invoiceId }, order: [['at', 'ASC']] });
    const accesses = await PayerAccess.findAll({ where: { payerId: invoice.payerId }, include: Account });
    return {
      invoice: presentInvoice(invoice as InvoiceWithOwners),
      events: await describeEvents(events), mayTakeBack: takeBackOf(invoice.state, events),
      payments: await presentPayments(await paymentsOf(invoiceId)),
      accounts: accesses.map((access) => (access as PayerAccess & { Account: Account }).Account).map(({ email, state }) => ({ email, state })),
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
  'invoices.sendToTreasury': (order, { actor, now }) => sendToTreasury({ ...order, actor, now }),
  'invoices.takeBack': async (input, { actor, now }) => {
    await takeBack({ ...input, actor, now });
    return {};
  },
};

function paymentsOf(invoiceId: string): Promise<Payment[]> {
  const lines = `(SELECT payment_id FROM payment_lines WHERE invoice_id = ${database().escape(invoiceId)})`;
  return Payment.findAll({ where: { id: { [Op.in]: literal(lines) } }, order: [['createdAt', 'DESC']] });
}

/** By the resident, and nothing proves it yet. */
export const saidPaid: WhereOptions = { declared: 'resident', state: ['unpaid', 'treasury'] };

/** Nobody can pay them on line until staff open them again. */
export const suspended: WhereOptions = { suspension: { [Op.ne]: null }, state: 'unpaid' };

type ListInput = EndpointInput<'invoices.list'>;

function conditionsOf({ search = '', state, regieId, batchId }: ListInput, today: string): WhereOptions {
  const words = search.trim().split(/\s+/).filter(Boolean);
  return {
    ...(state === 'overdue' ? { state: 'unpaid', dueOn: { [Op.lt]: today } } : state === 'declared' ? saidPaid : state === 'suspended' ? suspended : state ? { state } : {}), ...(regieId ? { regieId } : {}), ...(batchId ? { batchId } : {}),
    [Op.and]: words.map((word) => ({
      [Op.or]: [
        { subject: { [Op.substring]: word } },
        { '$Payer.code$': { [Op.substring]: word } },
        ...(foldKey(word) ? [{ numberKey: { [Op.substring]: foldKey(word) } }, { '$Payer.name_key$': { [Op.substring]: foldKey(word) } }] : []),
      ],
    })),
  };
}

function orderOf({ sort, descending }: ListInput): OrderItem[] {
  const direction = descending ? 'DESC' : 'ASC';
  const main: OrderItem = sort === 'payerName' ? [Payer, 'name', direction] : [sort, direction];
  return [main, ['number', direction]];
}
