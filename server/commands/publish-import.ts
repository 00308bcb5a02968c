// Publishes every acceptable line of an import at once, or none. Publishing twice publishes once.
import { UniqueConstraintError } from 'sequelize';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import type { CheckedLine, PublishableRow } from '../domain/import-check.ts';
import { eventsOfImportedState } from '../domain/invoice.ts';
import { emailKey, foldKey, nameKey, sortKey } from '../domain/keys.ts';
import { syncDocumentFolders } from '../documents/document-store.ts';
import { AppError } from '../errors.ts';
import { Account, Document, ImportBatch, ImportFile, ImportLine, Payer, PayerAccess } from '../models/index.ts';
import { readLines, writtenRow } from './check-import-files.ts';
import { reportProgress } from './import-progress.ts';
import { insertRows } from './insert-rows.ts';
import { markOfKnownFacts } from './load-known-facts.ts';
import { openImport } from './receive-import.ts';
import { recordAudit } from './record-audit.ts';

export interface Publication { dataFolder: string; batchId: string; actor: string; now: Date }

/** @throws AppError import_not_found, import_closed, import_not_ready, import_nothing_to_publish, import_changed */
export async function publishImport(publication: Publication): Promise<ImportBatch> {
  try {
    return await publishOnce(publication);
  } catch (error) {
    if (!(error instanceof AppError || isNumberTaken(error))) throw error;
    const batch = await ImportBatch.findByPk(publication.batchId);
    if (batch?.state === 'published') return batch;
    throw error instanceof AppError ? error : new AppError('import_changed');
  } finally {
    reportProgress(publication.batchId, null);
  }
}

/** Sequelize gives this class to every broken constraint; only a unique one names its columns. */
const isNumberTaken = (error: unknown) => error instanceof UniqueConstraintError && Object.keys(error.fields).length > 0;

async function publishOnce({ dataFolder, batchId, actor, now }: Publication): Promise<ImportBatch> {
  const { state, allowMissingPdf, factsMark } = await openImport(batchId);
  if (state !== 'ready') throw new AppError('import_not_ready');
  const mark = await markOfKnownFacts();
  const shown = await ImportLine.findAll({ where: { batchId }, attributes: ['verdict', 'parsed'], order: [['line', 'ASC']], raw: true });
  if (mark !== factsMark) {
    const { lines } = await readLines({ dataFolder, batchId, allowMissingPdf, now });
    if (!areAsShown(lines, shown)) throw new AppError('import_changed');
  }
  const rows = shown.flatMap(({ parsed }): PublishableRow[] => (parsed ? [JSON.parse(parsed)] : []));
  if (rows.length === 0) throw new AppError('import_nothing_to_publish');
  await syncDocumentFolders(dataFolder, rows.flatMap((row) => row.documentSha256 ?? []));
  return inTransaction(async () => {
    if ((await markOfKnownFacts()) !== mark) throw new AppError('import_changed');
    return writeEverything(rows, { batchId, actor, now });
  });
}

/** True when the lines are those of the preview, to the last cent and address. */
function areAsShown(lines: CheckedLine[], shown: Pick<ImportLine, 'verdict' | 'parsed'>[]): boolean {
  return shown.length === lines.length && lines.every((line, index) => shown[index]?.verdict === line.verdict && shown[index]?.parsed === writtenRow(line));
}

interface Circumstances { batchId: string; actor: string; now: Date }

async function writeEverything(rows: PublishableRow[], { batchId, actor, now }: Circumstances): Promise<ImportBatch> {
  const open = await openImport(batchId);
  const payerIds = await writePayers(rows, now);
  await writeAccesses(rows, payerIds, now);
  await writeDocuments(batchId, rows, now);
  await writeInvoices(rows, payerIds, { batchId, now });
  await recordAudit({ actor, action: 'import_published', object: batchId, detail: `${rows.length} invoices` });
  return open.update({ state: 'published', publishedAt: now });
}

/** Payer ids by folded code. */
async function writePayers(rows: PublishableRow[], now: Date): Promise<Map<string, string>> {
  const ids = new Map((await Payer.findAll({ attributes: ['id', 'code'], raw: true })).map(({ id, code }) => [foldKey(code), id]));
  const created = new Map<string, Record<string, string | boolean | Date>>();
  for (const row of rows) {
    const key = foldKey(row.payerCode);
    if (ids.has(key)) continue;
    const id = newId();
    ids.set(key, id);
    created.set(key, {
      id, code: row.payerCode, name: row.payerName, name_key: nameKey(row.payerName), sort_key: sortKey(row.payerName, row.familyName), address: row.payerAddress,
      is_paperless: false, created_at: now, updated_at: now,
    });
  }
  await insertRows('payers', [...created.values()]);
  return ids;
}

async function writeAccesses(rows: PublishableRow[], payerIds: Map<string, string>, now: Date): Promise<void> {
  const wanted = rows.flatMap((row) => row.newEmails.map((email) => ({ email, key: emailKey(email), payerId: payerIds.get(foldKey(row.payerCode)) ?? '' })));
  if (wanted.length === 0) return;
  const accounts = await Account.findAll({ attributes: ['id', 'emailKey'], raw: true });
  const accountIds = new Map(accounts.map((account) => [account.emailKey, account.id]));
  const unknown = new Map(wanted.filter(({ key }) => !accountIds.has(key)).map(({ key, email }) => [key, email]));
  const newAccounts = [...unknown].map(([key, email]) => ({ id: newId(), email, email_key: key, state: 'invited', created_at: now, updated_at: now }));
  await insertRows('accounts', newAccounts);
  for (const account of newAccounts) accountIds.set(account.email_key, account.id);
  await PayerAccess.bulkCreate(
    wanted.map(({ key, payerId }) => ({ accountId: accountIds.get(key) ?? '', payerId })), { ignoreDuplicates: true },
  );
}

async function writeDocuments(batchId: string, rows: PublishableRow[], now: Date): Promise<void> {
  const used = new Set(rows.flatMap((row) => row.documentSha256 ?? []));
  const files = await ImportFile.findAll({ where: { batchId }, raw: true });
  const known = new Set((await Document.findAll({ attributes: ['sha256'], raw: true })).map((document) => document.sha256));
  const bytes = new Map(files.flatMap((file) => (file.sha256 && used.has(file.sha256) && !known.has(file.sha256) ? [[file.sha256, file.bytes] as const] : [])));
  await insertRows('documents', [...bytes].map(([sha256, size]) => ({ sha256, bytes: size, created_at: now })));
}

async function writeInvoices(rows: PublishableRow[], payerIds: Map<string, string>, { batchId, now }: { batchId: string; now: Date }): Promise<void> {
  const invoices = rows.map((row) => ({
    id: newId(), regie_id: row.regieId, payer_id: payerIds.get(foldKey(row.payerCode)) ?? '', batch_id: batchId,
    document_sha256: row.documentSha256, file_name: row.fileName || null, number: row.number, number_key: row.numberKey,
    issued_on: row.issuedOn, due_on: row.dueOn, amount_cents: row.amountCents, subject: row.subject, state: row.state,
    direct_debit: row.directDebit, direct_debit_on: row.directDebitOn, created_at: now,
  }));
  await insertRows('invoices', invoices, (done) => reportProgress(batchId, { phase: 'publishing', done, total: rows.length }));
  const events = invoices.flatMap((invoice) => eventsOfImportedState(invoice.state).map((kind) => (
    { id: newId(), invoice_id: invoice.id, kind, source: 'import', detail: '', at: now }
  )));
  await insertRows('invoice_events', events);
}
