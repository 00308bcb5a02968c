// An import publishes everything it promised or nothing, once, and to the right households.
import { writeFile } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { checkImportFiles } from '../../server/commands/check-import-files.ts';
import { publishImport } from '../../server/commands/publish-import.ts';
import { createImport, keepDocument, receiveImportDocument, receiveImportSource, recordFiles, sourcePath } from '../../server/commands/receive-import.ts';
import { database, inTransaction } from '../../server/db/database.ts';
import { Account, AuditEntry, Document, Invoice, InvoiceEvent, ImportLine, OutgoingMail, Payer, PayerAccess } from '../../server/models/index.ts';
import * as store from '../../server/documents/document-store.ts';
import { csvOf, importFiles, pdfOf, type CsvRow } from '../support/household.ts';
import { openFolder } from '../support/open-folder.ts';
import { plainSpaces } from '../support/french.ts';

vi.mock('../../server/documents/document-store.ts', { spy: true });

let folder: Awaited<ReturnType<typeof openFolder>>;
beforeEach(async () => { folder = await openFolder(); });
afterEach(async () => { vi.restoreAllMocks(); await folder.close(); });

const now = new Date('2026-11-23T09:00:00Z');
const row = (numero: string, changes: CsvRow = {}): CsvRow => ({ numero, montant: '10,00', code_payeur: 'FAM1', nom: 'DUPONT', email: 'marie@exemple.fr', fichier: `${numero}.pdf`, ...changes });
const pdfsOf = (rows: CsvRow[]) => Object.fromEntries(rows.map(({ fichier = '' }) => [fichier, pdfOf(fichier)]));
const publication = (batchId: string) => ({ dataFolder: folder.dataFolder, batchId, actor: 'test', now });
const everything = async () => Object.fromEntries(await Promise.all([Invoice, InvoiceEvent, Document, Payer, Account, PayerAccess, OutgoingMail].map(async (model) => [model.name, await (model as typeof Invoice).count()])));
const nothing = { Invoice: 0, InvoiceEvent: 0, Document: 0, Payer: 0, Account: 0, PayerAccess: 0, OutgoingMail: 0 };

/** A checked import, ready to be published. */
async function prepare(rows: CsvRow[]): Promise<string> {
  const batch = await importFiles(folder.dataFolder, { csv: csvOf(rows), pdfs: pdfsOf(rows) }, { publish: false });
  expect(batch.state).toBe('ready');
  return batch.id;
}
const messagesOf = async (batchId: string) => (await ImportLine.findAll({ where: { batchId }, order: [['line', 'ASC']], raw: true })).map((line) => plainSpaces((JSON.parse(line.messages) as string[]).join(' ')));

