// Reads the whole journal again, seal after seal, and names the first place where it is not what the portal wrote.
import { Op } from 'sequelize';
import { isProven, sealOf } from '../crypto/journal-seals.ts';
import { noteJournal } from '../health.ts';
import { AuditEntry, JournalMark } from '../models/index.ts';

/** `changed`: this entry, or one put in its place · `missing`: entries are gone just before it, or at the end (null) · `added`: the portal has not written it. */
export interface JournalFault { kind: 'changed' | 'missing' | 'added'; at: Date | null }
/** `until`: the last entry that is as it was written; null: none. */
export interface JournalVerdict { checked: number; until: Date | null; fault: JournalFault | null }

const atOnce = 1_000;

export async function verifyJournal(): Promise<JournalVerdict> {
  const anchor = await JournalMark.findByPk('anchor', { raw: true });
  const verdict = await followChain(anchor, await JournalMark.findByPk('head', { raw: true }));
  const isPurgedMeanwhile = verdict.fault !== null && (await JournalMark.findByPk('anchor', { raw: true }))?.rank !== anchor?.rank;
  if (isPurgedMeanwhile) return verifyJournal();
  noteJournal(verdict.fault !== null);
  return verdict;
}

/** What is written meanwhile, after `head`, is for the next time. */
async function followChain(anchor: JournalMark | null, head: JournalMark | null): Promise<JournalVerdict> {
  const verdict: JournalVerdict = { checked: 0, until: null, fault: null };
  if (!head && !anchor) return (await AuditEntry.count({ where: { rank: { [Op.not]: null } } })) === 0 ? verdict : { ...verdict, fault: { kind: 'missing', at: null } };
  if (!head || !anchor || !isProven(head) || !isProven(anchor)) return { ...verdict, fault: { kind: 'missing', at: null } };
  let [rank, seal] = [anchor.rank, anchor.seal];
  while (rank < head.rank) {
    const entries = await AuditEntry.findAll({ where: { rank: { [Op.gt]: rank, [Op.lte]: head.rank } }, order: [['rank', 'ASC']], limit: atOnce, raw: true });
    for (const entry of entries) {
      if (entry.rank !== rank + 1) return { ...verdict, fault: { kind: 'missing', at: new Date(entry.at) } };
      if (entry.seal !== sealOf(seal, { ...entry, rank: entry.rank })) return { ...verdict, fault: { kind: 'changed', at: new Date(entry.at) } };
      [rank, seal] = [entry.rank, entry.seal];
      verdict.checked += 1;
      verdict.until = new Date(entry.at);
    }
    if (entries.length === 0) return { ...verdict, fault: { kind: 'missing', at: null } };
  }
  const stranger = seal === head.seal ? await AuditEntry.findOne({ where: { rank: { [Op.or]: [{ [Op.is]: null }, { [Op.lte]: anchor.rank }] } }, order: [['at', 'ASC']], raw: true }) : null;
  if (stranger) return { ...verdict, fault: { kind: 'added', at: new Date(stranger.at) } };
  return seal === head.seal ? verdict : { ...verdict, fault: { kind: 'missing', at: null } };
}
