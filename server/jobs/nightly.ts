// Why: removes what has served its time: old sessions, links, counts of tries, lines of the journal, and PDFs that no invoice nor draft uses; and reads the journal again.
import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Op } from 'sequelize';
import { purgeJournal } from '../commands/purge-journal.ts';
import { purgeTries } from '../commands/spend-tries.ts';
import { verifyJournal } from '../commands/verify-journal.ts';
import { inTransaction } from '../db/database.ts';
import { Document, ImportBatch, ImportFile, Session, Token } from '../models/index.ts';

const oneDay = 24 * 3_600_000;

export async function cleanUp(dataFolder: string, now: Date): Promise<void> {
  await purgeTries(now);
  await purgeJournal(now);
  await verifyJournal();
  await inTransaction(() => Session.destroy({ where: { expiresAt: { [Op.lt]: now } } }));
  await inTransaction(() => Token.destroy({ where: { expiresAt: { [Op.lt]: now } } }));
  await removeOrphanDocuments(dataFolder, now);
}

/** Only files a day old: a younger one may belong to an import under way. */
async function removeOrphanDocuments(dataFolder: string, now: Date): Promise<void> {
  const drafts = await ImportBatch.findAll({ where: { state: ['draft', 'ready'] }, attributes: ['id'], raw: true });
  const inDrafts = await ImportFile.findAll({ where: { batchId: drafts.map((draft) => draft.id) }, attributes: ['sha256'], raw: true });
  const published = await Document.findAll({ attributes: ['sha256'], raw: true });
  const kept = new Set([...inDrafts, ...published].map((each) => `${each.sha256}.pdf`));
  const root = join(dataFolder, 'documents');
  for (const folder of await readdir(root).catch(() => [])) {
    for (const name of await readdir(join(root, folder))) {
      const path = join(root, folder, name);
      const isOld = now.getTime() - (await stat(path)).mtimeMs > oneDay;
      if (!kept.has(name) && isOld) await rm(path, { force: true });
    }
  }
}
