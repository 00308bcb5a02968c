// What a data folder holds, read by another process than the one that wrote it.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openReadConnection } from '../../server/db/driver.ts';
import { databaseFileName } from '../../server/db/database.ts';
import { documentPath } from '../../server/documents/document-store.ts';

export interface StoredState { integrity: string; foreignKeys: number; invoices: number; published: number; orphans: number; badDocuments: string[] }

export async function storedState(dataFolder: string): Promise<StoredState> {
  const connection = await openReadConnection(join(dataFolder, databaseFileName));
  const all = <Row>(sql: string) => connection.prepare(sql)<Row>([]);
  const count = async (sql: string) => (await all<{ n: number }>(`SELECT COUNT(*) AS n FROM ${sql}`))[0]?.n ?? -1;
  try {
    const documents = await all<{ sha256: string }>('SELECT sha256 FROM documents');
    return {
      integrity: (await all<{ integrity_check: string }>('PRAGMA integrity_check'))[0]?.integrity_check ?? '',
      foreignKeys: (await all('PRAGMA foreign_key_check')).length,
      invoices: await count('invoices'),
      published: await count("import_batches WHERE state = 'published'"),
      orphans: await count("payers WHERE id NOT IN (SELECT payer_id FROM invoices)") + await count('documents WHERE sha256 NOT IN (SELECT document_sha256 FROM invoices WHERE document_sha256 IS NOT NULL)')
        + await count("accounts WHERE id NOT IN (SELECT account_id FROM payer_accesses)") + await count('invoices WHERE id NOT IN (SELECT invoice_id FROM invoice_events)')
        + await count("invoices WHERE batch_id NOT IN (SELECT id FROM import_batches WHERE state = 'published')"),
      badDocuments: documents.map(({ sha256 }) => sha256).filter((sha256) => !isWhole(documentPath(dataFolder, sha256), sha256)),
    };
  } finally {
    await connection.close();
  }
}

const isWhole = (path: string, sha256: string) => existsSync(path) && createHash('sha256').update(readFileSync(path)).digest('hex') === sha256;
