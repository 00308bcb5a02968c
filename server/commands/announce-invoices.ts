// Tells the accounts that see invoices of a published import that new invoices are on line; once for each account.
import { Op, QueryTypes } from 'sequelize';
import { database, inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { ImportBatch, OutgoingMail } from '../models/index.ts';
import { queueMails } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';

interface Concerned { accountId: string; email: string; payerName: string; count: number; totalCents: number }

/** Answers how many mails were queued. @throws AppError import_not_found, import_not_ready */
export async function announceInvoices({ batchId, actor }: { batchId: string; actor: string }): Promise<number> {
  const batch = await ImportBatch.findByPk(batchId);
  if (!batch) throw new AppError('import_not_found');
  if (batch.state !== 'published') throw new AppError('import_not_ready');
  return inTransaction(async () => {
    const told = await toldAccounts(batchId);
    const toTell = (await concernedAccounts(batchId)).filter(({ accountId }) => !told.has(accountId));
    await queueMails(toTell.map(({ accountId, email, count, totalCents }) => (
      { kind: 'new_invoices', accountId, recipient: email, payload: { count, totalCents }, uniqueKey: `${announcementKey(batchId)}${accountId}` }
    )));
    await recordAudit({ actor, action: 'invoices_announced', object: batchId, detail: `${toTell.length} mails` });
    return toTell.length;
  });
}

/** How many accounts have been told, whose mail has not left yet, and how many `announceInvoices` would tell now, the first ones by name. */
export async function countAnnounced(batchId: string): Promise<{ announced: number; left: number; toAnnounce: number; firstToAnnounce: string[] }> {
  const told = await toldAccounts(batchId);
  const toTell = (await concernedAccounts(batchId)).filter(({ accountId }) => !told.has(accountId));
  const left = await OutgoingMail.count({ where: { uniqueKey: { [Op.startsWith]: announcementKey(batchId) }, state: ['queued', 'sending'] } });
  return { announced: told.size, left, toAnnounce: toTell.length, firstToAnnounce: toTell.slice(0, mostNames).map(({ payerName, email }) => `${payerName} (${email})`) };
}

const remindedFor = 14 * 24 * 3_600_000;

/** Imports published of late of which nobody was told, though accounts see their unpaid invoices; the latest first. */
export async function findUnannounced(now: Date): Promise<string[]> {
  const found = await database().query<{ id: string }>(
    `SELECT b.id FROM import_batches b WHERE b.state = 'published' AND b.published_at >= :since
       AND NOT EXISTS (SELECT 1 FROM outgoing_mails m WHERE m.unique_key > :keyStart || b.id || ':' AND m.unique_key < :keyStart || b.id || ';')
       AND EXISTS (SELECT 1 FROM invoices i JOIN payer_accesses x ON x.payer_id = i.payer_id JOIN accounts a ON a.id = x.account_id WHERE i.batch_id = b.id AND i.state = 'unpaid' AND a.state <> 'disabled')
     ORDER BY b.published_at DESC`,
    { replacements: { keyStart, since: new Date(now.getTime() - remindedFor) }, type: QueryTypes.SELECT },
  );
  return found.map(({ id }) => id);
}

async function toldAccounts(batchId: string): Promise<Set<string | null>> {
  const mails = await OutgoingMail.findAll({ where: { uniqueKey: { [Op.startsWith]: announcementKey(batchId) } }, attributes: ['accountId'], raw: true });
  return new Set(mails.map((mail) => mail.accountId));
}

const mostNames = 3;
const keyStart = 'new_invoices:';
const announcementKey = (batchId: string) => `${keyStart}${batchId}:`;

/** Accounts that see unpaid invoices of the batch. */
function concernedAccounts(batchId: string): Promise<Concerned[]> {
  return database().query<Concerned>(
    `SELECT a.id AS accountId, a.email, MIN(p.name) AS payerName, COUNT(*) AS count, SUM(i.amount_cents) AS totalCents
     FROM invoices i JOIN payer_accesses x ON x.payer_id = i.payer_id JOIN accounts a ON a.id = x.account_id JOIN payers p ON p.id = i.payer_id
     WHERE i.batch_id = :batchId AND i.state = 'unpaid' AND a.state <> 'disabled' GROUP BY a.id, a.email ORDER BY payerName, a.email`,
    { replacements: { batchId }, type: QueryTypes.SELECT },
  );
}
