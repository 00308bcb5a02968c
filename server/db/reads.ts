// Why: the few reads that every resident's page makes, as statements prepared once on read-only connections.
// Each carries the account's condition in its own SQL. They see only what is committed: never use them inside a write.
import type { InvoiceState } from '../contract/schemas.ts';
import { openReadConnection, type PreparedRead, type ReadConnection, type SqlValue } from './driver.ts';

export interface SessionRead {
  accountId: string; email: string; payerNames: string | null; lastSeenAt: string; expiresAt: string;
}
export interface InvoiceRead {
  id: string; number: string; subject: string; issuedOn: string; dueOn: string | null; amountCents: number;
  state: InvoiceState; directDebit: number; payerId: string; payerName: string;
}
export interface InvoiceDetailRead extends InvoiceRead {
  payerCode: string; regieName: string; directDebitOn: string | null; documentBytes: number | null;
}
export interface DocumentRead { sha256: string; bytes: number; number: string }
export interface StateTotalRead { state: InvoiceState; count: number; totalCents: number }

const invoiceColumns = `i.id, i.number, i.subject, i.issued_on AS issuedOn, i.due_on AS dueOn, i.amount_cents AS amountCents,
  i.state, i.direct_debit AS directDebit, i.payer_id AS payerId, p.name AS payerName`;

export const statements = {
  session: `SELECT s.account_id AS accountId, a.email, s.last_seen_at AS lastSeenAt, s.expires_at AS expiresAt,
      (SELECT group_concat(name, ' · ') FROM (SELECT DISTINCT p.name FROM payer_accesses x JOIN payers p ON p.id = x.payer_id WHERE x.account_id = a.id)) AS payerNames
    FROM sessions s JOIN accounts a ON a.id = s.account_id
    WHERE s.token_hash = ? AND s.kind = 'resident' AND a.state = 'active'`,
  invoices: `SELECT ${invoiceColumns} FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id JOIN payers p ON p.id = i.payer_id
    WHERE x.account_id = ? AND i.state = ? ORDER BY i.issued_on DESC, i.number DESC LIMIT ? OFFSET ?`,
  stateTotals: `SELECT i.state, COUNT(*) AS count, SUM(i.amount_cents) AS totalCents
    FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id WHERE x.account_id = ? GROUP BY i.state`,
  invoice: `SELECT ${invoiceColumns}, p.code AS payerCode, r.name AS regieName, i.direct_debit_on AS directDebitOn, d.bytes AS documentBytes
    FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id JOIN payers p ON p.id = i.payer_id
      JOIN regies r ON r.id = i.regie_id LEFT JOIN documents d ON d.sha256 = i.document_sha256
    WHERE x.account_id = ? AND i.id = ? AND i.state <> 'withdrawn'`,
  document: `SELECT d.sha256, d.bytes, i.number FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id
      JOIN documents d ON d.sha256 = i.document_sha256
    WHERE x.account_id = ? AND i.id = ? AND i.state <> 'withdrawn'`,
};
type StatementName = keyof typeof statements;

let connections: { connection: ReadConnection; prepared: Record<StatementName, PreparedRead> }[] = [];
let turn = 0;

export async function openReads(file: string, count: number): Promise<void> {
  connections = await Promise.all(Array.from({ length: count }, async () => {
    const connection = await openReadConnection(file);
    const entries = Object.entries(statements).map(([name, sql]) => [name, connection.prepare(sql)]);
    return { connection, prepared: Object.fromEntries(entries) as Record<StatementName, PreparedRead> };
  }));
}

export async function closeReads(): Promise<void> {
  await Promise.all(connections.map((each) => each.connection.close()));
  connections = [];
}

function read<Row>(name: StatementName, parameters: SqlValue[]): Promise<Row[]> {
  const chosen = connections[turn++ % connections.length];
  if (!chosen) throw new Error('the database is not open');
  return chosen.prepared[name]<Row>(parameters);
}

export const readSession = async (tokenHash: string) => (await read<SessionRead>('session', [tokenHash]))[0];

export const readInvoices = (accountId: string, state: InvoiceState, page: { limit: number; offset: number }) =>
  read<InvoiceRead>('invoices', [accountId, state, page.limit, page.offset]);

export const readStateTotals = (accountId: string) => read<StateTotalRead>('stateTotals', [accountId]);

export const readInvoice = async (accountId: string, invoiceId: string) =>
  (await read<InvoiceDetailRead>('invoice', [accountId, invoiceId]))[0];

export const readDocument = async (accountId: string, invoiceId: string) =>
  (await read<DocumentRead>('document', [accountId, invoiceId]))[0];
