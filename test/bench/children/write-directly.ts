// The least that an import can cost: the rows that it leaves, all known in advance, in one transaction on the driver, and the same files,
// 8 at a time, each with fdatasync. Nothing is read as CSV, checked nor hashed.
// Arguments: the database that an import has filled, an empty migrated one, the folder of PDFs, the folder to copy them to.
import { mkdir, open, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openReadConnection, sqliteDialectModule, type SqlValue } from '../../../server/db/driver.ts';

const [modelFile = '', targetFile = '', pdfFolder = '', copyFolder = ''] = process.argv.slice(2);
const tables = ['payers', 'accounts', 'payer_accesses', 'documents', 'import_batches', 'import_files', 'import_lines', 'invoices', 'invoice_events', 'audit_entries'];
const rowsAtOnce = 500;
const filesAtOnce = 8;

const model = await openReadConnection(modelFile);
const contents = new Map<string, Record<string, SqlValue>[]>();
for (const table of tables) contents.set(table, await model.prepare(`SELECT * FROM ${table}`)<Record<string, SqlValue>>([]));
await model.close();
const names = await readdir(pdfFolder);
await mkdir(copyFolder, { recursive: true });
const writer = new sqliteDialectModule.Database(targetFile, sqliteDialectModule.OPEN_READWRITE, () => undefined);

const startedAt = performance.now();
await writeFiles();
await execute('BEGIN IMMEDIATE', []);
for (const [table, rows] of contents) await writeRows(table, rows);
await execute('COMMIT', []);
process.stdout.write(JSON.stringify({ milliseconds: performance.now() - startedAt, rows: contents.get('invoices')?.length }));
process.exit(0);

async function writeFiles(): Promise<void> {
  const writeNext = async (): Promise<void> => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      const content = await readFile(join(pdfFolder, name));
      const file = await open(join(copyFolder, name), 'wx', 0o600);
      await file.writeFile(content);
      await file.datasync();
      await file.close();
    }
  };
  await Promise.all(Array.from({ length: filesAtOnce }, writeNext));
}

async function writeRows(table: string, rows: Record<string, SqlValue>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {});
  for (let start = 0; start < rows.length; start += rowsAtOnce) {
    const batch = rows.slice(start, start + rowsAtOnce);
    const places = batch.map(() => `(${columns.map(() => '?').join(',')})`).join(',');
    await execute(`INSERT INTO ${table} (${columns.join(',')}) VALUES ${places}`, batch.flatMap((row) => Object.values(row)));
  }
}

function execute(sql: string, parameters: SqlValue[]): Promise<void> {
  return new Promise((resolve, reject) => {
    writer.run(sql, parameters, (error: Error | null) => (error ? reject(error) : resolve()));
  });
}
