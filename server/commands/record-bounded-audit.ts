// An entry of the journal about what anyone may do as often as wanted: past sixty in ten minutes from one place, only silence. A flood must not fill the disk, nor hide what others do.
import { currentPlace } from '../call-place.ts';
import { inTransaction } from '../db/database.ts';
import { recordAudit, type AuditNote } from './record-audit.ts';

const mostNotes = 60;
const windowMs = 10 * 60_000;
/** Of which the count is kept at once: beyond, who comes is counted with everybody else. */
const mostSources = 10;
interface Window { since: number; count: number }
const noted = new Map<string, Window>();

export async function recordBoundedAudit(note: AuditNote, now: Date): Promise<void> {
  const window = windowOf(note, now);
  window.count += 1;
  if (window.count <= mostNotes) await inTransaction(() => recordAudit(note));
}

function windowOf({ action, actor }: AuditNote, now: Date): Window {
  // The address block alone: what a browser calls itself is as it pleases.
  const [from = ''] = currentPlace().split(', ');
  const isOver = ({ since }: Window) => Math.abs(now.getTime() - since) > windowMs;
  for (const [key, window] of noted) if (isOver(window)) noted.delete(key);
  const own = `${action} ${actor} ${from}`;
  const key = noted.has(own) || noted.size < mostSources ? own : action;
  const window = noted.get(key) ?? { since: now.getTime(), count: 0 };
  noted.set(key, window);
  return window;
}
