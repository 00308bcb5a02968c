// Invoices: search, one in detail with who sees it.
import { Op, type OrderItem, type WhereOptions } from 'sequelize';
import type { EndpointInput } from '../../contract/staff-api.ts';
import { dayInFrance } from '../../domain/days.ts';
import { foldKey } from '../../domain/keys.ts';
import { AppError } from '../../errors.ts';
import { Account, Invoice, InvoiceEvent, Payer, PayerAccess, Regie } from '../../models/index.ts';
import type { Handlers } from '../call.ts';
import { presentInvoice, type InvoiceWithOwners } from '../present.ts';

export const invoiceHandlers: Handlers<'invoices.list' | 'invoices.read'> = {
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
      events: events.map(({ kind, at, source, detail }) => ({ kind, at: at.toISOString(), source, detail })),
      accounts: accesses.map((access) => (access as PayerAccess & { Account: Account }).Account).map(({ email, state }) => ({ email, state })),
    };
  },
};

type ListInput = EndpointInput<'invoices.list'>;

function conditionsOf({ search = '', state, regieId, batchId }: ListInput, today: string): WhereOptions {
  const words = search.trim().split(/\s+/).filter(Boolean);
  return {
    ...(state === 'overdue' ? { state: 'unpaid', dueOn: { [Op.lt]: today } } : state ? { state } : {}), ...(regieId ? { regieId } : {}), ...(batchId ? { batchId } : {}),
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
