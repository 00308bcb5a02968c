// Why: the files about payments: a ticket mail that comes in, the table of a period that goes out.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { readTicket } from '../commands/read-ticket.ts';
import { recordAudit } from '../commands/record-audit.ts';
import { ticketSchema } from '../contract/payment-schemas.ts';
import { inTransaction } from '../db/database.ts';
import { parseDay } from '../domain/days.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { AppError } from '../errors.ts';
import { Regie } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import type { CallOf } from './call.ts';
import { csvOf } from './csv.ts';
import { paymentColumns, paymentsTable, type Period } from './payments-table.ts';
import { nameOf, readFileBody } from './read-file-body.ts';
import { mediaTypes, xlsxOf } from './xlsx.ts';

const largestTicket = 1024 * 1024;

export function paymentFileRoutes(router: Router, callOf: CallOf): void {
  router.put('/files/payment-ticket', async (ctx) => {
    const { now } = await callOf(ctx, 'payments');
    const content = await readFileBody(ctx, largestTicket, '1\u00a0Mo');
    ctx.body = { ok: true, value: ticketSchema.parse(await readTicket({ name: nameOf(ctx), content, now })) };
  });

  for (const format of ['csv', 'xlsx'] as const) router.get(`/files/payments.${format}`, async (ctx) => {
    const { actor } = await callOf(ctx, 'exports');
    const period = periodOf(ctx);
    const regie = period.regieId ? await Regie.findByPk(period.regieId) : null;
    if (period.regieId && !regie) throw new AppError('not_found');
    const rows = await paymentsTable(period);
    await inTransaction(() => recordAudit({ actor, action: 'payments_exported', object: regie?.id ?? '', detail: `${period.from} ${period.to}` }));
    ctx.attachment(`paiements-${isSimulator((await readSettings()).payments.baseUrl) ? 'fictifs-' : ''}${period.from}-${period.to}${regie ? `-${regie.code}` : ''}.${format}`);
    ctx.type = mediaTypes[format];
    ctx.body = format === 'xlsx' ? await xlsxOf({ sheet: 'Paiements', columns: paymentColumns, rows: rows.slice(1) }) : csvOf(rows);
  });
}

/** @throws AppError period_invalid */
function periodOf(ctx: Context): Period {
  const asked = ctx.URL.searchParams;
  const [from, to] = [parseDay(asked.get('du') ?? ''), parseDay(asked.get('au') ?? '')];
  if (!from || !to || from > to) throw new AppError('period_invalid');
  return { from, to, regieId: asked.get('regie') ?? '' };
}
