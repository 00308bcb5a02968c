// Writes many rows with few statements: a create per row costs sixty times as much.
import { database } from '../db/database.ts';

type SqlRow = Record<string, string | number | boolean | Date | null>;
/** SQLite allows 32,766 bound values in a statement. */
const mostValues = 30_000;

/** `onBatch` is told how many rows are written so far. */
export async function insertRows(table: string, rows: SqlRow[], onBatch?: (done: number) => void): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  const size = Math.max(1, Math.min(500, Math.floor(mostValues / Math.max(1, columns.length))));
  for (let start = 0; start < rows.length; start += size) {
    const batch = rows.slice(start, start + size);
    await database().getQueryInterface().bulkInsert(table, batch);
    onBatch?.(start + batch.length);
  }
}
