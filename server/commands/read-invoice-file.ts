// Reads the rows of an invoice file as spreadsheets and billing software write it: encodings, separators, lines before the heading.
import { CsvError, parse } from 'csv-parse/sync';
import iconv from 'iconv-lite';
import { columnOf, type ImportColumn, type RawRow } from '../domain/import-row.ts';

export interface InvoiceFile {
  /** `line`: where the row begins in the file, the first line being 1. */
  rows: { line: number; raw: RawRow }[];
  /** A fault of the whole file, as a French sentence. */
  problem: string | null;
}
interface CsvRecord { record: string[]; line: number }

const mostRows = 50_000;
const deepestHeading = 20;
const compulsory = ['numero', 'montant', 'code_payeur'] satisfies ImportColumn[];
const faulty = (problem: string): InvoiceFile => ({ rows: [], problem });

export function readInvoiceFile(content: Buffer): InvoiceFile {
  if (isWorkbook(content)) return faulty('Ce fichier est un classeur. Ouvrez-le dans votre tableur et enregistrez-le au format CSV.');
  const text = decodeText(content);
  try {
    const delimiter = delimiterOf(text);
    return readRecords(parseRecords(text, delimiter), delimiter);
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const where = typeof error.lines === 'number' ? ` (vers la ligne ${error.lines})` : '';
    return faulty(`Ce fichier ne peut pas être lu comme un tableau CSV${where}. Enregistrez-le de nouveau depuis votre tableur, au format CSV.`);
  }
}

/** An .xlsx or .ods (a ZIP), or an old .xls, given for a CSV. */
function isWorkbook(content: Buffer): boolean {
  return ['504b0304', 'd0cf11e0'].includes(content.subarray(0, 4).toString('hex'));
}

/** UTF-16 when the file begins so, UTF-8 when it is valid, else Windows-1252, as spreadsheets write it. */
function decodeText(content: Buffer): string {
  const [first, second] = content;
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return new TextDecoder('utf-16le').decode(content);
  if ((first === 0xfe && second === 0xff) || (first === 0 && second !== 0)) return new TextDecoder('utf-16be').decode(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    // Not TextDecoder: Node 20 reads windows-1252 as Latin-1 and loses œ, € and ’.
    return iconv.decode(content, 'windows-1252');
  }
}

/** The separator with which one of the first lines names the most columns: a title above the heading may hold commas. */
function delimiterOf(text: string): string {
  const lines = text.slice(0, 20_000).split(/\r\n|\r|\n/, deepestHeading);
  const columnsWith = (sign: string) => Math.max(...lines.map((line) => line.split(sign).filter((cell) => columnOf(cell)).length));
  const [best] = [';', '\t', ','].map((sign) => ({ sign, count: columnsWith(sign) })).sort((a, b) => b.count - a.count);
  return best?.sign ?? ';';
}

function parseRecords(text: string, delimiter: string): CsvRecord[] {
  const options = { delimiter, info: true, relax_column_count: true, skip_empty_lines: true, bom: true, relax_quotes: true, trim: true } as const;
  const parsed = parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
  let drift = 0;
  return parsed.map(({ record, info }) => {
    // The parser tells the last line of the record, and counts a CRLF inside quotes as two.
    const breaks = record.join('').match(/\r\n|\r|\n/g) ?? [];
    drift += breaks.filter((each) => each === '\r\n').length;
    return { record, line: info.lines - drift - breaks.length };
  });
}

function readRecords(records: CsvRecord[], delimiter: string): InvoiceFile {
  const headingAt = records.slice(0, deepestHeading).findIndex(({ record }) => record.filter((cell) => columnOf(cell)).length >= 3);
  const columns = records[headingAt]?.record.map(columnOf) ?? [];
  const missing = compulsory.filter((name) => headingAt < 0 || !columns.includes(name));
  if (headingAt < 0 || missing.length > 0) {
    return faulty(`Il manque dans la ligne de titres\u00a0: ${missing.join(', ')}. Le modèle montre les titres attendus.`);
  }
  const rows = records.slice(headingAt + 1).filter(({ record }) => record.some((cell) => cell !== ''));
  // A stray quote makes one cell of the end of a line and of the beginning of another.
  const swallowing = rows.find(({ record }) => record.some((cell) => /[\r\n]/.test(cell) && cell.split(delimiter).length >= columns.length));
  if (swallowing) return faulty(`Un guillemet ouvert à la ligne ${swallowing.line} n’est pas refermé au bon endroit\u00a0: des factures seraient perdues. Corrigez cette ligne.`);
  if (rows.length === 0) return faulty('Ce fichier ne contient aucune facture.');
  if (rows.length > mostRows) return faulty(`Ce fichier compte plus de ${mostRows.toLocaleString('fr-FR')} lignes. Partagez-le en plusieurs fichiers.`);
  return { rows: rows.map(({ record, line }) => ({ line, raw: rawRow(record, columns) })), problem: null };
}

function rawRow(record: string[], columns: (ImportColumn | null)[]): RawRow {
  const raw: RawRow = {};
  columns.forEach((column, index) => {
    if (column && raw[column] === undefined) raw[column] = record[index] ?? '';
  });
  return raw;
}
