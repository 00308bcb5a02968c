// The files that spreadsheets and billing software write, read from real files into a real database.
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importFiles } from '../support/household.ts';
import { readInvoiceFile } from '../../server/commands/read-invoice-file.ts';
import { ImportLine, Invoice, Payer } from '../../server/models/index.ts';
import { openFolder } from '../support/open-folder.ts';
import { plainSpaces } from '../support/french.ts';

let folder: Awaited<ReturnType<typeof openFolder>>;
beforeAll(async () => { folder = await openFolder(); });
afterAll(() => folder.close());

let last = 0;
const number = () => `2026-${String(last += 1).padStart(4, '0')}`;
const check = async (csv: string | Buffer, publish = false) => {
  const batch = await importFiles(folder.dataFolder, { csv }, { publish, allowMissingPdf: true });
  const lines = await ImportLine.findAll({ where: { batchId: batch.id }, order: [['line', 'ASC']], raw: true });
  return { batch, problem: batch.problem === null || batch.problem === undefined ? null : plainSpaces(batch.problem), lines, verdicts: lines.map(({ line, verdict }) => [line, verdict]) };
};
const heading = 'numero;montant;code_payeur;nom;objet';

describe('encodings', () => {
  const subject = 'Cantine – l’œuf à 2 € « été »';
  const text = (numero: string, code: string) => `${heading}\r\n${numero};2,00;${code};Cœurdacier Élodie;${subject}\r\n`;
  it.each([
    ['Windows-1252', (each: string) => iconv.encode(each, 'windows-1252')],
    ['UTF-8', (each: string) => Buffer.from(each)],
    ['UTF-8 with a mark', (each: string) => Buffer.from(`\ufeff${each}`)],
    ['UTF-16 little-endian', (each: string) => iconv.encode(each, 'utf-16le', { addBOM: true })],
    ['UTF-16 without a mark', (each: string) => iconv.encode(each, 'utf-16le')],
    ['UTF-16 big-endian', (each: string) => iconv.encode(each, 'utf-16be', { addBOM: true })],
  ])('%s', async (name, encode) => {
    const numero = number();
    const { batch } = await check(encode(text(numero, `E-${name}`)), true);
    expect([batch.state, batch.problem ?? null]).toEqual(['published', null]);
    const invoice = await Invoice.findOne({ where: { number: numero }, include: Payer });
    expect(invoice).toMatchObject({ subject, Payer: { name: 'Cœurdacier Élodie' } });
  });
});

describe('shapes', () => {
  it.each([[';'], [','], ['\t']])('separator %j', async (sign) => {
    const rows = [heading, `${number()};2;A1;Petit;Bus`, `${number()};3.50;A1;Petit;Car`].map((row) => row.replaceAll(';', sign)).join('\n');
    expect((await check(rows)).verdicts).toEqual([[2, 'warning'], [3, 'warning']]);
  });

  it('the heading may be on line 4, under a title that holds commas', async () => {
    const rows = `Commune de Bessens, export du 10/07/2026, page 1\r\n\r\n;;\r\n${heading}\r\n${number()};2;A1;Petit;Bus\r\n`;
    expect((await check(rows)).verdicts).toEqual([[5, 'warning']]);
  });

  it('blank lines and cells with line breaks leave the line numbers right', async () => {
    const rows = [heading, `${number()};2;A1;Petit;"Bus\r\net ""car"""`, '', ';;;;', `${number()};zéro;A1;Petit;Bus`, `${number()};2;A1;Petit;"a\r\n\r\nb"`, `${number()};non;A1;Petit;Bus`].join('\r\n');
    const { verdicts, lines } = await check(rows);
    expect(verdicts).toEqual([[2, 'warning'], [6, 'refused'], [7, 'warning'], [10, 'refused']]);
    expect(JSON.parse(lines[0]!.parsed!)).toMatchObject({ subject: 'Bus et "car"' });
  });

  it('refused lines stay readable, as they came', async () => {
    const { lines, batch } = await check(`${heading}\n;12,3,4;A1;Petit;Été\n`, true);
    expect(batch.state).toBe('draft');
    expect(JSON.parse(lines[0]!.raw)).toEqual({ numero: '', montant: '12,3,4', code_payeur: 'A1', nom: 'Petit', objet: 'Été' });
    expect((JSON.parse(lines[0]!.messages) as string[]).map(plainSpaces)).toEqual(['Le numéro de facture manque.', 'Le montant « 12,3,4 » n’est pas compris. Écrivez par exemple 243,11.']);
  });

  it('quotes inside a cell are kept', async () => {
    const { lines } = await check(`${heading}\n${number()};2;A1;Petit;Les "Petits Ceps"\n`);
    expect(JSON.parse(lines[0]!.raw)).toMatchObject({ objet: 'Les "Petits Ceps"' });
  });
});

describe('what is refused as a whole', () => {
  const unreadable = /^Ce fichier ne peut pas être lu comme un tableau CSV/;
  it.each([
    ['an empty file', '', /^Il manque dans la ligne de titres/],
    ['no known column', 'colonne1;colonne2\nbonjour;à tous\n', /^Il manque dans la ligne de titres : numero, montant, code_payeur\. Le modèle/],
    ['no amount', 'numero;code_payeur;nom\n1;A;B\n', /^Il manque dans la ligne de titres : montant\. Le modèle montre/],
    ['a heading alone', `${heading}\n\n`, /^Ce fichier ne contient aucune facture\.$/],
    ['a quote never closed', `${heading}\n1;2;A1;"Petit;Bus\n2;2;A1;Petit;Bus\n`, unreadable],
    ['text after a quote', `${heading}\n1;2;A1;"Petit" Luc;Bus\n`, unreadable],
    ['a stray quote that would swallow invoices', `${heading}\n1;2;A1;"Petit;Bus\n2;2;A2;Grand;Bus\n3;2;A3;Long";Bus\n`, /^Un guillemet ouvert à la ligne 2 /],
    ['a picture', Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 0xff, 0xfe, 0x22, 0x3b]), /^(Il manque|Ce fichier ne peut)/],
    ['an Excel workbook', Buffer.from('PK\u0003\u0004 le reste'), /^Ce fichier est un classeur\. Ouvrez-le dans votre tableur/],
    ['zeros', Buffer.alloc(5_000), /^Il manque/],
  ])('%s', async (_, csv, sentence) => {
    const { batch, problem, lines } = await check(csv, true);
    expect(problem).toMatch(sentence);
    expect([batch.state, lines.length]).toEqual(['draft', 0]);
  });

  it('50,001 rows; 50,000 are read', async () => {
    const rows = (count: number) => `${heading}\n${Array.from({ length: count }, (_, index) => `L-${index};2;A1;Petit;Bus`).join('\n')}\n`;
    expect((await check(rows(50_001))).problem).toBe('Ce fichier compte plus de 50 000 lignes. Partagez-le en plusieurs fichiers.');
    expect(readInvoiceFile(Buffer.from(rows(50_000))).rows).toHaveLength(50_000);
  });
});
