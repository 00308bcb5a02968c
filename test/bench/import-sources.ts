// Why: the files that a commune gives to an import: one CSV and, when wanted, a PDF a line.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { csvOf } from '../support/household.ts';
import { newFolder, pdfOfSize } from './communes.ts';

export interface ImportSource { rows: number; withPdf: boolean; csvFile: string; pdfFolder: string }

const linesAHousehold = 10;

/** `series` sets apart the invoices of two imports of one commune. */
export function csvOfInvoices(rows: number, series: string, withPdf: boolean): string {
  return csvOf(Array.from({ length: rows }, (_, index) => {
    const household = `${series}${Math.floor(index / linesAHousehold)}`;
    const numero = numberOf(series, index);
    return {
      numero, date: '10/07/2026', echeance: '21/12/2026', montant: `${20 + (index % 180)},${10 + (index % 90)}`, objet: 'Restauration scolaire',
      code_payeur: household, regie: 'REGIE', civilite: 'Mme', nom: `SISTEC ${household}`, prenom: 'Anne', adresse: '1 rue des Écoles', cp: '31000', ville: 'Sistec',
      email: `${household.toLowerCase()}@sistec.test`, fichier: withPdf ? `${numero}.pdf` : '',
    };
  }));
}

export const pdfsOfInvoices = (rows: number, series: string): [name: string, content: Buffer][] =>
  Array.from({ length: rows }, (_, index) => [`${numberOf(series, index)}.pdf`, pdfOfSize(`facture ${series} ${index}`)]);

/** Written in a folder of its own; without `withPdf` the folder of PDFs stays empty. */
export function writeImportSource(rows: number, withPdf: boolean): ImportSource {
  const folder = newFolder('source');
  const csvFile = join(folder, 'factures.csv');
  const pdfFolder = join(folder, 'pdf');
  mkdirSync(pdfFolder);
  writeFileSync(csvFile, csvOfInvoices(rows, 'N', withPdf));
  for (const [name, content] of withPdf ? pdfsOfInvoices(rows, 'N') : []) writeFileSync(join(pdfFolder, name), content);
  return { rows, withPdf, csvFile, pdfFolder };
}

const numberOf = (series: string, index: number) => `2026-${series}-${String(index).padStart(6, '0')}`;
