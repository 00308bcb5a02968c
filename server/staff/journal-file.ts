// Why: the journal as a file, with the filters of the screen; taking it out is written in it.
import type Router from '@koa/router';
import { Op } from 'sequelize';
import { recordAudit } from '../commands/record-audit.ts';
import { formatDateTime } from '../contract/format.ts';
import { journalFilterSchema } from '../contract/schemas.ts';
import { inTransaction } from '../db/database.ts';
import { dayInFrance } from '../domain/days.ts';
import { AppError } from '../errors.ts';
import { AuditEntry } from '../models/index.ts';
import type { CallOf } from './call.ts';
import { csvOf } from './csv.ts';
import { entryConditions, findEntries } from './find-entries.ts';
import { presentEntries } from './present-journal.ts';

const mostLines = 50_000;
const linesAtOnce = 1_000;

export function journalFileRoute(router: Router, callOf: CallOf): void {
  router.get('/files/journal.csv', async (ctx) => {
    const { actor, now } = await callOf(ctx, 'journal');
    const asked = journalFilterSchema.safeParse(Object.fromEntries([...ctx.URL.searchParams].filter(([, value]) => value !== '')));
    if (!asked.success) throw new AppError('period_invalid');
    // What is written meanwhile would shift the pages.
    const where = { [Op.and]: [await entryConditions(asked.data), { at: { [Op.lte]: now } }] };
    const count = await AuditEntry.count({ where });
    if (count > mostLines) throw new AppError('journal_too_long', { max: mostLines.toLocaleString('fr-FR') });
    const rows: string[][] = [];
    while (rows.length < count) rows.push(...(await presentEntries(await findEntries(where, Math.min(linesAtOnce, count - rows.length), rows.length))).map(({ at, who, what, place }) => [formatDateTime(at), who, what, place]));
    await inTransaction(() => recordAudit({ actor, action: 'journal_exported', detail: `${count} lines` }));
    ctx.attachment(`journal-${dayInFrance(now)}.csv`);
    ctx.type = 'text/csv; charset=utf-8';
    ctx.body = csvOf([['quand', 'qui', 'quoi', 'depuis'], ...rows]);
  });
}
