// What has served its time leaves the journal, from its beginning; the chain is held from there on, and the purge is written in it.
import { Op } from 'sequelize';
import { inTransaction } from '../db/database.ts';
import { journalLife } from '../domain/audit.ts';
import { AuditEntry } from '../models/index.ts';
import { recordAudit, setMark } from './record-audit.ts';
import { verifyJournal } from './verify-journal.ts';

/** Answers how many are gone. A journal that was changed is told of by its purge, which would efface the trace. */
export async function purgeJournal(now: Date): Promise<number> {
  const limit = new Date(now.getTime() - journalLife);
  if ((await AuditEntry.count({ where: { at: { [Op.lt]: limit } } })) === 0) return 0;
  const { fault } = await verifyJournal();
  return inTransaction(async () => {
    // An entry of a clock that ran ahead keeps nothing; one of a clock that was late removes nothing but what is before it and old.
    const kept = await AuditEntry.min<number | null, AuditEntry>('rank', { where: { at: { [Op.gte]: limit, [Op.lte]: now } } });
    const last = await AuditEntry.findOne({ where: { rank: kept === null ? { [Op.not]: null } : { [Op.lt]: kept } }, order: [['rank', 'DESC']], raw: true });
    if (!last?.rank || !last.seal) return 0;
    const gone = await AuditEntry.destroy({ where: { rank: { [Op.lte]: last.rank } } });
    await setMark('anchor', { rank: last.rank, seal: last.seal });
    await recordAudit({ actor: 'system', action: 'journal_purged', detail: `${gone} ${fault ? 'changed' : 'intact'}` });
    return gone;
  });
}
