// Why this file exists: one small example of each refusal, for training and for tests: a wrong line beside a right one.
import { csvFile, csvRow, type CsvRow } from './csv.ts';
import { invoicePdf } from './invoice-pdf.ts';
import type { DemoInvoice } from './model.ts';
import { windows1252 } from './windows-1252.ts';

const folder = 'exemples-refuses';

/** Files of the folder; their numbers (`2026-099-…`) exist nowhere else, but for the one already published on purpose. */
export async function refusedExamples(invoices: readonly DemoInvoice[]): Promise<Map<string, Uint8Array>> {
  const model = invoices.at(-1);
  const published = invoices.find((invoice) => invoice.number === '2026-020-002059');
  if (!model || !published) throw new Error('The demonstration has lost the invoice of the manual');
  const files = new Map<string, Uint8Array>([
    [`${folder}/LISEZMOI.txt`, windows1252(explanation.join('\r\n'))],
    [`${folder}/invalides.csv`, csvFile(wrongRows(csvRow(model), csvRow(published)))],
    [`${folder}/sans-colonnes-connues.csv`, windows1252('colonne1;colonne2\r\nbonjour;à tous\r\n')],
    [`${folder}/pdf/pas-un-pdf.pdf`, windows1252('Ceci est un texte, renommé en .pdf par erreur.\r\n')],
    [`${folder}/pdf/tronque.pdf`, (await invoicePdf(model)).slice(0, 400)],
    [`${folder}/pdf/${published.fileName}`, await invoicePdf(published)],
  ]);
  for (const number of ranksWithPdf.map(numberOf)) files.set(`${folder}/pdf/${fileNameOf(number)}`, await invoicePdf({ ...model, number }));
  return files;
}

/** Each line has its own PDF, so that each has one fault only. */
function wrongRows(model: CsvRow, published: CsvRow): CsvRow[] {
  const row = (rank: number, changes: Partial<CsvRow> = {}): CsvRow => {
    const numero = numberOf(rank);
    return { ...model, numero, fichier: fileNameOf(numero), ...changes };
  };
  return [
    row(1),
    row(2, { montant: '12,3,4' }),
    row(3, { date: '31/02/2026' }),
    row(4, { code_payeur: 'INCONNU99', civilite: '', nom: '', prenom: '' }),
    { ...published, montant: '234,11' },
    row(5),
    row(5, { montant: '999,99', fichier: fileNameOf(numberOf(6)) }),
    row(7, { fichier: 'absent.pdf' }),
    row(8, { fichier: 'pas-un-pdf.pdf' }),
    row(9, { fichier: 'tronque.pdf' }),
    row(10, { numero: '' }),
  ];
}

const ranksWithPdf = [1, 2, 3, 4, 5, 6, 10];

function numberOf(rank: number): string {
  return `2026-099-${String(rank).padStart(6, '0')}`;
}

function fileNameOf(number: string): string {
  return `Facture_${number}.pdf`;
}

const explanation = [
  'Exemples de lignes refusées, pour s’exercer sans risque.',
  '',
  'Déposez « invalides.csv » et les fichiers du dossier « pdf » dans un nouvel import, après celui de la démonstration.',
  '',
  'Ligne 2 : juste.',
  'Ligne 3 : montant « 12,3,4 ».',
  'Ligne 4 : date « 31/02/2026 », qui n’existe pas.',
  'Ligne 5 : payeur inconnu, sans nom.',
  'Ligne 6 : facture 2026-020-002059 déjà publiée, avec un autre montant.',
  'Lignes 7 et 8 : le même numéro, avec deux montants.',
  'Ligne 9 : le PDF « absent.pdf » manque.',
  'Ligne 10 : « pas-un-pdf.pdf » n’est pas un PDF.',
  'Ligne 11 : « tronque.pdf » est un PDF coupé.',
  'Ligne 12 : numéro de facture vide.',
  '',
  '« sans-colonnes-connues.csv » est refusé en entier : aucune colonne n’est reconnue.',
  '',
];
