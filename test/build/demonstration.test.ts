// Checks the demonstration's files: reproducible, and the CSV, the generator and the PDFs agree to the cent.
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { inflateSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import { PDFDocument } from 'pdf-lib';
import { beforeAll, describe, expect, it } from 'vitest';
import { csvHeader, type CsvRow } from '../../build/demonstration/csv.ts';
import { demonstrationFiles } from '../../build/demonstration/files.ts';
import { frenchEuros } from '../../build/demonstration/french.ts';
import { demonstrationInvoices } from '../../build/demonstration/invoices.ts';
import { totalOf } from '../../build/demonstration/model.ts';
import { windows1252 } from '../../build/demonstration/windows-1252.ts';
import { settingsSchema } from '../../server/contract/schemas.ts';
import { staffApi } from '../../server/contract/staff-api.ts';
import { roleRefdet, titreRefdet } from '../../server/domain/references.ts';
import { demonstrationClients } from '../../server/payfip-simulator/clients.ts';

const folder = new URL('../../resources/demonstration/', import.meta.url);
const invoices = demonstrationInvoices();
let rows: CsvRow[];

function read(path: string): Buffer {
  return readFileSync(new URL(path, folder));
}

/** Not TextDecoder: that of Node 20 reads « windows-1252 » as Latin-1, and loses œ, € and ’. */
function decoded(bytes: Buffer): string {
  const upper = '€ ‚ƒ„…†‡ˆ‰Š‹Œ Ž  ‘’“”•–—˜™š›œ žŸ';
  return bytes.toString('latin1').replace(/[\x80-\x9f]/g, (character) => upper[character.charCodeAt(0) - 0x80]!);
}

function rowsOf(path: string): CsvRow[] {
  return parse(decoded(read(path)), { delimiter: ';', columns: true, record_delimiter: '\r\n' });
}

function centsOf(amount: string): number {
  return Math.round(Number(amount.replace(/\u00a0/g, '').replace(',', '.')) * 100);
}

/** The strings that the page shows, one after the other. */
function textOf(pdf: Buffer): string {
  const streams = [...pdf.toString('latin1').matchAll(/stream\n([\s\S]*?)\nendstream/g)].map(([, data]) => inflateSync(Buffer.from(data!, 'latin1')).toString('latin1'));
  const shown = streams.flatMap((stream) => [...stream.matchAll(/\(((?:[^\\()]|\\.)*)\) Tj/g)].map(([, literal]) => literal!));
  const bytes = shown.join('\n').replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(parseInt(octal, 8))).replace(/\\(.)/g, '$1');
  return decoded(Buffer.from(bytes, 'latin1'));
}

beforeAll(() => { rows = rowsOf('factures.csv'); });

describe('files', () => {
  it('are what the generator writes again, byte for byte', async () => {
    const first = await demonstrationFiles();
    const fingerprint = (files: Map<string, Uint8Array>) => [...files].map(([path, content]) => `${path} ${createHash('sha256').update(content).digest('hex')}`).sort();
    const onDisk = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).length;
    expect(onDisk).toBe(first.size);
    expect(fingerprint(new Map([...first.keys()].map((path) => [path, read(path)])))).toEqual(fingerprint(first));
    expect([...first.values()].reduce((sum, content) => sum + content.length, 0)).toBeLessThan(3_000_000);
  }, 60_000);

  it('describe a commune whose settings are accepted', () => {
    const commune = JSON.parse(read('commune.json').toString('utf8')) as Record<string, unknown>;
    settingsSchema.pick({ commune: true, contact: true, welcome: true, legal: true }).parse(commune);
    staffApi['announcements.save'].input.parse(commune.announcement);
    staffApi['agents.createFirst'].input.parse(commune.agent);
    const regies = (commune.regies as unknown[]).map((regie) => staffApi['regies.save'].input.parse(regie).code);
    expect(regies).toEqual(['CANT', 'CRECHE', 'EAU', 'TITRES', 'ROLES']);
  });
});

