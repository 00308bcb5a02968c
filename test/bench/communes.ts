// Why: the two communes that the bench reads, written once by bulk SQL from a seed, then copied for each use.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { insertRows } from '../../server/commands/insert-rows.ts';
import { ensureFirstRegie } from '../../server/commands/save-regie.ts';
import { hashPassword } from '../../server/crypto/passwords.ts';
import { closeDatabase, database, inTransaction, openDatabase } from '../../server/db/database.ts';
import { documentPath } from '../../server/documents/document-store.ts';
import { Regie } from '../../server/models/index.ts';
import { seededRandom } from '../../build/demonstration/seeded-random.ts';
import { password, pdfOf } from '../support/household.ts';
import { root } from './processes.ts';

export interface Commune { name: string; households: number; years: number }
/** 14,400 invoices. */
export const smallCommune: Commune = { name: 'petite', households: 400, years: 3 };
/** 360,000 invoices. */
export const largeCommune: Commune = { name: 'grande', households: 3_000, years: 10 };
export const emptyCommune: Commune = { name: 'vide', households: 0, years: 0 };

export const emailOf = (household: number) => `foyer${household}@sistec.test`;
/** Households that the bench logs in as; the unpaid invoices of the first ones have their PDF. */
export const documentedHouseholds = 8;
export const pdfBytes = 80_000;
const invoicesAYear = 12;
const unpaidInvoices = 20;
const treasuryInvoices = 2;
const lastYear = 2026;

const benchFolder = join(root, '.cache/bench');
let copies = 0;

/** A fresh copy of the commune's data folder, removed when the bench ends. */
export async function freshFolder(commune: Commune): Promise<string> {
  const folder = newFolder(commune.name);
  cpSync(await storedCommune(commune), folder, { recursive: true });
  return folder;
}

/** An empty folder, removed when the bench ends. */
export function newFolder(label: string): string {
  copies += 1;
  const folder = join(benchFolder, `essai-${process.pid}`, `${label}-${copies}`);
  mkdirSync(folder, { recursive: true });
  return folder;
}

export function removeFolders(): void {
  rmSync(join(benchFolder, `essai-${process.pid}`), { recursive: true, force: true });
}

/** The commune's folder, written again when its generator or the schema has changed. */
async function storedCommune(commune: Commune): Promise<string> {
  const migrations = join(root, 'server/db/migrations');
  const sources = [join(root, 'test/bench/communes.ts'), ...readdirSync(migrations).map((name) => join(migrations, name))];
  const version = createHash('sha256').update(sources.map((file) => readFileSync(file, 'utf8')).join('')).digest('hex').slice(0, 12);
  const folder = join(benchFolder, `${commune.name}-${version}`);
  if (existsSync(folder)) return folder;
  const draft = newFolder(commune.name);
  await openDatabase(draft);
  await ensureFirstRegie();
  if (commune.households > 0) await writeCommune(commune, draft);
  await closeDatabase();
  renameSync(draft, folder);
  return folder;
}

