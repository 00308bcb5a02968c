// Reads the files of an import and gives each line its verdict. Changes nothing that residents see; may be run again.
import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import type { Verdict } from '../contract/schemas.ts';
import { inTransaction } from '../db/database.ts';
import { dayInFrance } from '../domain/days.ts';
import { checkImport, type CheckedLine } from '../domain/import-check.ts';
import { columnOf, importColumns, type ImportColumn, type RawRow } from '../domain/import-row.ts';
import { AppError, isSystemError } from '../errors.ts';
import { ImportBatch, ImportFile, ImportLine } from '../models/index.ts';
import { insertRows } from './insert-rows.ts';
import { loadKnownFacts } from './load-known-facts.ts';
import { openImport, sourcePath } from './receive-import.ts';
import { reportProgress } from './import-progress.ts';

export interface ImportCheck { dataFolder: string; batchId: string; allowMissingPdf: boolean; now: Date }
const mostRows = 50_000;

/** @throws AppError import_not_found, import_closed, import_without_source */
export async function checkImportFiles({ dataFolder, batchId, allowMissingPdf, now }: ImportCheck): Promise<ImportBatch> {
  const batch = await openImport(batchId);
  if (!batch.sourceName) throw new AppError('import_without_source');
  reportProgress(batchId, { phase: 'checking', done: 0, total: 1 });
  try {
    const { lines, unusedFiles, problem } = await readLines({ dataFolder, batchId, allowMissingPdf, now });
    return await inTransaction(() => keepVerdicts(batchId, { lines, unusedFiles, problem, allowMissingPdf }));
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
  const { rows, problem } = parseSource(source);
  if (problem) return { lines: [], unusedFiles: files.map((file) => file.name), problem };
  const facts = await loadKnownFacts({ rows, files, allowMissingPdf, today: dayInFrance(now) });
  return { ...checkImport(rows, facts), problem: null };
}

/** UTF-8 (with or without BOM) when it is valid, else Windows-1252, as spreadsheets write it. */
export function decodeText(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return new TextDecoder('utf-16le').decode(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    // Not TextDecoder: Node 20 reads windows-1252 as Latin-1 and loses œ, € and ’.
    return iconv.decode(content, 'windows-1252');
  }
}

function parseSource(content: Buffer): { rows: { line: number; raw: RawRow }[]; problem: string | null } {
  const text = decodeText(content);
  const heading = text.slice(0, text.search(/\r?\n|$/));
  const delimiter = [';', '\t', ','].map((sign) => ({ sign, count: heading.split(sign).length })).sort((a, b) => b.count - a.count)[0]?.sign ?? ';';
  let records: { record: string[]; info: { lines: number } }[];
  try {
    records = parse(text, { delimiter, info: true, relax_column_count: true, skip_empty_lines: true, bom: true, relax_quotes: true, trim: true }) as unknown as typeof records;
  } catch {
    return { rows: [], problem: 'Ce fichier ne peut pas être lu comme un tableau CSV. Enregistrez-le de nouveau depuis votre tableur, au format CSV.' };
  }
  return readRecords(records);
}

function readRecords(records: { record: string[]; info: { lines: number } }[]): { rows: { line: number; raw: RawRow }[]; problem: string | null } {
  const headingAt = records.slice(0, 20).findIndex(({ record }) => record.filter((cell) => columnOf(cell)).length >= 3);
  const columns = records[headingAt]?.record.map(columnOf) ?? [];
  const missing = (['numero', 'montant', 'code_payeur'] satisfies ImportColumn[]).filter((name) => !columns.includes(name));
  if (headingAt < 0 || missing.length > 0) {
    return { rows: [], problem: `Il manque dans la ligne de titres : ${(headingAt < 0 ? importColumns.slice(0, 6) : missing).join(', ')}. Téléchargez le modèle pour voir les titres attendus.` };
  }
  const rows = records.slice(headingAt + 1).filter(({ record }) => record.some((cell) => cell !== ''));
  if (rows.length === 0) return { rows: [], problem: 'Ce fichier ne contient aucune facture.' };
  if (rows.length > mostRows) return { rows: [], problem: `Ce fichier compte plus de ${mostRows.toLocaleString('fr-FR')} lignes. Partagez-le en plusieurs fichiers.` };
  return { rows: rows.map(({ record, info }) => ({ line: info.lines, raw: rawRow(record, columns) })), problem: null };
}

function rawRow(record: string[], columns: (ImportColumn | null)[]): RawRow {
  const raw: RawRow = {};
  columns.forEach((column, index) => {
    if (column && raw[column] === undefined) raw[column] = record[index] ?? '';
  });
  return raw;
}

async function keepVerdicts(batchId: string, result: Reading & { allowMissingPdf: boolean }): Promise<ImportBatch> {
  const batch = await openImport(batchId);
  await ImportLine.destroy({ where: { batchId } });
  await insertRows('import_lines', result.lines.map((line) => ({
    batch_id: batchId, line: line.line, verdict: line.verdict, messages: JSON.stringify(line.messages),
    raw: JSON.stringify(line.raw), parsed: line.publishable ? JSON.stringify(line.publishable) : null,
  })));
  const isPublishable = result.lines.some((line) => line.publishable);
  return batch.update({
    state: isPublishable ? 'ready' : 'draft', allowMissingPdf: result.allowMissingPdf, problem: result.problem,
    counts: JSON.stringify(countVerdicts(result.lines)), totalCents: totalOf(result.lines), unusedFiles: JSON.stringify(result.unusedFiles),
  });
}

export function countVerdicts(lines: CheckedLine[]): Record<Verdict | 'lines', number> {
  const counts = { lines: lines.length, accepted: 0, warning: 0, already_published: 0, refused: 0 };
  for (const line of lines) counts[line.verdict] += 1;
  return counts;
}

function totalOf(lines: CheckedLine[]): number {
  return lines.reduce((sum, line) => sum + (line.publishable?.amountCents ?? 0), 0);
}
