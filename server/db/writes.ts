// Why: the few statements that every payment and every act make inside their transaction, prepared once on its connection: through Sequelize each costs three to five times as much.
import { transactionNamespace } from '../transaction-scope.ts';
import { preparedOn, type SqlValue } from './driver.ts';

type Value = SqlValue | boolean | Date;

/** @throws Error (a bug) outside a transaction. A broken constraint is SQLite's own error here: what expects one writes with Sequelize. */
export async function write(sql: string, values: Value[] = []): Promise<void> {
  await readInWrite(sql, values);
}

/** Sees what the transaction has written. @throws Error (a bug) outside a transaction */
export async function readInWrite<Row>(sql: string, values: Value[] = []): Promise<Row[]> {
  const run = await preparedOn(transactionNamespace.get('transaction'), sql);
  return run<Row>(values.map(stored));
}

export const insertRow = (table: string, row: Record<string, Value>): Promise<void> => write(insertion(table, row), Object.values(row));

/** Answers false when a unique column has that value already. */
export async function insertNewRow(table: string, row: Record<string, Value>): Promise<boolean> {
  return (await readInWrite(`${insertion(table, row)} ON CONFLICT DO NOTHING RETURNING 1`, Object.values(row))).length > 0;
}

function insertion(table: string, row: Record<string, Value>): string {
  const columns = Object.keys(row);
  return `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map((_column, index) => `?${index + 1}`).join(', ')})`;
}

/** As Sequelize stores it: what it wrote and what is written here are compared with each other. */
function stored(value: Value): SqlValue {
  if (value instanceof Date) return value.toISOString().replace('T', ' ').replace('Z', ' +00:00');
  return typeof value === 'boolean' ? Number(value) : value;
}
