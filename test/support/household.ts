// Households with accounts and invoices, made through the real import command.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { importFolder } from '../../server/commands/import-folder.ts';
import { hashPassword } from '../../server/crypto/passwords.ts';
import { inTransaction } from '../../server/db/database.ts';
import { emailKey } from '../../server/domain/keys.ts';
import { Account, Invoice, Payer, type ImportBatch } from '../../server/models/index.ts';

export const password = 'parapluie-bleu-42';
const columns = ['numero', 'date', 'echeance', 'montant', 'objet', 'code_payeur', 'civilite', 'nom', 'prenom', 'adresse', 'cp', 'ville', 'email', 'email2', 'regie', 'mode', 'fichier', 'etat', 'prelevement_le'] as const;
export type CsvRow = Partial<Record<(typeof columns)[number], string>>;

export const csvOf = (rows: CsvRow[]): string => [columns.join(';'), ...rows.map((row) => columns.map((name) => row[name] ?? '').join(';'))].join('\r\n');

/** A small valid PDF that differs with its label. */
export function pdfOf(label: string, bytes = 0): Buffer {
  return Buffer.concat([Buffer.from(`%PDF-1.4\n% ${label}\n`), Buffer.alloc(bytes, 0x20), Buffer.from('\ntrailer<<>>\n%%EOF\n')]);
}

export interface Files { csv: string | Buffer; pdfs?: Record<string, Buffer> }

/** Writes the files in a folder of the data folder and imports them as an installer does. */
export async function importFiles(dataFolder: string, { csv, pdfs = {} }: Files, options: { publish?: boolean; allowMissingPdf?: boolean } = {}): Promise<ImportBatch> {
  const folder = join(dataFolder, `essai-${Math.random().toString(36).slice(2)}`);
  mkdirSync(join(folder, 'pdf'), { recursive: true });
  writeFileSync(join(folder, 'factures.csv'), csv);
  for (const [name, content] of Object.entries(pdfs)) writeFileSync(join(folder, 'pdf', name), content);
  return importFolder({
    dataFolder, csvFile: join(folder, 'factures.csv'), pdfFolder: join(folder, 'pdf'), actor: 'test', now: new Date(),
    publish: options.publish ?? true, allowMissingPdf: options.allowMissingPdf ?? false,
  });
}

export interface Household { code: string; email: string; accountId: string; payerId: string; invoices: Invoice[] }

/** A payer with an active account (password: `password`) and `numbers.length` unpaid invoices, each with its PDF. */
export async function createHousehold(dataFolder: string, { code, email, numbers }: { code: string; email: string; numbers: string[] }): Promise<Household> {
  const rows = numbers.map((numero, index) => ({
    numero, date: '10/07/2026', echeance: '21/12/2026', montant: `${200 + index},11`, objet: 'Multi Services', code_payeur: code,
    civilite: 'Mme', nom: code, prenom: 'Test', adresse: '1 rue des Écoles', cp: '31000', ville: 'Sistec', email, fichier: `${numero}.pdf`,
  }));
  await importFiles(dataFolder, { csv: csvOf(rows), pdfs: Object.fromEntries(numbers.map((numero) => [`${numero}.pdf`, pdfOf(numero)])) });
  await activateAccount(email);
  const payer = await Payer.findOne({ where: { code }, rejectOnEmpty: true });
  const account = await Account.findOne({ where: { emailKey: emailKey(email) }, rejectOnEmpty: true });
  return { code, email, accountId: account.id, payerId: payer.id, invoices: await Invoice.findAll({ where: { payerId: payer.id }, order: [['number', 'ASC']] }) };
}

export async function activateAccount(email: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  await inTransaction(() => Account.update({ passwordHash, state: 'active', activatedAt: new Date() }, { where: { emailKey: emailKey(email) } }));
}
