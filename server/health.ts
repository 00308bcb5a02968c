// Why: what threatens the portal itself, for the dashboard: an old backup, a full disk, a certificate near its end, a journal that somebody has changed.
import { readdir, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import { connect } from 'node:tls';

export interface Health { lastBackupAt: Date | null; freeBytes: number | null; certificateEndsAt: Date | null; isJournalBroken: boolean }

const answerMs = 5_000;
let certificateEndsAt: Date | null = null;
let isJournalBroken = false;

export async function readHealth(dataFolder: string): Promise<Health> {
  const disk = await statfs(dataFolder).catch(() => null);
  return { lastBackupAt: await lastBackupAt(dataFolder), freeBytes: disk ? disk.bavail * disk.bsize : null, certificateEndsAt, isJournalBroken };
}

/** The newest copy of the database, whatever made it. */
export async function lastBackupAt(dataFolder: string): Promise<Date | null> {
  const folder = join(dataFolder, 'copies');
  const copies = (await readdir(folder).catch(() => [])).filter((name) => name.endsWith('.sqlite'));
  const times = await Promise.all(copies.map(async (name) => (await stat(join(folder, name)).catch(() => null))?.mtimeMs ?? 0));
  return times.some(Boolean) ? new Date(Math.max(...times)) : null;
}

export function noteJournal(isBroken: boolean): void {
  isJournalBroken = isBroken;
}

/** Looks at the certificate that visitors are shown at `publicUrl`; one that cannot be reached from here is not told about. */
export async function watchCertificate(publicUrl: string): Promise<void> {
  certificateEndsAt = publicUrl.startsWith('https:') ? await endOfCertificate(new URL(publicUrl)) : null;
}

function endOfCertificate({ hostname, port }: URL): Promise<Date | null> {
  return new Promise((resolve) => {
    // One that is already over must be told about: it is read, never trusted.
    const socket = connect({ host: hostname, port: Number(port) || 443, rejectUnauthorized: false, ...(/[a-z]/i.test(hostname) ? { servername: hostname } : {}) });
    const end = (found: Date | null): void => {
      socket.destroy();
      resolve(found);
    };
    socket.unref().setTimeout(answerMs, () => end(null));
    socket.once('error', () => end(null));
    socket.once('secureConnect', () => end(new Date(socket.getPeerCertificate().valid_to)));
  });
}
