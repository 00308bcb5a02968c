// Why: the figures of the dashboard, in one grouped statement each: the lists behind them hold hundreds of thousands of invoices.
import { QueryTypes } from 'sequelize';
import type { DashboardFiguresDto } from '../contract/schemas.ts';
import { unpaidAges } from '../contract/states.ts';
import { database } from '../db/database.ts';
import { dayInFrance, lastMonths, nextMonth, startOfDayInFrance } from '../domain/days.ts';
import { unpaidAge } from '../domain/invoice.ts';
import { productionLetters } from '../domain/payfip-result.ts';
import { ImportBatch, Regie } from '../models/index.ts';

interface Tally { count: number; cents: number }
type Receipt = DashboardFiguresDto['receipts'][number];

const monthsShown = 12;
const daysOfVisits = 30;
const visitorsShown = 6;

const select = <Row extends object>(sql: string, replacements: Record<string, unknown> = {}) => database().query<Row>(sql, { type: QueryTypes.SELECT, replacements });

export async function readFigures(now: Date): Promise<DashboardFiguresDto> {
  const today = dayInFrance(now);
  const months = lastMonths(today, monthsShown);
  const last = await ImportBatch.findOne({ where: { state: 'published' }, order: [['publishedAt', 'DESC']], attributes: ['publishedAt'] });
  const regies = await Regie.findAll({ order: [['code', 'ASC']] });
  return {
    unpaid: await unpaidByAge(today), months, regies: regies.map(({ id, name }) => ({ id, name })), receipts: await receiptsByMonth(months),
    ...(await countPeople()), visits: await readVisits(new Date(now.getTime() - daysOfVisits * 24 * 3_600_000)), lastPublishedAt: last?.publishedAt?.toISOString() ?? null,
  };
}

async function unpaidByAge(today: string): Promise<DashboardFiguresDto['unpaid']> {
  const days = await select<Tally & { dueOn: string | null }>("SELECT due_on AS dueOn, COUNT(*) AS count, SUM(amount_cents) AS cents FROM invoices WHERE state = 'unpaid' GROUP BY due_on");
  return unpaidAges.map((age) => ({ age, ...sumOf(days.filter(({ dueOn }) => unpaidAge(dueOn, today) === age)) }));
}

const sumOf = (rows: Tally[]): Tally => rows.reduce((sum, { count, cents }) => ({ count: sum.count + count, cents: sum.cents + cents }), { count: 0, cents: 0 });

/** What the export of payments would say of each month (payments-table.ts): the day of the transaction on line, the day said at the desk. */
async function receiptsByMonth(months: string[]): Promise<Receipt[]> {
  const since = startOfDayInFrance(`${months[0]}-01`);
  const onLine = await select<Receipt>(
    `WITH months (month, starts, ends) AS (VALUES ${months.map((_, index) => `(:month${index}, :starts${index}, :ends${index})`).join(', ')})
     SELECT m.month, p.regie_id AS regieId, COUNT(*) AS count, SUM(p.amount_cents) AS cents
     FROM months m JOIN payments p ON COALESCE(p.transaction_at, p.settled_at) >= m.starts AND COALESCE(p.transaction_at, p.settled_at) < m.ends
     WHERE p.state = 'paid' AND p.saisie IN (:letters) GROUP BY 1, 2`,
    { letters: productionLetters, ...Object.fromEntries(months.flatMap((month, index) => Object.entries({ month, starts: startOfDayInFrance(`${month}-01`), ends: startOfDayInFrance(`${nextMonth(month)}-01`) }).map(([name, value]) => [`${name}${index}`, value]))) },
  );
  const atDesk = await select<Receipt>(
    `SELECT substr(e.detail ->> 'paidOn', 1, 7) AS month, i.regie_id AS regieId, COUNT(*) AS count, SUM(i.amount_cents) AS cents
     FROM invoice_events e JOIN invoices i ON i.id = e.invoice_id WHERE e.source = 'staff' AND e.kind = 'settled' AND e.at >= :since AND e.detail ->> 'paidOn' >= :from
       AND NOT EXISTS (SELECT 1 FROM invoice_events u WHERE u.invoice_id = e.invoice_id AND u.kind = 'settlement_undone' AND u.detail ->> 'undone' = e.id) GROUP BY 1, 2`,
    { since, from: `${months[0]}-01` },
  );
  return atDesk.reduce(added, onLine);
}

function added(receipts: Receipt[], { month, regieId, count, cents }: Receipt): Receipt[] {
  const same = receipts.find((each) => each.month === month && each.regieId === regieId) ?? { month, regieId, count: 0, cents: 0 };
  return [...receipts.filter((each) => each !== same), { ...same, count: same.count + count, cents: same.cents + cents }];
}

async function countPeople(): Promise<Pick<DashboardFiguresDto, 'payers' | 'payersWithoutEmail' | 'paperlessPayers' | 'activeAccounts' | 'invitedAccounts' | 'mailsQueued'>> {
  const [row] = await select<Awaited<ReturnType<typeof countPeople>>>(
    `SELECT (SELECT COUNT(*) FROM payers) AS payers, (SELECT COUNT(*) FROM payers WHERE is_paperless = 1) AS paperlessPayers,
       (SELECT COUNT(*) FROM payers p WHERE NOT EXISTS (SELECT 1 FROM payer_accesses x WHERE x.payer_id = p.id)) AS payersWithoutEmail,
       (SELECT COUNT(*) FROM accounts WHERE state = 'active') AS activeAccounts, (SELECT COUNT(*) FROM accounts WHERE state = 'invited') AS invitedAccounts,
       (SELECT COUNT(*) FROM outgoing_mails WHERE state IN ('queued', 'sending')) AS mailsQueued`,
  );
  return row ?? { payers: 0, payersWithoutEmail: 0, paperlessPayers: 0, activeAccounts: 0, invitedAccounts: 0, mailsQueued: 0 };
}

/** By the sessions that are known, and by the journal: a session ends with « Se déconnecter », and a remembered one opens without logging in. */
async function readVisits(since: Date): Promise<DashboardFiguresDto['visits']> {
  const rows = await select<{ at: string; accounts: number; email: string; payerId: string | null; payerName: string | null }>(
    `WITH visits AS (
       SELECT account_id, last_seen_at AS at FROM sessions WHERE kind = 'resident' AND viewer_id IS NULL AND last_seen_at >= :since
       UNION ALL SELECT substr(actor, 9), at FROM audit_entries WHERE action IN ('account_logged_in', 'account_activated') AND at >= :since),
     latest AS (SELECT account_id, MAX(at) AS at, COUNT(*) OVER () AS accounts FROM visits GROUP BY account_id ORDER BY 2 DESC LIMIT :shown),
     households AS (SELECT l.account_id, MIN(x.payer_id) AS payer_id FROM latest l JOIN payer_accesses x ON x.account_id = l.account_id GROUP BY 1)
     SELECT l.at, l.accounts, a.email, y.id AS payerId, y.name AS payerName FROM latest l JOIN accounts a ON a.id = l.account_id
     LEFT JOIN households h ON h.account_id = l.account_id LEFT JOIN payers y ON y.id = h.payer_id ORDER BY l.at DESC`,
    { since, shown: visitorsShown },
  );
  const last = rows.map(({ at, email, payerId, payerName }) => ({ at: new Date(at).toISOString(), email, payer: payerId && payerName ? { id: payerId, name: payerName } : null }));
  return { accounts: rows[0]?.accounts ?? 0, last };
}