describe('all or nothing', () => {
  it('a number taken since the check: nothing is written, and a new check tells why', async () => {
    const late = await prepare([row('2026-1'), row('2026-2', { code_payeur: 'FAM2', nom: 'PETIT' })]);
    await importFiles(folder.dataFolder, { csv: csvOf([row('2026-2', { montant: '99,00' })]), pdfs: pdfsOf([row('2026-2')]) });
    const before = await everything();
    await expect(publishImport(publication(late))).rejects.toMatchObject({ code: 'import_changed' });
    expect(await everything()).toEqual(before);
    await checkImportFiles({ ...publication(late), allowMissingPdf: false });
    expect((await messagesOf(late))[1]).toMatch(/déjà publiée pour un autre redevable \(FAM1\)/);
  });

  it('a number taken at the last moment, after the second look: nothing is written', async () => {
    const [one, other] = [await prepare([row('2026-1'), row('2026-2')]), await prepare([row('2026-2'), row('2026-3')])];
    vi.mocked(store.syncDocumentFolders).mockImplementationOnce(async () => { await publishImport(publication(other)); });
    await expect(publishImport(publication(one))).rejects.toMatchObject({ code: 'import_changed' });
    expect((await Invoice.findAll({ order: ['number'] })).map((each) => each.number)).toEqual(['2026-2', '2026-3']);
    expect(await AuditEntry.count({ where: { action: 'import_published' } })).toBe(1);
  });

  it('two imports at once that create one payer under two names: one is published, the other is looked at again', async () => {
    const [dupont, martin] = [await prepare([row('2026-1')]), await prepare([row('2026-2', { nom: 'MARTIN', email: 'luc@exemple.fr' })])];
    const ends = await Promise.allSettled([dupont, martin].map((batchId) => publishImport(publication(batchId))));
    expect(ends.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect([await Payer.count(), await Account.count(), await Invoice.count()]).toEqual([1, 1, 1]);
    const refused = ends[0]?.status === 'rejected' ? dupont : martin;
    await checkImportFiles({ ...publication(refused), allowMissingPdf: false });
    expect((await messagesOf(refused))[0]).toMatch(/^Le code « FAM1 » est celui de/);
  });

  it('a file that was replaced behind the preview: what was shown is published, or nothing once something else has changed', async () => {
    const [shown, late] = [await prepare([row('2026-1')]), await prepare([row('2026-3')])];
    for (const [batchId, number] of [[shown, '2026-1'], [late, '2026-3']] as const) await writeFile(sourcePath(folder.dataFolder, batchId), csvOf([row(number, { montant: '99,00' })]));
    await publishImport(publication(shown));
    expect((await Invoice.findAll()).map((invoice) => [invoice.number, invoice.amountCents])).toEqual([['2026-1', 1000]]);
    await expect(publishImport(publication(late))).rejects.toMatchObject({ code: 'import_changed' });
  });

  it('a fault of the database in the middle: nothing is written, the import may be published later', async () => {
    const batchId = await prepare([row('2026-1'), row('2026-2')]);
    await database().query("CREATE TRIGGER panne BEFORE INSERT ON invoice_events BEGIN SELECT RAISE(ABORT, 'panne'); END");
    await expect(publishImport(publication(batchId))).rejects.toMatchObject({ name: 'SequelizeUniqueConstraintError' });
    expect(await everything()).toEqual(nothing);
    await database().query('DROP TRIGGER panne');
    expect((await publishImport(publication(batchId))).state).toBe('published');
    expect(await Invoice.count()).toBe(2);
  });
});

describe('once', () => {
  it('pressed five times at once: published once, and nobody is told of a fault', async () => {
    const batchId = await prepare([row('2026-1'), row('2026-2')]);
    const answers = await Promise.all(Array.from({ length: 5 }, () => publishImport(publication(batchId))));
    expect(answers.map((batch) => batch.state)).toEqual(Array(5).fill('published'));
    expect([await Invoice.count(), await AuditEntry.count({ where: { action: 'import_published' } })]).toEqual([2, 1]);
  });

  it('the same files twice: the second import has nothing to publish', async () => {
    const rows = [row('2026-1'), row('2026-2')];
    const files = { csv: csvOf(rows), pdfs: pdfsOf(rows) };
    await importFiles(folder.dataFolder, files);
    const before = await everything();
    const again = await importFiles(folder.dataFolder, files);
    expect([again.state, JSON.parse(again.counts).already_published]).toEqual(['draft', 2]);
    await expect(publishImport(publication(again.id))).rejects.toMatchObject({ code: 'import_not_ready' });
    expect(await everything()).toEqual(before);
  });

  it('two imports of the same files at once: one wins', async () => {
    const [one, other] = [await prepare([row('2026-1')]), await prepare([row('2026-1')])];
    const results = await Promise.allSettled([publishImport(publication(one)), publishImport(publication(other))]);
    expect(results.map((each) => each.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await Invoice.count()).toBe(1);
  });
});

describe('to the right households', () => {
  it('1 % of wrong keys among 400 lines are parked, each with its reason; the rest is published', async () => {
    const rows = Array.from({ length: 400 }, (_, index) => row(`2026-${index}`, { code_payeur: `FAM${index}`, nom: `NOM${String.fromCharCode(65 + index % 26)}`, email: `f${index}@x.fr` }));
    await importFiles(folder.dataFolder, { csv: csvOf(rows.map((each) => ({ ...each, numero: `0${each.numero}`, fichier: '' }))) }, { allowMissingPdf: true });
    const wrong = { 50: { code_payeur: 'FAM51' }, 150: { code_payeur: 'INCONNU', nom: '' }, 250: { fichier: '2026-251.pdf' }, 350: { fichier: 'absent.pdf' } } as Record<number, CsvRow>;
    const batch = await importFiles(folder.dataFolder, { csv: csvOf(rows.map((each, index) => ({ ...each, ...wrong[index] }))), pdfs: pdfsOf(rows) });
    // Line 251 names a PDF that line 252 names too: both are parked.
    expect(JSON.parse(batch.counts)).toMatchObject({ lines: 400, refused: 5 });
    expect(await Invoice.count({ where: { batchId: batch.id } })).toBe(395);
    const [strangers] = await database().query("SELECT i.number FROM invoices i JOIN payers p ON p.id = i.payer_id WHERE p.code <> 'FAM' || replace(substr(i.number, instr(i.number, '-') + 1), '-', '')");
    expect(strangers).toEqual([]);
    const [misplaced] = await database().query("SELECT number FROM invoices WHERE document_sha256 IS NOT NULL AND file_name <> number || '.pdf'");
    expect(misplaced).toEqual([]);
  });

  it('a PDF published for a household is never given to another by a later import', async () => {
    await importFiles(folder.dataFolder, { csv: csvOf([row('2026-1')]), pdfs: { '2026-1.pdf': pdfOf('x') } });
    const batch = await importFiles(folder.dataFolder, { csv: csvOf([row('2026-2', { code_payeur: 'FAM2', nom: 'PETIT' })]), pdfs: { '2026-2.pdf': pdfOf('x') } });
    expect([batch.state, ...(await messagesOf(batch.id))]).toEqual(['draft', 'Le PDF « 2026-2.pdf » est donné à plusieurs redevables : un seul peut le recevoir.']);
  });
});

it('what is no whole PDF is refused with its line, upper-case names and both spellings of accents are found', async () => {
  const rows = ['texte.pdf', 'vide.pdf', 'coupe.pdf', 'e\u0301te\u0301.pdf', 'MAJUSCULES.pdf'].map((fichier, index) => row(`2026-${index}`, { fichier }));
  const pdfs = { 'texte.pdf': Buffer.from('bonjour'), 'vide.pdf': Buffer.alloc(0), 'coupe.pdf': pdfOf('x', 9_000).subarray(0, 5_000), 'été.pdf': pdfOf('été'), 'MAJUSCULES.PDF': pdfOf('M') };
  const batch = await importFiles(folder.dataFolder, { csv: csvOf(rows), pdfs });
  expect(await messagesOf(batch.id)).toEqual([...['texte', 'vide', 'coupe'].map((name) => `« ${name}.pdf » n’est pas un PDF lisible.`), '', '']);
  const { id } = await createImport(null, 'test');
  await expect(receiveImportDocument({ dataFolder: folder.dataFolder, batchId: id, name: 'vide.pdf', content: Buffer.alloc(0) })).rejects.toMatchObject({ code: 'pdf_invalid' });
  await expect(keepDocument({ dataFolder: folder.dataFolder, name: 'gros.pdf', content: pdfOf('x', store.largestPdf) })).rejects.toMatchObject({ code: 'file_too_large' });
});

it('files that change after the check must be checked again; a closed import takes no more', async () => {
  const batchId = await prepare([row('2026-1')]);
  await inTransaction(() => recordFiles(batchId, [{ name: 'autre.pdf', sha256: null, bytes: 0 }]));
  await expect(publishImport(publication(batchId))).rejects.toMatchObject({ code: 'import_not_ready' });
  await checkImportFiles({ ...publication(batchId), allowMissingPdf: false });
  await publishImport(publication(batchId));
  await expect(receiveImportSource({ dataFolder: folder.dataFolder, batchId, name: 'x.csv', content: Buffer.from(''), actor: 'test' })).rejects.toMatchObject({ code: 'import_closed' });
  await expect(publishImport(publication('A'.repeat(22)))).rejects.toMatchObject({ code: 'import_not_found' });
});
