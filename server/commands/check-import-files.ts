// Reads the files of an import and gives each line its verdict. Changes nothing that residents see; may be run again.
import { readFile } from 'node:fs/promises';
import type { Verdict } from '../contract/schemas.ts';
import { inTransaction } from '../db/database.ts';
import { dayInFrance } from '../domain/days.ts';
import { checkImport, type CheckedLine } from '../domain/import-check.ts';
import { AppError, isSystemError } from '../errors.ts';
import { ImportBatch, ImportFile, ImportLine } from '../models/index.ts';
import { insertRows } from './insert-rows.ts';
import { loadKnownFacts, markOfKnownFacts } from './load-known-facts.ts';
import { readInvoiceFile } from './read-invoice-file.ts';
import { openImport, sourcePath } from './receive-import.ts';
import { reportProgress } from './import-progress.ts';

export interface ImportCheck { dataFolder: string; batchId: string; allowMissingPdf: boolean; now: Date }

/** @throws AppError import_not_found, import_closed, import_without_source */
export async function checkImportFiles({ dataFolder, batchId, allowMissingPdf, now }: ImportCheck): Promise<ImportBatch> {
  const batch = await openImport(batchId);
  if (!batch.sourceName) throw new AppError('import_without_source');
  // Read and judged at one go: how far it is cannot be said.
  reportProgress(batchId, { phase: 'checking', done: 0, total: 0 });
  try {
    const factsMark = await markOfKnownFacts();
    const reading = await readLines({ dataFolder, batchId, allowMissingPdf, now });
    return await inTransaction(() => keepVerdicts(batchId, { ...reading, allowMissingPdf, factsMark }));
  } finally {
    reportProgress(batchId, null);
  }
}

interface Reading { lines: CheckedLine[]; unusedFiles: string[]; problem: string | null }

/** The verdicts as they stand now, without keeping them. */
export async function readLines({ dataFolder, batchId, allowMissingPdf, now }: ImportCheck): Promise<Reading> {
  const source = await readFile(sourcePath(dataFolder, batchId)).catch((error: unknown) => {
    throw isSystemError(error, 'ENOENT') ? new AppError('import_without_source') : error;
  });
  const files = await ImportFile.findAll({ where: { batchId }, raw: true });
  const { rows, problem } = readInvoiceFile(source);
  if (problem) return { lines: [], unusedFiles: files.map((file) => file.name), problem };
  const facts = await loadKnownFacts({ rows, files, allowMissingPdf, today: dayInFrance(now) });
  return { ...checkImport(rows, facts), problem: null };
}

async function keepVerdicts(batchId: string, result: Reading & { allowMissingPdf: boolean; factsMark: string }): Promise<ImportBatch> {
  const batch = await openImport(batchId);
  await ImportLine.destroy({ where: { batchId } });
  await insertRows('import_lines', result.lines.map((line) => ({
    batch_id: batchId, line: line.line, verdict: line.verdict, messages: JSON.stringify(line.messages),
    raw: JSON.stringify(line.raw), parsed: writtenRow(line),
  })));
  const isPublishable = result.lines.some((line) => line.publishable);
  return batch.update({
    state: isPublishable ? 'ready' : 'draft', allowMissingPdf: result.allowMissingPdf, problem: result.problem,
    counts: JSON.stringify(countVerdicts(result.lines)), totalCents: totalOf(result.lines), unusedFiles: JSON.stringify(result.unusedFiles),
    refusals: JSON.stringify(frequentRefusals(result.lines)), factsMark: result.factsMark,
  });
}

/** What a line would publish, as it is kept beside its verdict. */
export const writtenRow = ({ publishable }: CheckedLine): string | null => (publishable ? JSON.stringify(publishable) : null);

function countVerdicts(lines: CheckedLine[]): Record<Verdict | 'lines', number> {
  const counts = { lines: lines.length, accepted: 0, warning: 0, already_published: 0, refused: 0 };
  for (const line of lines) counts[line.verdict] += 1;
  return counts;
}

const mostRefusals = 5;

/** Each sentence with the number of its lines, the most frequent first. */
function frequentRefusals(lines: CheckedLine[]): { sentence: string; count: number }[] {
  const counts = new Map<string, number>();
  for (const { verdict, messages } of lines) {
    if (verdict === 'refused') for (const sentence of messages) counts.set(sentence, (counts.get(sentence) ?? 0) + 1);
  }
  return [...counts].map(([sentence, count]) => ({ sentence, count })).sort((a, b) => b.count - a.count).slice(0, mostRefusals);
}

function totalOf(lines: CheckedLine[]): number {
  return lines.reduce((sum, line) => sum + (line.publishable?.amountCents ?? 0), 0);
}
