// Takes a backup over in a new installation: everything is received and verified apart, then put in place at once, or nothing is.
import { renameSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { ByteSource } from '../backup/byte-source.ts';
import { readManifest, unpackEntries, type Manifest } from '../backup/entries.ts';
import { openLock, unseal } from '../backup/seal.ts';
import { adoptDatabase } from '../db/adopt.ts';
import { databaseFileName, inTransaction } from '../db/database.ts';
import { latestVersion } from '../db/migrate.ts';
import { AppError, isSystemError } from '../errors.ts';
import { Agent, Setting } from '../models/index.ts';
import { receivedFolder, verifiedFolder } from '../restored-state.ts';
import { addressTakenOverSection, payfipUrlInForce, readStoredSettings } from '../settings.ts';
import { payfipBaseUrl } from '../domain/payfip-address.ts';
import { tellProgress } from './backup-progress.ts';
import { worldOf } from './enter-payment-world.ts';
import { noteBackup } from './note-backup.ts';
import { recordAudit } from './record-audit.ts';

/** What the beginning of a backup says of it. @throws AppError restore_not_first, backup_not_one, backup_too_recent, backup_passphrase_wrong, backup_damaged */
export async function previewBackup(head: Buffer, passphrase: string): Promise<Manifest> {
  await requireNewInstallation();
  return (await openBackup(only(head), passphrase)).manifest;
}

export interface Restore {
  dataFolder: string;
  passphrase: string;
  content: AsyncIterable<Buffer>;
  actor: string;
  now: Date;
  /** Closes this state, puts the verified one in its place and opens it. */
  replaceState: () => Promise<void>;
}

/** No session of the backup is alive. @throws AppError those of the preview, backup_damaged, payments_are_play, payments_are_real, disk_full */
export async function restoreBackup({ dataFolder, passphrase, content, actor, now, replaceState }: Restore): Promise<void> {
  await requireNewInstallation();
  const folder = receivedFolder(dataFolder);
  await rm(folder, { recursive: true, force: true });
  try {
    const { manifest, source } = await openBackup(content, passphrase);
    await receive(source, { folder, manifest, now });
    await requireNewInstallation();
    renameSync(folder, verifiedFolder(dataFolder));
    await replaceState();
    await inTransaction(async () => {
      await noteBackup(manifest.madeAt);
      await noteAddress(now);
      await recordAudit({ actor, action: 'backup_restored', detail: manifest.madeAt });
    });
  } catch (error) {
    if (isSystemError(error, 'ENOSPC', 'EDQUOT')) throw new AppError('disk_full');
    throw error;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function receive(source: ByteSource, { folder, manifest, now }: { folder: string; manifest: Manifest; now: Date }): Promise<void> {
  const progress = tellProgress('restoring', manifest.bytes);
  try {
    for (const name of ['documents', 'imports']) await mkdir(join(folder, name), { recursive: true, mode: 0o700 });
    await unpackEntries(source, folder, progress.add);
    await adopt(folder, now);
    progress.end('done');
  } finally {
    progress.end('failed');
  }
}

/** That of the portal of before: who knows what answers there? */
async function noteAddress(now: Date): Promise<void> {
  const { settings, versions } = await readStoredSettings();
  if (versions.portal) await Setting.upsert({ section: addressTakenOverSection, value: settings.portal.publicUrl, updatedAt: now });
}

/** Play money and real money stay apart, whatever the folder. */
async function adopt(folder: string, now: Date): Promise<void> {
  const adopted = await adoptDatabase(folder, databaseFileName, now);
  if (!adopted) throw new AppError('backup_damaged');
  const { firstPaymentUrl, paymentSettings } = adopted;
  const { baseUrl = payfipBaseUrl }: { baseUrl?: string } = JSON.parse(paymentSettings ?? '{}');
  const world = worldOf(payfipUrlInForce(baseUrl));
  if (firstPaymentUrl && worldOf(firstPaymentUrl) !== world) throw new AppError(world === 'real' ? 'payments_are_play' : 'payments_are_real');
}

async function openBackup(content: AsyncIterable<Buffer>, passphrase: string): Promise<{ manifest: Manifest; source: ByteSource }> {
  const sealed = new ByteSource(content);
  const source = new ByteSource(unseal(sealed, await openLock(sealed, passphrase, latestVersion())));
  return { manifest: await readManifest(source), source };
}

async function* only(head: Buffer): AsyncGenerator<Buffer> {
  yield head;
}

async function requireNewInstallation(): Promise<void> {
  if ((await Agent.count()) > 0) throw new AppError('restore_not_first');
}
