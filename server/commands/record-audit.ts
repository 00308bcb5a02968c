// Writes one entry of the journal, in the transaction of what it records, and seals it with the one before: docs/decisions.md says against what.
import { Op } from 'sequelize';
import { currentPlace } from '../call-place.ts';
import { isProven, proofOf, sealOf } from '../crypto/journal-seals.ts';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { insertRow, readInWrite, write } from '../db/writes.ts';
import type { AuditAction } from '../domain/audit.ts';
import { AuditEntry, JournalMark } from '../models/index.ts';

export interface AuditNote {
  /** `agent:<id>`, `account:<id>`, `visitor` or `command-line`. */
  actor: string;
  action: AuditAction;
  object?: string;
  detail?: string;
}
interface End { rank: number; seal: string }

/** The end that the chain had is not there any more: what follows never fits what came before, whoever looks later. */
const lost = 'lost';

export function recordAudit({ actor, action, object = '', detail = '' }: AuditNote): Promise<void> {
  return inTransaction(async () => {
    const end = await endOfChain();
    const entry = { id: newId(), at: new Date(), actor, action, object, detail, place: currentPlace(), rank: end.rank + 1 };
    const seal = sealOf(end.seal, entry);
    await insertRow('audit_entries', { ...entry, seal });
    await setMark('head', { rank: entry.rank, seal });
  });
}

export function setMark(name: 'anchor' | 'head', { rank, seal }: End): Promise<void> {
  return write(
    'INSERT INTO journal_marks (name, rank, seal, proof) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (name) DO UPDATE SET rank = excluded.rank, seal = excluded.seal, proof = excluded.proof',
    [name, rank, seal, proofOf({ name, rank, seal })],
  );
}

/** One statement: it precedes every act of the portal. */
async function endOfChain(): Promise<End> {
  const [found] = await readInWrite<{ last: number; rank: number | null; seal: string; proof: string }>(
    "SELECT (SELECT COALESCE(MAX(rank), 0) FROM audit_entries) AS last, rank, seal, proof FROM (SELECT 'head' AS wanted) LEFT JOIN journal_marks ON name = wanted",
  );
  const { last, rank, seal, proof } = found ?? { last: 0, rank: null, seal: '', proof: '' };
  if (rank === null && last === 0 && !(await JournalMark.findByPk('anchor'))) return beginChain();
  if (rank !== null && rank >= last && isProven({ name: 'head', rank, seal, proof })) return { rank, seal };
  return { rank: Math.max(last, rank ?? 0), seal: lost };
}

/** Once: entries of former versions are sealed in the order in which they were written. */
async function beginChain(): Promise<End> {
  await setMark('anchor', { rank: 0, seal: '' });
  const former = await AuditEntry.findAll({ where: { rank: { [Op.is]: null } }, order: [['at', 'ASC'], ['id', 'ASC']], raw: true });
  let end: End = { rank: 0, seal: '' };
  for (const entry of former) {
    const rank = end.rank + 1;
    end = { rank, seal: sealOf(end.seal, { ...entry, rank }) };
    await AuditEntry.update(end, { where: { id: entry.id } });
  }
  return end;
}
