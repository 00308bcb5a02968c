// Tells the accounts that see invoices of a published import that new invoices are on line; once for each account.
import { QueryTypes } from 'sequelize';
import { database, inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { ImportBatch } from '../models/index.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';

interface Concerned { accountId: string; email: string; count: number; totalCents: number }

/** Answers how many mails were queued. @throws AppError import_not_found, import_not_ready */
export async function announceInvoices({ batchId, actor }: { batchId: string; actor: string }): Promise<number> {
  const batch = await ImportBatch.findByPk(batchId);
  if (!batch) throw new AppError('import_not_found');
  if (batch.state !== 'published') throw new AppError('import_not_ready');
  return inTransaction(async () => {
    let queued = 0;
    for (const { accountId, email, count, totalCents } of await concernedAccounts(batchId)) {
      const order = { kind: 'new_invoices' as const, accountId, recipient: email, payload: { count, totalCents }, uniqueKey: `new_invoices:${batchId}:${accountId}` };
      if (await queueMail(order)) queued += 1;
    }
    await recordAudit({ actor, action: 'invoices_announced', object: batchId, detail: `${queued} mails` });
    return queued;
  });
}

/** Accounts that see unpaid invoices of the batch. */
function concernedAccounts(batchId: string): Promise<Concerned[]> {
  return database().query<Concerned>(
    `SELECT a.id AS accountId, a.email, COUNT(*) AS count, SUM(i.amount_cents) AS totalCents
     FROM invoices i JOIN payer_accesses x ON x.payer_id = i.payer_id JOIN accounts a ON a.id = x.account_id
     WHERE i.batch_id = :batchId AND i.state = 'unpaid' AND a.state <> 'disabled' GROUP BY a.id, a.email`,
    { replacements: { batchId }, type: QueryTypes.SELECT },
  );
}
