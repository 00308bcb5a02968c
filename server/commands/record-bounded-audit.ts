// An entry of the journal about what anyone may do as often as wanted: past sixty in ten minutes, only silence. A flood must not fill the disk.
import { inTransaction } from '../db/database.ts';
import type { AuditAction } from '../domain/audit.ts';
import { recordAudit, type AuditNote } from './record-audit.ts';

const mostNotes = 60;
const windowMs = 10 * 60_000;
const noted = new Map<AuditAction, { since: number; count: number }>();

export async function recordBoundedAudit(note: AuditNote, now: Date): Promise<void> {
  const known = noted.get(note.action);
  const window = known && Math.abs(now.getTime() - known.since) <= windowMs ? known : { since: now.getTime(), count: 0 };
  window.count += 1;
  noted.set(note.action, window);
  if (window.count <= mostNotes) await inTransaction(() => recordAudit(note));
}
