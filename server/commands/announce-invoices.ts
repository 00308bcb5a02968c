// Tells the accounts that see invoices of a published import that new invoices are on line; once for each account.
import { Op, QueryTypes } from 'sequelize';
import type { StoredMailState } from '../contract/states.ts';
import { database, inTransaction } from '../db/database.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { AppError } from '../errors.ts';
import { ImportBatch, OutgoingMail } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import { queueMails } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';

interface Concerned { accountId: string; email: string; payerName: string; count: number; totalCents: number; firstDueOn: string | null }

/** Answers how many mails were queued. @throws AppError import_not_found, import_not_ready */
export async function announceInvoices({ batchId, actor }: { batchId: string; actor: string }): Promise<number> {
  const batch = await ImportBatch.findByPk(batchId);
  if (!batch) throw new AppError('import_not_found');
  if (batch.state !== 'published') throw new AppError('import_not_ready');
  const isPlay = isSimulator((await readSettings()).payments.baseUrl);
  return inTransaction(async () => {
    const told = new Set((await announcements(batchId)).map((mail) => mail.accountId));
    const toTell = (await concernedAccounts(batchId)).filter(({ accountId }) => !told.has(accountId));
    await queueMails(toTell.map(({ accountId, email, count, totalCents, firstDueOn }) => (
      { kind: 'new_invoices', accountId, recipient: email, payload: { count, totalCents, firstDueOn, isPlay }, uniqueKey: `${announcementKey(batchId)}${accountId}` }
    )));
    await recordAudit({ actor, action: 'invoices_announced', object: batchId, detail: `${toTell.length} mails` });
    return toTell.length;
  });
}

/** How many accounts have been told, whose mail has not left yet, or did not arrive; and how many `announceInvoices` would tell now, the first ones by name. */
export async function countAnnounced(batchId: string): Promise<{ announced: number; left: number; lost: number; toAnnounce: number; firstToAnnounce: string[] }> {
  const mails = await announcements(batchId);
  const told = new Set(mails.map(({ accountId }) => accountId));
  const toTell = (await concernedAccounts(batchId)).filter(({ accountId }) => !told.has(accountId));
  const countOf = (...states: StoredMailState[]) => mails.filter(({ state }) => states.includes(state)).length;
  return {
    announced: told.size, left: countOf('queued', 'sending'), lost: countOf('failed', 'to_verify'),
    toAnnounce: toTell.length, firstToAnnounce: toTell.slice(0, mostNames).map(({ payerName, email }) => `${payerName} (${email})`),
  };
}

const announcements = (batchId: string) => OutgoingMail.findAll({ where: { uniqueKey: { [Op.startsWith]: announcementKey(batchId) } }, attributes: ['accountId', 'state'], raw: true });

/** Beyond, whoever published has told the households otherwise. */
const remindedForMs = 14 * 24 * 3_600_000;

/** Imports published of late that nobody was asked to announce, though accounts see their unpaid invoices; the latest first. */
export async function findUnannounced(now: Date): Promise<string[]> {
  const found = await database().query<{ id: string }>(
    `SELECT b.id FROM import_batches b WHERE b.state = 'published' AND b.published_at >= :since
       AND NOT EXISTS (SELECT 1 FROM audit_entries e WHERE e.object = b.id AND e.action = 'invoices_announced')
       AND EXISTS (SELECT 1 ${whoSeesUnpaid} AND i.batch_id = b.id)
     ORDER BY b.published_at DESC`,
    { replacements: { since: new Date(now.getTime() - remindedForMs) }, type: QueryTypes.SELECT },
  );
  return found.map(({ id }) => id);
}

const mostNames = 3;
const announcementKey = (batchId: string) => `new_invoices:${batchId}:`;

const whoSeesUnpaid = "FROM invoices i JOIN payer_accesses x ON x.payer_id = i.payer_id JOIN accounts a ON a.id = x.account_id JOIN payers p ON p.id = i.payer_id WHERE i.state = 'unpaid' AND a.state <> 'disabled'";

/** Accounts that see unpaid invoices of the batch. `firstDueOn`: of those that are not debited by themselves. */
function concernedAccounts(batchId: string): Promise<Concerned[]> {
  return database().query<Concerned>(
    `SELECT a.id AS accountId, a.email, MIN(p.name) AS payerName, COUNT(*) AS count, SUM(i.amount_cents) AS totalCents, MIN(CASE WHEN i.direct_debit = 0 THEN i.due_on END) AS firstDueOn
     ${whoSeesUnpaid} AND i.batch_id = :batchId GROUP BY a.id, a.email ORDER BY payerName, a.email`,
    { replacements: { batchId }, type: QueryTypes.SELECT },
  );
}
