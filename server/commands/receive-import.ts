// Opens an import and receives its files one by one; nothing is visible to residents before it is published.
import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { largestPdf, looksLikePdf, storeDocument } from '../documents/document-store.ts';
import { AppError } from '../errors.ts';
import { ImportBatch, ImportFile } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

export const largestSource = 20 * 1024 * 1024;
/** What the last check said of it is no longer true. */
const unchecked = { state: 'draft', factsMark: null } as const;
const noCounts = { lines: 0, accepted: 0, warning: 0, already_published: 0, refused: 0 };

export async function createImport(agentId: string | null, actor: string): Promise<ImportBatch> {
  return inTransaction(async () => {
    const id = newId();
    await recordAudit({ actor, action: 'import_opened', object: id });
    return ImportBatch.create({ id, state: 'draft', agentId, allowMissingPdf: false, counts: JSON.stringify(noCounts), totalCents: 0, unusedFiles: '[]', refusals: '[]' });
  });
}

/** The batch, still open. @throws AppError import_not_found, import_closed */
export async function openImport(batchId: string): Promise<ImportBatch> {
  const batch = await ImportBatch.findByPk(batchId);
  if (!batch) throw new AppError('import_not_found');
  if (batch.state === 'published' || batch.state === 'discarded') throw new AppError('import_closed');
  return batch;
}

/** Where the imported file of a batch is kept. */
export const sourcePath = (dataFolder: string, batchId: string) => join(dataFolder, 'imports', `${batchId}.csv`);

export interface ReceivedContent { dataFolder: string; batchId: string; name: string; content: Buffer }

/** Keeps the file of invoices; a second one replaces the first. @throws AppError import_not_found, import_closed, file_name_invalid */
export async function receiveImportSource({ dataFolder, batchId, name, content, actor }: ReceivedContent & { actor: string }): Promise<void> {
  await openImport(batchId);
  const sourceName = plainName(name);
  const path = sourcePath(dataFolder, batchId);
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, content, { mode: 0o600, flush: true });
  const sourceSha256 = createHash('sha256').update(content).digest('hex');
  await inTransaction(async () => {
    const batch = await openImport(batchId);
    await batch.update({ sourceName, sourceSha256, problem: null, ...unchecked });
    await recordAudit({ actor, action: 'import_source_received', object: batchId, detail: sourceName });
  });
}

/**
 * Keeps one PDF. What is no PDF is remembered by name alone, so that its line says so.
 * @throws AppError import_not_found, import_closed, file_name_invalid, pdf_invalid
 */
export async function receiveImportDocument(received: ReceivedContent): Promise<void> {
  await openImport(received.batchId);
  const file = await keepDocument(received);
  await inTransaction(() => recordFiles(received.batchId, [file]));
  if (file.sha256 === null) throw new AppError('pdf_invalid', { name: file.name });
}

export interface KeptFile { name: string; sha256: string | null; bytes: number }

/** Writes the PDF in the store, outside any transaction. */
export async function keepDocument({ dataFolder, name, content }: Omit<ReceivedContent, 'batchId'>): Promise<KeptFile> {
  if (content.length > largestPdf) throw new AppError('file_too_large', { name, max: '10\u00a0Mo' });
  const sha256 = looksLikePdf(content) ? await storeDocument(dataFolder, content) : null;
  return { name: plainName(name), sha256, bytes: content.length };
}

export async function recordFiles(batchId: string, files: KeptFile[]): Promise<void> {
  const batch = await openImport(batchId);
  await ImportFile.bulkCreate(files.map((file) => ({ batchId, ...file })), { updateOnDuplicate: ['sha256', 'bytes'] });
  if (batch.state !== 'draft' || batch.factsMark !== null) await batch.update(unchecked);
}

export async function removeImportFile({ batchId, name, actor }: { batchId: string; name: string; actor: string }): Promise<void> {
  await inTransaction(async () => {
    const batch = await openImport(batchId);
    await ImportFile.destroy({ where: { batchId, name } });
    await batch.update(unchecked);
    await recordAudit({ actor, action: 'import_file_removed', object: batchId, detail: name });
  });
}

/** The last part of a path, as a name that no system misreads. @throws AppError file_name_invalid */
function plainName(name: string): string {
  const last = name.normalize('NFC').replace(/^.*[\\/]/, '').trim();
  if (last === '' || last.length > 255 || /[\u0000-\u001f]/.test(last) || last === '.' || last === '..') {
    throw new AppError('file_name_invalid', { name: last.slice(0, 60) });
  }
  return last;
}
