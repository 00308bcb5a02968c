// Why: the few reads that every resident's page makes, as statements prepared once on read-only connections.
// Each carries the account's condition in its own SQL, but `attempt`, which no page reads. They see only what is committed: never use them inside a write.
import type { Declaration, InvoiceState, LineOutcome, PayfipInterface, PayfipStage, PaymentState, PersonRole, RegieKind } from '../contract/states.ts';
import type { Row } from './rows.ts';
import { openReadConnection, type PreparedRead, type ReadConnection, type SqlValue } from './driver.ts';

export interface SessionRead {
  accountId: string; email: string; payerNames: string | null; lastSeenAt: string; expiresAt: string;
  /** The agent who sees the portal as this account does. */
  viewerId: string | null;
}
export interface InvoiceRead {
  id: string; number: string; subject: string; issuedOn: string; dueOn: string | null; amountCents: number;
  state: InvoiceState; directDebit: number; payerId: string; payerName: string;
  /** What the account may do for this payer. */
  role: PersonRole;
  /** What decides whether it may be paid on line now. */
  declared: Declaration | null; suspension: string | null; liveUntil: string | null; liveSaid: string | null;
  regieId: string; regieName: string; regieKind: RegieKind; regieSuspension: string | null; numcli: string | null; stage: PayfipStage; minimumCents: number; trialEmails: string;
}
export interface InvoiceDetailRead extends InvoiceRead {
  payerCode: string; directDebitOn: string | null; documentBytes: number | null;
  /** When this account last opened it or its PDF, to the hour. */
  readAt: string | null;
}
/** Of a cancelled invoice: what may still be told, neither its subject nor its PDF, which may be another household's. */
export interface WithdrawnRead { number: string; issuedOn: string; regieName: string; withdrawnAt: string | null; detail: string | null; isPaidAnyway: number }
/** An attempt as its own account sees it. */
export interface PaymentRead {
  id: string; number: number; state: PaymentState; interface: PayfipInterface; saisie: string; refdet: string; numauto: string | null; resultrans: string | null;
  amountCents: number; email: string; regieName: string; regieSuspension: string | null; numbers: string | null;
  createdAt: string; liveUntil: string; transactionAt: string | null; settledAt: string | null; stoppedAt: string | null;
  /** What PayFiP has said last: R or A does not decide anything while the payer may still pay on its page. */
  lastCode: string | null;
  /** When it said so for the first time, or that it had nothing any more. */
  saidAt: string | null;
  unexpected: Exclude<LineOutcome, 'settled'> | null;
  isAsked: number;
  isSorted: number;
}
/** Of the account that made it alone: who holds `idOp` may open PayFiP's page in its stead. */
export interface OwnPaymentRead extends PaymentRead { idOp: string | null; baseUrl: string }
export interface PaymentLineRead { invoiceId: string; number: string; subject: string; amountCents: number; outcome: LineOutcome | null; isAsked: number; state: InvoiceState; suspension: string | null }
/** `isOwn`: the account made this attempt itself; another account of the same payer sees only where it stands. */
export interface InvoicePaymentRead extends Pick<PaymentRead, 'id' | 'state' | 'interface' | 'saisie' | 'resultrans' | 'createdAt' | 'liveUntil' | 'transactionAt' | 'settledAt' | 'stoppedAt' | 'lastCode' | 'saidAt' | 'unexpected' | 'isAsked' | 'isSorted'> { isOwn: number }
export interface DocumentRead { sha256: string; bytes: number; number: string; readAt: string | null }
/** `due…`: what awaits a payment from the resident; neither debited by itself, nor said to be paid. */
export interface StateTotalRead { state: InvoiceState; count: number; totalCents: number; dueCount: number; dueCents: number; /** Of those due: which the account might pay on line, and which are suspended among them. */ openCount: number; suspendedCount: number }

const lastCode = "(SELECT a.code FROM payment_answers a WHERE a.payment_id = m.id AND a.kind = 'result' ORDER BY a.at DESC LIMIT 1)";
/** What is known of the attempt that keeps invoice `i`: PayFiP's last letter, or that staff have stopped it. */
export const liveSaid = `(SELECT CASE WHEN m.state = 'stopped' THEN 'stopped' ELSE ${lastCode} END
    FROM payment_lines l JOIN payments m ON m.id = l.payment_id WHERE l.invoice_id = i.id AND l.is_live = 1)`;
