// An import from a folder (read, checked, hashed, kept, published) against writing the same rows and files and nothing else.
import { join } from 'node:path';
import { databaseFileName } from '../../../server/db/database.ts';
import { emptyCommune, freshFolder } from '../communes.ts';
import { writeImportSource, type ImportSource } from '../import-sources.ts';
import { run } from '../processes.ts';
import type { Figure } from '../report.ts';
import { inTurn, medianOf, medianRatio } from '../rounds.ts';
import type { Pace, Scenario } from '../scenario.ts';

interface Written { milliseconds: number; rows: number }

export const importRows: Scenario = {
  title: 'Import de 10 000 lignes sans PDF',
  run: async (pace) => compare(writeImportSource(10_000, false), pace),
};

export const importFiles: Scenario = {
  title: 'Import de 2 000 lignes, chacune avec un PDF de 80 ko',
  run: async (pace) => compare(writeImportSource(2_000, true), pace, { atMost: 1.25 }),
};

async function compare(source: ImportSource, { rounds }: Pace, goal?: Figure['goal']): Promise<Figure[]> {
  const model = await freshFolder(emptyCommune);
  await importThrough(source, model);
  const results = await inTurn(Math.min(rounds, 4), {
    product: async () => importThrough(source, await freshFolder(emptyCommune)),
    direct: async () => writeDirectly(source, model, await freshFolder(emptyCommune)),
  });
  const perSecond = (each: Written) => each.rows / (each.milliseconds / 1_000);
  return [
    { label: 'Le portail : lignes par seconde', value: medianOf(results.product, perSecond), unit: '/s' },
    { label: 'Écriture directe : lignes par seconde', value: medianOf(results.direct, perSecond), unit: '/s' },
    { label: 'Le portail : durée', value: medianOf(results.product, (each) => each.milliseconds), unit: 'ms' },
    { label: 'Durée, par rapport à l’écriture directe', value: medianRatio(results.product, results.direct, (each) => each.milliseconds), unit: '×', ...(goal ? { goal } : {}) },
  ];
}

async function importThrough(source: ImportSource, dataFolder: string): Promise<Written> {
  return checked(source, run<Written>('import-folder', [dataFolder, source.csvFile, source.pdfFolder, source.withPdf ? 'avec-pdf' : 'sans-pdf']).result);
}

function writeDirectly(source: ImportSource, model: string, dataFolder: string): Promise<Written> {
  const [modelFile, targetFile] = [model, dataFolder].map((folder) => join(folder, databaseFileName));
  return checked(source, run<Written>('write-directly', [modelFile ?? '', targetFile ?? '', source.pdfFolder, join(dataFolder, 'documents')]).result);
}

async function checked(source: ImportSource, written: Promise<Written>): Promise<Written> {
  const { rows } = await written;
  if (rows !== source.rows) throw new Error(`${rows} invoices written instead of ${source.rows}`);
  return written;
}
