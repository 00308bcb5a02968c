// Why: what threatens the portal itself, for the dashboard: a full disk, a certificate near its end, a journal that somebody has changed.
import { statfs } from 'node:fs/promises';
import { connect } from 'node:tls';

export interface Health { freeBytes: number | null; certificateEndsAt: Date | null; isJournalBroken: boolean }

const answerMs = 5_000;
let certificateEndsAt: Date | null = null;
let isJournalBroken = false;

export async function readHealth(dataFolder: string): Promise<Health> {
  const disk = await statfs(dataFolder).catch(() => null);
  return { freeBytes: disk ? disk.bavail * disk.bsize : null, certificateEndsAt, isJournalBroken };
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
