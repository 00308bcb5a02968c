// The journal: who did what, when, from where.
import { AuditEntry } from '../../models/index.ts';
import type { Handlers } from '../call.ts';
import { entryConditions, findEntries } from '../find-entries.ts';
import { presentEntries } from '../present-journal.ts';

export const journalHandlers: Handlers<'journal.list'> = {
  'journal.list': async ({ page, pageSize, ...filter }) => {
    const where = await entryConditions(filter);
    const entries = await findEntries(where, pageSize, (page - 1) * pageSize);
    return { items: await presentEntries(entries), total: await AuditEntry.count({ where }) };
  },
};