describe('factures.csv', () => {
  it('is Windows-1252 with CRLF, and says what the generator says', () => {
    const bytes = read('factures.csv');
    expect(() => new TextDecoder('utf-8', { fatal: true }).decode(bytes)).toThrow();
    expect(Buffer.from(windows1252(decoded(bytes))).equals(bytes)).toBe(true);
    expect(bytes.toString('latin1').replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    expect(Object.keys(rows[0]!)).toEqual([...csvHeader]);
    expect(rows.map((row) => [row.numero, centsOf(row.montant)])).toEqual(invoices.map((invoice) => [invoice.number, invoice.amountCents]));
    expect(rows.some((row) => row.montant === '1\u00a0235,60')).toBe(true);
    expect(rows.some((row) => row.nom === 'Œuvrard')).toBe(true);
  });

  it('has numbers, codes and files used once, dates that exist and states that agree with the mode', () => {
    expect(new Set(rows.map((row) => row.numero)).size).toBe(rows.length);
    expect(new Set(rows.map((row) => row.fichier)).size).toBe(rows.length);
    expect(new Set(rows.map((row) => row.code_payeur)).size).toBe(40);
    for (const row of rows) {
      expect(row.numero).toMatch(/^20(25-0(20|21|30)|26-0(20|21|30))-\d{6}$/);
      const [issued, due] = [row.date, row.echeance].map((day) => day.split('/').reverse().join('-'));
      expect(new Date(`${issued}T00:00:00Z`).toISOString().slice(0, 10)).toBe(issued);
      expect(due! > issued!).toBe(true);
      expect(row.prelevement_le !== '').toBe(row.mode === 'prelevement');
    }
  });

  it('shows every case of a commune', () => {
    const codesOf = (email: string) => [...new Set(rows.filter((row) => row.email === email).map((row) => row.code_payeur))];
    expect(codesOf('ines.benhaim@exemple.test')).toEqual(['SAV007', 'SAV027']);
    expect(codesOf('jb.vaysse@exemple.test')).toEqual(['SAV020', 'SAV021']);
    expect(new Set(rows.filter((row) => row.email === '').map((row) => row.code_payeur)).size).toBe(3);
    expect(new Set(rows.filter((row) => row.email2 !== '').map((row) => row.code_payeur)).size).toBe(8);
    expect(new Set(rows.map((row) => row.etat))).toEqual(new Set(['non reglee', 'reglee', 'tresorerie']));
    expect(new Set(rows.map((row) => row.mode))).toEqual(new Set(['en ligne', 'prelevement', 'guichet']));
    expect(rows.find((row) => row.numero === '2026-020-002059')).toMatchObject({ code_payeur: 'SISTEC560', montant: '243,11', objet: 'Multi Services', etat: 'non reglee' });
  });
});

describe('PDFs', () => {
  it('have lines whose sum is the amount', () => {
    for (const invoice of invoices) expect(totalOf(invoice.groups)).toBe(invoice.amountCents);
  });

  it('show the number, the payer, the amount and the lines of their invoice, all of them', () => {
    for (const invoice of invoices) {
      const lines = textOf(read(`pdf/${invoice.fileName}`)).split('\n');
      expect(lines).toContain(`n°\u00a0${invoice.number}`);
      expect(lines).toContain(invoice.payer.code);
      expect(lines[lines.indexOf('Total à régler') + 1]).toBe(frenchEuros(invoice.amountCents));
    }
  });

  it('are one A4 page that another reader opens, each different', async () => {
    const contents = new Set(rows.map((row) => createHash('sha256').update(read(`pdf/${row.fichier}`)).digest('hex')));
    expect(contents.size).toBe(rows.length);
    const document = await PDFDocument.load(read(`pdf/${rows[0]!.fichier}`));
    expect([document.getPageCount(), document.getPage(0).getSize()]).toEqual([1, { width: 595, height: 842 }]);
    expect(document.getTitle()).toBe(`Facture ${rows[0]!.numero}`);
  });
});

it('titres and rôles are of their own régies, with references that the Treasury takes and the amounts that the simulator knows', () => {
  const debts = new Map(demonstrationClients.flatMap(({ debts: owed = [] }) => owed).map(({ refdet, cents }) => [refdet, cents]));
  const told = rowsOf('titres-et-roles/titres-et-roles.csv').map(({ regie, numero, montant }) => [regie, debts.get((regie === 'TITRES' ? titreRefdet(numero) : roleRefdet(numero))!), centsOf(montant)]);
  expect(told).toEqual([['TITRES', 24_311, 24_311], ['TITRES', 5_000, 5_000], ['ROLES', 8_742, 8_742]]);
});

describe('refused examples', () => {
  it('hold each fault once, beside a right line', () => {
    const wrong = rowsOf('exemples-refuses/invalides.csv');
    const names = new Set(readdirSync(new URL('exemples-refuses/pdf/', folder)));
    expect(wrong.map((row) => row.montant)).toContain('12,3,4');
    expect(wrong.map((row) => row.date)).toContain('31/02/2026');
    expect(wrong.filter((row) => row.code_payeur === 'INCONNU99' && row.nom === '')).toHaveLength(1);
    expect(wrong.filter((row) => !names.has(row.fichier)).map((row) => row.fichier)).toEqual(['absent.pdf']);
    expect(wrong.find((row) => row.numero === '2026-020-002059')!.montant).toBe('234,11');
    expect(new Set(wrong.filter((row) => row.numero === '2026-099-000005').map((row) => row.montant)).size).toBe(2);
    expect(read('exemples-refuses/pdf/pas-un-pdf.pdf').toString('latin1').startsWith('%PDF')).toBe(false);
    expect(read('exemples-refuses/pdf/tronque.pdf').toString('latin1')).not.toContain('%%EOF');
  });
});
