// Writes one entry of the journal, in the transaction of what it records, and seals it with the one before: docs/decisions.md says against what.
import { Op } from 'sequelize';
import { currentPlace } from '../call-place.ts';
import { isProven, proofOf, sealOf } from '../crypto/journal-seals.ts';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
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
    await AuditEntry.create({ ...entry, seal });
    await setMark('head', { rank: entry.rank, seal });
  });
}

export async function setMark(name: 'anchor' | 'head', { rank, seal }: End): Promise<void> {
  await JournalMark.upsert({ name, rank, seal, proof: proofOf({ name, rank, seal }) });
}

async function endOfChain(): Promise<End> {
  const head = await JournalMark.findByPk('head', { raw: true });
  const last = (await AuditEntry.max<number | null, AuditEntry>('rank')) ?? 0;
  if (!head && last === 0 && !(await JournalMark.findByPk('anchor'))) return beginChain();
  if (head && isProven(head) && head.rank >= last) return head;
  return { rank: Math.max(last, head?.rank ?? 0), seal: lost };
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
