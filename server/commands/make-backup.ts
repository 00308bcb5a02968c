// Makes one file of the whole portal, sealed by a passphrase: a verified copy of the database, the PDFs, the key. It is sent as it is read, never held whole.
import { rm } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { measureFiles, packEntries, type Manifest } from '../backup/entries.ts';
import { newLock, seal, type Lock } from '../backup/seal.ts';
import { newSecret } from '../crypto/tokens.ts';
import { copyDatabase } from '../db/backup.ts';
import { database, inTransaction } from '../db/database.ts';
import { latestVersion } from '../db/migrate.ts';
import { dayInFrance } from '../domain/days.ts';
import { AppError } from '../errors.ts';
import { Agent, Invoice, Payer } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import { noteBackup } from './note-backup.ts';
import { recordAudit } from './record-audit.ts';
import { tellProgress, type Progress } from './backup-progress.ts';

/** Three or four words. */
export const shortestPassphrase = 12;
const ticketLifeMs = 10 * 60_000;

interface Prepared { dataFolder: string; databaseFile: string; manifest: Manifest; lock: Lock; actor: string; forget: NodeJS.Timeout; copying: Progress }
const prepared = new Map<string, Prepared>();

export interface BackupOrder { dataFolder: string; passphrase: string; actor: string; now: Date }

/** Copies and verifies the database; answers the ticket with which the file is fetched, once. @throws AppError backup_passphrase_short */
export async function makeBackup({ dataFolder, passphrase, actor, now }: BackupOrder): Promise<{ ticket: string; bytes: number }> {
  if (passphrase.trim().length < shortestPassphrase) throw new AppError('backup_passphrase_short', { min: shortestPassphrase }, 'passphrase');
  const copying = tellProgress('copying', 0);
  try {
    const lock = await newLock(passphrase, latestVersion());
    const ticket = newSecret();
    const databaseFile = await copyDatabase(database(), dataFolder, `sauvegarde-${ticket.slice(0, 8)}`);
    const { commune } = await readSettings();
    const counts = { invoices: await Invoice.count(), payers: await Payer.count(), agents: await Agent.count() };
    const manifest: Manifest = { madeAt: now.toISOString(), commune: commune.name, ...counts, ...(await measureFiles(dataFolder, databaseFile)) };
    const forget = setTimeout(() => void dropBackup(ticket), ticketLifeMs).unref();
    prepared.set(ticket, { dataFolder, databaseFile, manifest, lock, actor, forget, copying });
    return { ticket, bytes: manifest.bytes };
  } catch (error) {
    copying.end('failed');
    throw error;
  }
}

/** The file's content and name. @throws AppError backup_expired */
export function takeBackup(ticket: string): { content: Readable; fileName: string } {
  const found = prepared.get(ticket);
  if (!found) throw new AppError('backup_expired');
  prepared.delete(ticket);
  clearTimeout(found.forget);
  return { content: Readable.from(contentOf(found), { objectMode: false, highWaterMark: 256 * 1024 }), fileName: `portail-${dayInFrance(new Date(found.manifest.madeAt))}.portail-sauvegarde` };
}

async function* contentOf({ dataFolder, databaseFile, manifest, lock, actor }: Prepared): AsyncGenerator<Buffer> {
  const progress = tellProgress('saving', manifest.bytes);
  try {
    yield* seal(packEntries(dataFolder, { manifest, databaseFile }, progress.add), lock);
    await inTransaction(async () => {
      await noteBackup(manifest.madeAt);
      await recordAudit({ actor, action: 'backup_made', detail: String(manifest.invoices) });
    });
    progress.end('done');
  } finally {
    progress.end('failed');
    await rm(databaseFile, { force: true });
  }
}

async function dropBackup(ticket: string): Promise<void> {
  const found = prepared.get(ticket);
  prepared.delete(ticket);
  found?.copying.end('failed');
  if (found) await rm(found.databaseFile, { force: true });
}