const readAt = '(SELECT v.last_at FROM invoice_readings v WHERE v.invoice_id = i.id AND v.account_id = x.account_id) AS readAt';
/** As `invoiceRefusal` reads it before it looks at suspensions; whoever may pay before production has no need of a sum. */
const isOpen = "i.declared IS NULL AND i.direct_debit = 0 AND x.role <> 'reader' AND r.stage = 'production' AND r.numcli IS NOT NULL";
const invoiceColumns = `i.id, i.number, i.subject, i.issued_on AS issuedOn, i.due_on AS dueOn, i.amount_cents AS amountCents,
  i.state, i.direct_debit AS directDebit, i.payer_id AS payerId, p.name AS payerName, x.role, i.declared, i.suspension,
  (SELECT m.live_until FROM payment_lines l JOIN payments m ON m.id = l.payment_id WHERE l.invoice_id = i.id AND l.is_live = 1) AS liveUntil, ${liveSaid} AS liveSaid,
  i.regie_id AS regieId, r.name AS regieName, r.kind AS regieKind, r.suspension AS regieSuspension, r.numcli, r.stage, r.minimum_cents AS minimumCents, r.trial_emails AS trialEmails`;
const paymentDates = `m.created_at AS createdAt, m.live_until AS liveUntil, m.transaction_at AS transactionAt, m.settled_at AS settledAt, m.stopped_at AS stoppedAt,
  ${lastCode} AS lastCode, (SELECT MIN(b.at) FROM payment_answers b WHERE b.payment_id = m.id AND b.code = COALESCE(${lastCode}, 'P1')) AS saidAt`;
/** What a payment received did otherwise than settle, in these lines of it; `isAsked`: staff are to say whether it counts, `isSorted`: they have dealt with it. */
const unexpectedOf = (lines: string) => `(SELECT u.outcome FROM payment_lines u WHERE u.payment_id = m.id AND ${lines} AND u.outcome <> 'settled' ORDER BY u.outcome DESC LIMIT 1) AS unexpected,
  EXISTS (SELECT 1 FROM payment_lines u WHERE u.payment_id = m.id AND ${lines} AND u.is_asked = 1) AS isAsked, m.sorted_at IS NOT NULL AS isSorted`;
// The numbers of invoices that the account may still see, whoever they belonged to when they were paid.
const paymentColumns = `m.id, m.number, m.state, m.interface, m.saisie, m.refdet, m.numauto, m.resultrans, m.amount_cents AS amountCents, m.email, r.name AS regieName, r.suspension AS regieSuspension, ${unexpectedOf('1')},
  (SELECT group_concat(number, ', ') FROM (SELECT DISTINCT i.number FROM payment_lines l JOIN invoices i ON i.id = l.invoice_id JOIN payer_accesses x ON x.payer_id = i.payer_id
    WHERE l.payment_id = m.id AND x.account_id = m.account_id ORDER BY i.issued_on, i.number)) AS numbers, ${paymentDates}`;

