// Why: finds a record by any piece of its number. Trigram tables do it on SQLite; on PostgreSQL it would be an index of pg_trgm and LIKE.
import { QueryTypes } from 'sequelize';
import { database } from './database.ts';

type Table = 'invoice_pieces' | 'payment_pieces';
/** From here on, walking the list costs less than gathering the records. */
export const manyRecords = 5_000;
const shortestPiece = 3;
/** The end of a number tells most: its beginning (a year) is that of all the others. */
const longestPiece = 6;

/** SQL of the ids whose number holds `key`, whatever its case; null when the key is too short to be found so. */
export function idsWithPiece(table: Table, key: string): string | null {
  if (key.length < shortestPiece) return null;
  const end = key.slice(-longestPiece);
  const rest = end === key ? '' : ` AND ${holds('key', key)}`;
  return `SELECT id FROM ${table} WHERE ${table} MATCH ${database().escape(`"${end.replaceAll('"', '""')}"`)}${rest}`;
}

/** The last of these ids that were written. */
export const latest = (ids: string) => `${ids} ORDER BY rowid DESC LIMIT 500`;

/** How many records hold this piece, counted no further than `manyRecords`. */
export function countPieces(table: Table, key: string): Promise<number> {
  const ids = idsWithPiece(table, key);
  return ids === null ? Promise.resolve(0) : countUpTo(ids, manyRecords);
}

/** Counts the rows of a query, no further than `most`. */
export async function countUpTo(query: string, most: number): Promise<number> {
  const [row] = await database().query<{ count: number }>(`SELECT COUNT(*) AS count FROM (${query} LIMIT ${most}) AS counted`, { type: QueryTypes.SELECT });
  return row?.count ?? 0;
}

/** SQL of « column holds this text », whatever the case of its plain letters. */
export function holds(column: string, text: string): string {
  const pattern = `%${text.toUpperCase().replace(/[\\%_]/g, '\\$&')}%`;
  return `UPPER(${column}) LIKE ${database().escape(pattern)} ESCAPE '\\'`;
}
