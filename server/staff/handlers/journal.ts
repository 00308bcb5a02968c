// The journal: who did what, when, from where.
import { verifyJournal } from '../../commands/verify-journal.ts';
import { AuditEntry } from '../../models/index.ts';
import type { Handlers } from '../call.ts';
import { entryConditions, findEntries } from '../find-entries.ts';
import { presentEntries } from '../present-journal.ts';

export const journalHandlers: Handlers<'journal.list' | 'journal.verify'> = {
  'journal.list': async ({ page, pageSize, ...filter }) => {
    const where = await entryConditions(filter);
    const entries = await findEntries(where, pageSize, (page - 1) * pageSize);
    return { items: await presentEntries(entries), total: await AuditEntry.count({ where }) };
  },
  'journal.verify': async () => {
    const { checked, until, fault } = await verifyJournal();
    return { checked, until: until?.toISOString() ?? null, fault: fault && { kind: fault.kind, at: fault.at?.toISOString() ?? null } };
  },
};
