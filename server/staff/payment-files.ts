// Why: the files about payments: a ticket mail that comes in, the table of a period that goes out.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { Op } from 'sequelize';
import { readTicket } from '../commands/read-ticket.ts';
import { recordAudit } from '../commands/record-audit.ts';
import { ticketSchema } from '../contract/payment-schemas.ts';
import type { LineOutcome } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { dayInFrance, parseDay } from '../domain/days.ts';
import { meansOf } from '../domain/payment.ts';
import { AppError } from '../errors.ts';
import { lineOutcomeLabels, meansLabels } from '../contract/labels.ts';
import { Payment, Regie } from '../models/index.ts';
import type { StaffCall } from './call.ts';
import { csvOf, type TableCell } from './csv.ts';
import { daysBetween, productionLetters } from './find-payments.ts';
import { linesOf } from './present-payment.ts';
import { nameOf, readFileBody } from './read-file-body.ts';
import { xlsxOf } from './xlsx.ts';

const largestTicket = 1024 * 1024;
const mediaTypes = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };

export function paymentFileRoutes(router: Router, callOf: (ctx: Context) => Promise<StaffCall>): void {
  router.put('/files/payment-ticket', async (ctx) => {
    const { now } = await callOf(ctx);
    const content = await readFileBody(ctx, largestTicket, '1\u00a0Mo');
    ctx.body = { ok: true, value: ticketSchema.parse(await readTicket({ name: nameOf(ctx), content, now })) };
  });

  for (const format of ['csv', 'xlsx'] as const) router.get(`/files/payments.${format}`, async (ctx) => {
    const { actor } = await callOf(ctx);
    const period = periodOf(ctx);
    const regie = period.regieId ? await Regie.findByPk(period.regieId) : null;
    if (period.regieId && !regie) throw new AppError('not_found');
    const rows = await tableOf(period);
    await inTransaction(() => recordAudit({ actor, action: 'payments_exported', object: regie?.id ?? '', detail: `${period.from} ${period.to}` }));
    ctx.attachment(`paiements-${period.from}-${period.to}${regie ? `-${regie.code}` : ''}.${format}`);
    ctx.type = mediaTypes[format];
    ctx.body = format === 'xlsx' ? await xlsxOf(rows) : csvOf(rows);
  });
}

interface Period { from: string; to: string; regieId: string }

/** @throws AppError period_invalid */
function periodOf(ctx: Context): Period {
  const asked = ctx.URL.searchParams;
  const [from, to] = [parseDay(asked.get('du') ?? ''), parseDay(asked.get('au') ?? '')];
  if (!from || !to || from > to) throw new AppError('period_invalid');
  return { from, to, regieId: asked.get('regie') ?? '' };
}

const outcomeOf = ({ outcome }: { outcome?: LineOutcome | null }) => (outcome ? lineOutcomeLabels[outcome] : '');
const headings = ['date', 'transaction', 'regie', 'reference', 'facture', 'usager', 'montant', 'moyen', 'autorisation', 'operation', 'suite'];

/** Received in the period, in production, one row an invoice; then the sum of each régie, then of all. */
async function tableOf({ from, to, regieId }: Period): Promise<TableCell[][]> {
  const payments = await Payment.findAll({
    where: { state: 'paid', saisie: productionLetters, settledAt: daysBetween(from, to), ...(regieId ? { regieId } : {}) }, order: [['settledAt', 'ASC'], ['number', 'ASC']],
  });
  const lines = await linesOf(payments);
  const regies = await Regie.findAll({ where: { id: { [Op.in]: [...new Set(payments.map((payment) => payment.regieId))] } }, order: [['code', 'ASC']] });
  const nameOfRegie = new Map(regies.map(({ id, name }) => [id, name]));
  const rows = payments.flatMap((payment) => (lines.get(payment.id) ?? []).map((line): TableCell[] => [
    dayInFrance(payment.settledAt ?? payment.createdAt), payment.transactionAt ? dayInFrance(payment.transactionAt) : '', nameOfRegie.get(payment.regieId) ?? '', payment.refdet, line.Invoice.number, line.Invoice.Payer.name,
    { cents: line.amountCents }, meansLabels[meansOf(payment.resultrans)], payment.numauto ?? '', payment.idOp ?? '', outcomeOf(line),
  ]));
  const sumOf = (some: Payment[]) => ({ cents: some.reduce((sum, { amountCents }) => sum + amountCents, 0) });
  const totalRow = (title: string, some: Payment[]): TableCell[] => ['', '', title, '', '', '', sumOf(some), '', '', '', ''];
  return [
    headings, ...rows,
    ...regies.map(({ id, name }) => totalRow(`Total ${name}`, payments.filter((payment) => payment.regieId === id))), totalRow('Total', payments),
  ];
}