export const statements = {
  session: `SELECT s.account_id AS accountId, a.email, s.last_seen_at AS lastSeenAt, s.expires_at AS expiresAt, s.viewer_id AS viewerId,
      (SELECT group_concat(name, ' · ') FROM (SELECT DISTINCT p.name FROM payer_accesses x JOIN payers p ON p.id = x.payer_id WHERE x.account_id = a.id)) AS payerNames
    FROM sessions s JOIN accounts a ON a.id = s.account_id
    WHERE s.token_hash = ? AND s.kind = 'resident' AND a.state = 'active'`,
  invoices: `SELECT ${invoiceColumns} FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id JOIN payers p ON p.id = i.payer_id JOIN regies r ON r.id = i.regie_id
    WHERE x.account_id = ? AND i.state = ? ORDER BY i.issued_on DESC, i.number DESC LIMIT ? OFFSET ?`,
  stateTotals: `SELECT i.state, COUNT(*) AS count, SUM(i.amount_cents) AS totalCents,
      COALESCE(SUM(CASE WHEN i.declared IS NULL AND i.direct_debit = 0 THEN 1 END), 0) AS dueCount,
      COALESCE(SUM(CASE WHEN i.declared IS NULL AND i.direct_debit = 0 THEN i.amount_cents END), 0) AS dueCents,
      COALESCE(SUM(CASE WHEN ${isOpen} THEN 1 END), 0) AS openCount, COALESCE(SUM(CASE WHEN ${isOpen} AND COALESCE(r.suspension, i.suspension) IS NOT NULL THEN 1 END), 0) AS suspendedCount
    FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id JOIN regies r ON r.id = i.regie_id WHERE x.account_id = ? GROUP BY i.state`,
  invoice: `SELECT ${invoiceColumns}, p.code AS payerCode, i.direct_debit_on AS directDebitOn, d.bytes AS documentBytes, ${readAt}
    FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id JOIN payers p ON p.id = i.payer_id
      JOIN regies r ON r.id = i.regie_id LEFT JOIN documents d ON d.sha256 = i.document_sha256
    WHERE x.account_id = ? AND i.id = ? AND i.state <> 'withdrawn'`,
  withdrawn: `SELECT i.number, i.issued_on AS issuedOn, r.name AS regieName, e.at AS withdrawnAt, e.detail,
      EXISTS (SELECT 1 FROM payment_lines l WHERE l.invoice_id = i.id AND l.outcome = 'not_payable_any_more') AS isPaidAnyway
    FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id JOIN regies r ON r.id = i.regie_id LEFT JOIN invoice_events e ON e.invoice_id = i.id AND e.kind = 'withdrawn'
    WHERE x.account_id = ? AND i.id = ? AND i.state = 'withdrawn' ORDER BY e.at DESC LIMIT 1`,
  document: `SELECT d.sha256, d.bytes, i.number, ${readAt} FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id
      JOIN documents d ON d.sha256 = i.document_sha256
    WHERE x.account_id = ? AND i.id = ? AND i.state <> 'withdrawn'`,
  payments: `SELECT ${paymentColumns} FROM payments m JOIN regies r ON r.id = m.regie_id
    WHERE m.account_id = ? AND m.state <> 'failed' ORDER BY m.created_at DESC, m.number DESC LIMIT ?`,
  payment: `SELECT ${paymentColumns}, m.id_op AS idOp, m.base_url AS baseUrl FROM payments m JOIN regies r ON r.id = m.regie_id WHERE m.account_id = ? AND m.id = ?`,
  paymentLines: `SELECT DISTINCT i.id AS invoiceId, i.number, i.subject, l.amount_cents AS amountCents, l.outcome, l.is_asked AS isAsked, i.state, i.suspension
    FROM payments m JOIN payment_lines l ON l.payment_id = m.id JOIN invoices i ON i.id = l.invoice_id JOIN payer_accesses x ON x.payer_id = i.payer_id AND x.account_id = m.account_id
    WHERE m.account_id = ? AND m.id = ? ORDER BY i.issued_on, i.number`,
  invoicePayments: `SELECT m.id, m.state, m.interface, m.saisie, m.resultrans, ${paymentDates}, ${unexpectedOf('u.invoice_id = i.id')}, m.account_id = x.account_id AS isOwn
    FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id JOIN payment_lines l ON l.invoice_id = i.id JOIN payments m ON m.id = l.payment_id
    WHERE x.account_id = ? AND i.id = ? AND i.state <> 'withdrawn' AND m.state <> 'failed' ORDER BY m.created_at DESC, m.number DESC LIMIT 3`,
  attempt: 'SELECT * FROM payments WHERE id = ?',
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

/** The invoice that staff have cancelled, and why. */
export const readWithdrawn = async (accountId: string, invoiceId: string) =>
  (await read<WithdrawnRead>('withdrawn', [accountId, invoiceId]))[0];

export const readDocument = async (accountId: string, invoiceId: string) =>
  (await read<DocumentRead>('document', [accountId, invoiceId]))[0];

export const readPayments = (accountId: string, limit: number) => read<PaymentRead>('payments', [accountId, limit]);

export const readPayment = async (accountId: string, paymentId: string) => (await read<OwnPaymentRead>('payment', [accountId, paymentId]))[0];

export const readPaymentLines = (accountId: string, paymentId: string) => read<PaymentLineRead>('paymentLines', [accountId, paymentId]);

/** The latest attempts to pay this invoice, newest first. */
export const readInvoicePayments = (accountId: string, invoiceId: string) => read<InvoicePaymentRead>('invoicePayments', [accountId, invoiceId]);

/** A whole attempt, whoever made it: for the portal itself when it settles, never for a page. */
export const readAttempt = async (paymentId: string) => (await read<Row>('attempt', [paymentId]))[0];
