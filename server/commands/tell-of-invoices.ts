// Tells the households by mail what staff have done of their invoices: cancelled, to be paid again, a new PDF. One mail an account.
import { QueryTypes } from 'sequelize';
import { byChunks } from '../db/by-chunks.ts';
import { database } from '../db/database.ts';
import { queueMails } from './queue-mail.ts';

interface Told { id: string; number: string }
interface Reader { accountId: string; email: string; invoiceId: string }
/** `key` names the event: told twice, it is told once. */
export interface InvoiceNews { change: 'withdrawn' | 'restored' | 'replaced'; reason: string; key: string }

const mostNumbers = 20;

/** In the transaction of what it tells. Answers how many mails. */
export async function tellOfInvoices(invoices: Told[], { change, reason, key }: InvoiceNews): Promise<number> {
  const byAccount = await readersOf(invoices.map(({ id }) => id));
  const numberOf = new Map(invoices.map(({ id, number }) => [id, number]));
  await queueMails([...byAccount].map(([accountId, { email, invoiceIds }]) => ({
    kind: 'invoice_news', accountId, recipient: email, uniqueKey: `invoice_news:${change}:${key}:${accountId}`,
    payload: { change, reason, count: invoiceIds.length, numbers: invoiceIds.slice(0, mostNumbers).map((id) => numberOf.get(id) ?? '') },
  })));
  return byAccount.size;
}

export const countReaders = async (invoiceIds: string[]): Promise<number> => (await readersOf(invoiceIds)).size;

async function readersOf(invoiceIds: string[]): Promise<Map<string, { email: string; invoiceIds: string[] }>> {
  const rows = await byChunks(invoiceIds, (ids) => database().query<Reader>(
    `SELECT a.id AS accountId, a.email, i.id AS invoiceId FROM invoices i JOIN payer_accesses x ON x.payer_id = i.payer_id JOIN accounts a ON a.id = x.account_id
     WHERE i.id IN (:ids) AND a.state <> 'disabled' ORDER BY i.number`,
    { replacements: { ids }, type: QueryTypes.SELECT },
  ));
  const readers = new Map<string, { email: string; invoiceIds: string[] }>();
  for (const { accountId, email, invoiceId } of rows) {
    const known = readers.get(accountId) ?? { email, invoiceIds: [] };
    known.invoiceIds.push(invoiceId);
    readers.set(accountId, known);
  }
  return readers;
}
