// Why: the invoices that a list or a search is about, found by indexes whatever was typed: number, name, code, address, subject, amount.
import { Op, QueryTypes, type WhereOptions } from 'sequelize';
import type { EndpointInput } from '../contract/staff-api.ts';
import { database } from '../db/database.ts';
import { countPieces, countUpTo, holds, idsWithPiece, latest, manyRecords } from '../db/pieces.ts';
import { emailKey, foldKey, nameKey } from '../domain/keys.ts';
import { parseEuros } from '../domain/money.ts';

type Asked = Pick<EndpointInput<'invoices.list'>, 'search' | 'state' | 'regieId' | 'batchId' | 'from' | 'to'>;
type Order = Pick<EndpointInput<'invoices.list'>, 'sort' | 'descending'>;
/** Alternatives; a record matches when one does. `number_key`: a piece that very many numbers hold. */
type Alternatives = { column: 'id' | 'payer_id' | 'subject' | 'amount_cents' | 'number' | 'number_key'; test: string }[];
export interface FoundInvoices { filters: string[]; words: Alternatives[] }

/** More distinct subjects than this: they are looked through one invoice at a time. */
const mostSubjects = 3_000;
const escape = (value: string | number) => database().escape(value);
const sortColumns = { issuedOn: 'i.issued_on', dueOn: 'i.due_on', amountCents: 'i.amount_cents', number: 'i.number', payerName: 'p.sort_key' } as const;

/** By the resident, and nothing proves it yet. */
export const saidPaid: WhereOptions = { declared: 'resident', state: ['unpaid', 'treasury'] };

/** Nobody can pay them on line until staff open them again. */
export const suspended: WhereOptions = { suspension: { [Op.ne]: null }, state: 'unpaid' };

export async function findInvoices({ search = '', state, regieId, batchId, from, to }: Asked, today: string): Promise<FoundInvoices> {
  const filters = [
    ...(state ? testsOfState(state, today) : []),
    ...(regieId ? [`i.regie_id = ${escape(regieId)}`] : []), ...(batchId ? [`i.batch_id = ${escape(batchId)}`] : []),
    ...(from ? [`i.issued_on >= ${escape(from)}`] : []), ...(to ? [`i.issued_on <= ${escape(to)}`] : []),
  ];
  return { filters, words: await Promise.all(wordsOf(search).map(alternativesOf)) };
}

function testsOfState(state: NonNullable<Asked['state']>, today: string): string[] {
  if (state === 'overdue') return ["i.state = 'unpaid'", `i.due_on < ${escape(today)}`];
  if (state === 'declared') return ["i.declared = 'resident'", "i.state IN ('unpaid', 'treasury')"];
  if (state === 'suspended') return ['i.suspension IS NOT NULL', "i.state = 'unpaid'"];
  if (state === 'paid_anyway') return ["i.state = 'withdrawn'", "i.id IN (SELECT invoice_id FROM payment_lines WHERE outcome = 'not_payable_any_more')"];
  return [`i.state = ${escape(state)}`];
}

/** The same, where the latest are enough: a piece that very many numbers hold stands for the last ones written. */
export async function findLatestInvoices(search: string, today: string): Promise<FoundInvoices> {
  const found = await findInvoices({ search }, today);
  const [word = ''] = wordsOf(search);
  const ids = idsWithPiece('invoice_pieces', foldKey(word));
  if (found.words.length !== 1 || ids === null) return found;
  const [only = []] = found.words;
  return { ...found, words: [only.map((each) => (each.column === 'number_key' ? { column: 'id', test: `IN (${latest(ids)})` } : each))] };
}

/** « 1 234,50 € » is one word, as the amount it is. Words that say nothing (« Mme », « - ») are left out, unless signs are all that was typed. */
export function wordsOf(search: string): string[] {
  const text = search.trim();
  if (parseEuros(text) !== null || (text !== '' && foldKey(text) === '')) return [text];
  return text.split(/\s+/).filter((word) => nameKey(word) !== '');
}

/** Ids of the invoices in this order. */
export async function pageOfInvoices(found: FoundInvoices, { sort, descending }: Order, { limit, offset }: { limit: number; offset: number }): Promise<string[]> {
  const isMany = await areMany(found);
  const direction = descending ? 'DESC' : 'ASC';
  const order = [...new Set([sortColumns[sort], 'i.number'])].map((column) => `${isMany ? column : alone(column)} ${direction}`).join(', ');
  const isByPayer = sort === 'payerName';
  // CROSS JOIN holds SQLite to walking the payers first, in the order of their names.
  const tables = isByPayer ? `payers p ${isMany ? 'CROSS JOIN' : ','} invoices i` : 'invoices i';
  const filters = isByPayer ? ['i.payer_id = p.id', ...found.filters] : found.filters;
  const rows = await database().query<{ id: string }>(
    `SELECT i.id FROM ${tables} ${whereOf({ ...found, filters }, isMany)} ORDER BY ${order} LIMIT ${limit} OFFSET ${offset}`,
    { type: QueryTypes.SELECT },
  );
  return rows.map(({ id }) => id);
}

