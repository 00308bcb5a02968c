// Which of these invoices an action would change, and why it would leave the others. Changes nothing.
import { QueryTypes } from 'sequelize';
import type { InvoiceActionKind } from '../contract/states.ts';
import { byChunks } from '../db/by-chunks.ts';
import { database } from '../db/database.ts';
import { tally, whyLeft, type Left, type Standing } from '../domain/invoice-action.ts';

export interface WeighedInvoice { id: string; number: string; payerId: string; amountCents: number; dueOn: string | null; suspension: string | null }
export interface Weighed { changing: WeighedInvoice[]; changingCents: number; total: number; totalCents: number; left: Left[] }
type Row = Omit<Standing, 'isBeingPaid'> & WeighedInvoice & { isBeingPaid: number };

export async function weighInvoices(kind: InvoiceActionKind, invoiceIds: string[], now: Date): Promise<Weighed> {
  const rows = await byChunks([...new Set(invoiceIds)], (ids) => readStandings(ids, now));
  const reasons = rows.map((row) => whyLeft(kind, { ...row, isBeingPaid: row.isBeingPaid === 1 }));
  const changing = rows.filter((_row, index) => reasons[index] === null);
  return { changing, changingCents: sumOf(changing), total: rows.length, totalCents: sumOf(rows), left: tally(reasons.flatMap((reason) => reason ?? [])) };
}

const sumOf = (invoices: WeighedInvoice[]) => invoices.reduce((sum, { amountCents }) => sum + amountCents, 0);

const readStandings = (ids: string[], now: Date) => database().query<Row>(
  `SELECT i.id, i.number, i.payer_id AS payerId, i.amount_cents AS amountCents, i.due_on AS dueOn, i.state, i.declared, i.suspension,
     EXISTS (SELECT 1 FROM payment_lines l JOIN payments m ON m.id = l.payment_id WHERE l.invoice_id = i.id AND l.is_live = 1 AND m.live_until > :now) AS isBeingPaid
   FROM invoices i WHERE i.id IN (:ids)`,
  { replacements: { ids, now }, type: QueryTypes.SELECT },
);