async function writeCommune(commune: Commune, folder: string): Promise<void> {
  const passwordHash = await hashPassword(password);
  const at = new Date(`${lastYear}-07-10T08:00:00Z`);
  const stamps = { created_at: at, updated_at: at };
  const households = Array.from({ length: commune.households }, (_, index) => ({ index, id: idOf('redevable', index), accountId: idOf('compte', index) }));
  const documents = writeDocuments(commune, folder);
  const regie = await Regie.findOne({ rejectOnEmpty: true });
  await inTransaction(async () => {
    await insertRows('import_batches', Array.from({ length: commune.years * invoicesAYear }, (_, rank) => ({
      id: batchOf(rank), state: 'published', allow_missing_pdf: true, counts: '{}', total_cents: 0, unused_files: '[]', refusals: '[]', published_at: at, ...stamps,
    })));
    await insertRows('regies', otherRegies.map((id, index) => ({ id, code: `R${index}`, name: `Régie ${index}`, ...stamps })));
    await insertRows('payers', households.map(({ index, id }) => ({
      id, code: `F${index}`, name: `Mme Anne SISTEC${index}`, name_key: `ANNE SISTEC${index}`, sort_key: `SISTEC${index} ANNE`, address: '1 rue des Écoles, 31000 Sistec', is_paperless: false, ...stamps,
    })));
    await insertRows('accounts', households.map(({ index, accountId }) => ({
      id: accountId, email: emailOf(index), email_key: emailOf(index), state: 'active', password_hash: passwordHash, activated_at: at, ...stamps,
    })));
    await insertRows('payer_accesses', households.map(({ id, accountId }) => ({ account_id: accountId, payer_id: id, created_at: at })));
    await insertRows('documents', documents.map((sha256) => ({ sha256, bytes: pdfBytes, created_at: at })));
  });
  for (let year = 0; year < commune.years; year += 1) {
    await inTransaction(() => insertRows('invoices', invoicesOf({ commune, year, documents, regieId: regie.id, at })));
  }
  await inTransaction(() => database().query(
    "INSERT INTO invoice_events (id, invoice_id, kind, source, detail, at) SELECT 'e' || id, id, 'published', 'import', '', created_at FROM invoices",
  ));
  await database().query('ANALYZE');
}

/** The import of each month. */
export const batchOf = (rank: number) => idOf('import', rank);
/** They share what is paid; the first régie has all that is due. */
export const otherRegies = Array.from({ length: 3 }, (_, index) => idOf('regie', index));

interface YearOfInvoices { commune: Commune; year: number; documents: string[]; regieId: string; at: Date }

function invoicesOf({ commune, year, documents, regieId, at }: YearOfInvoices) {
  const random = seededRandom(`${commune.name} ${year}`);
  const firstUnpaid = commune.years * invoicesAYear - unpaidInvoices;
  const firstTreasury = firstUnpaid - treasuryInvoices;
  return Array.from({ length: invoicesAYear * commune.households }, (_, index) => {
    const household = index % commune.households;
    const rank = year * invoicesAYear + Math.floor(index / commune.households);
    const month = String((rank % invoicesAYear) + 1).padStart(2, '0');
    const number = `${lastYear - commune.years + 1 + year}-020-${String(index).padStart(6, '0')}`;
    const document = rank >= firstUnpaid ? documents[household * unpaidInvoices + rank - firstUnpaid] : undefined;
    return {
      id: idOf('facture', number), regie_id: rank >= firstTreasury ? regieId : otherRegies[rank % otherRegies.length] ?? regieId, payer_id: idOf('redevable', household), batch_id: batchOf(rank),
      document_sha256: document ?? null, file_name: null, number, number_key: number.replaceAll('-', ''),
      issued_on: `${number.slice(0, 4)}-${month}-10`, due_on: `${number.slice(0, 4)}-${month}-28`, amount_cents: random.int(500, 30_000),
      subject: random.chance(50) ? 'Restauration scolaire' : 'Accueil périscolaire & centre de loisirs',
      state: rank >= firstUnpaid ? 'unpaid' : rank >= firstTreasury ? 'treasury' : 'paid',
      direct_debit: random.chance(10), direct_debit_on: null, created_at: at,
    };
  });
}

/** Fingerprints of the PDFs, written in the document store. */
function writeDocuments(commune: Commune, folder: string): string[] {
  const count = Math.min(documentedHouseholds, commune.households) * unpaidInvoices;
  return Array.from({ length: count }, (_, index) => {
    const content = pdfOfSize(`facture ${index}`);
    const sha256 = createHash('sha256').update(content).digest('hex');
    mkdirSync(dirname(documentPath(folder, sha256)), { recursive: true });
    writeFileSync(documentPath(folder, sha256), content);
    return sha256;
  });
}

export function pdfOfSize(label: string): Buffer {
  return pdfOf(label, pdfBytes - pdfOf(label).length);
}

/** As long and as scattered as a real identifier, and always the same. */
function idOf(kind: string, key: string | number): string {
  return createHash('sha256').update(`${kind} ${key}`).digest('base64url').slice(0, 22);
}