/** Ids of all of them by number, no further than `most`. */
export async function idsOfInvoices(found: FoundInvoices, most: number): Promise<string[]> {
  const rows = await database().query<{ id: string }>(`SELECT i.id FROM invoices i ${whereOf(found)} ORDER BY i.number LIMIT ${most}`, { type: QueryTypes.SELECT });
  return rows.map(({ id }) => id);
}

async function areMany(found: FoundInvoices): Promise<boolean> {
  if (found.words.every((alternatives) => alternatives.some(({ column }) => column === 'number_key'))) return true;
  return (await countUpTo(`SELECT 1 FROM invoices i ${whereOf(found)}`, manyRecords)) >= manyRecords;
}

export async function totalOfInvoices(found: FoundInvoices): Promise<{ total: number; totalCents: number }> {
  const [sum] = await database().query<{ total: number; totalCents: number | null }>(
    `SELECT COUNT(*) AS total, SUM(i.amount_cents) AS "totalCents" FROM invoices i ${whereOf(found)}`, { type: QueryTypes.SELECT },
  );
  return { total: sum?.total ?? 0, totalCents: sum?.totalCents ?? 0 };
}

/** `isWalked`: the list is walked in its order and each invoice tested, because many match; else the matches are gathered, then put in order. */
function whereOf({ filters, words }: FoundInvoices, isWalked = false): string {
  const tests = words.map((alternatives) => {
    const shown = (column: string) => (isWalked ? alone(column) : column);
    const each = alternatives.map(({ column, test }) => `${shown(`i.${column}`)} ${test}`);
    return each.length > 0 ? `(${each.join(' OR ')})` : '1 = 0';
  });
  const all = [...filters, ...tests];
  return all.length > 0 ? `WHERE ${all.join(' AND ')}` : '';
}

/** An expression that no index answers. */
const alone = (column: string) => (column.endsWith('amount_cents') ? `(${column} + 0)` : `(${column} || '')`);

async function alternativesOf(word: string): Promise<Alternatives> {
  const cents = parseEuros(word);
  return [
    ...(await byNumber(word)), ...(await byPayer(word)), ...(await bySubject(word)), ...(cents === null ? [] : [{ column: 'amount_cents' as const, test: `= ${cents}` }]),
  ];
}

async function byNumber(word: string): Promise<Alternatives> {
  const key = foldKey(word);
  const ids = idsWithPiece('invoice_pieces', key);
  if (ids === null) return [{ column: 'number', test: `= ${escape(word)}` }];
  const count = await countPieces('invoice_pieces', key);
  if (count === 0) return [];
  return count < manyRecords ? [{ column: 'id', test: `IN (${ids})` }] : [{ column: 'number_key', test: `LIKE ${escape(`%${key}%`)}` }];
}

async function byPayer(word: string): Promise<Alternatives> {
  const ids = `SELECT p.id FROM payers p WHERE ${payerHolds(word)}`;
  return (await countUpTo(ids, 1)) > 0 ? [{ column: 'payer_id', test: `IN (${ids})` }] : [];
}

/** SQL of « this payer's name, code (even retired) or address holds this word ». */
export function payerHolds(word: string): string {
  const names = nameKey(word).split(' ').filter(Boolean).map((part) => `p.name_key LIKE ${escape(`%${part}%`)}`);
  const emails = `p.id IN (SELECT x.payer_id FROM accounts a JOIN payer_accesses x ON x.account_id = a.id WHERE ${holds('a.email_key', emailKey(word))})`;
  return [...(names.length > 0 ? [`(${names.join(' AND ')})`] : []), holds('p.code', word), `p.id IN (SELECT f.payer_id FROM former_payer_codes f WHERE ${holds('f.code', word)})`, emails].join(' OR ');
}

async function bySubject(word: string): Promise<Alternatives> {
  const key = foldKey(word);
  const subjects = await distinctSubjects();
  if (subjects.length >= mostSubjects) return [{ column: 'subject', test: `LIKE ${escape(`%${word.replace(/[\\%_]/g, '\\$&')}%`)} ESCAPE '\\'` }];
  const matching = key ? subjects.filter((subject) => foldKey(subject).includes(key)) : [];
  return matching.length > 0 ? [{ column: 'subject', test: `IN (${matching.map(escape).join(', ')})` }] : [];
}

/** Invoices share few subjects: each is reached from the one before, by the index. */
async function distinctSubjects(): Promise<string[]> {
  const rows = await database().query<{ subject: string }>(
    `WITH RECURSIVE each (subject) AS (
      SELECT MIN(subject) FROM invoices UNION ALL SELECT (SELECT MIN(subject) FROM invoices WHERE subject > each.subject) FROM each WHERE each.subject IS NOT NULL
    ) SELECT subject FROM each WHERE subject IS NOT NULL LIMIT ${mostSubjects}`, { type: QueryTypes.SELECT },
  );
  return rows.map(({ subject }) => subject);
}
