// Imports a CSV and a folder of PDFs from the disk: the same steps as the window, for installers and the demonstration.
import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { inTransaction } from '../db/database.ts';
import type { ImportBatch } from '../models/index.ts';
import { checkImportFiles } from './check-import-files.ts';
import { publishImport } from './publish-import.ts';
import { createImport, keepDocument, receiveImportSource, recordFiles, type KeptFile } from './receive-import.ts';

export interface FolderImport {
  dataFolder: string; csvFile: string; pdfFolder: string | null; allowMissingPdf: boolean; actor: string; now: Date;
  /** False: only give the verdicts. */
  publish: boolean;
}
/** As many as libuv has threads: each file waits for the disk. */
const filesAtOnce = 16;

/** The batch, published when it has something to publish. @throws AppError of each step */
export async function importFolder({ dataFolder, csvFile, pdfFolder, ...options }: FolderImport): Promise<ImportBatch> {
  const content = await readFile(csvFile);
  const kept = pdfFolder ? await keepFolder(dataFolder, pdfFolder) : [];
  const { id: batchId } = await createImport(null, options.actor);
  await receiveImportSource({ dataFolder, batchId, name: basename(csvFile), content, actor: options.actor });
  if (kept.length > 0) await inTransaction(() => recordFiles(batchId, kept));
  const checked = await checkImportFiles({ dataFolder, batchId, allowMissingPdf: options.allowMissingPdf, now: options.now });
  if (!options.publish || checked.state !== 'ready') return checked;
  return publishImport({ dataFolder, batchId, actor: options.actor, now: options.now });
}

async function keepFolder(dataFolder: string, pdfFolder: string): Promise<KeptFile[]> {
  const names = (await readdir(pdfFolder)).filter((name) => name.toLowerCase().endsWith('.pdf')).sort();
  const kept: KeptFile[] = [];
  const keepNext = async (): Promise<void> => {
    for (let name = names.pop(); name !== undefined; name = names.pop()) {
      kept.push(await keepDocument({ dataFolder, name, content: await readFile(join(pdfFolder, name)) }));
    }
  };
  // Waits for every worker, so that nothing is still being written when a full disk is reported.
  const ends = await Promise.allSettled(Array.from({ length: filesAtOnce }, keepNext));
  for (const end of ends) if (end.status === 'rejected') throw end.reason;
  return kept;
}
