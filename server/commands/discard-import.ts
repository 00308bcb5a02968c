// Gives up an import that is not published; its PDFs leave the disk with the nightly cleaning.
import { rm } from 'node:fs/promises';
import { inTransaction } from '../db/database.ts';
import { openImport, sourcePath } from './receive-import.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError import_not_found, import_closed */
export async function discardImport({ dataFolder, batchId, actor }: { dataFolder: string; batchId: string; actor: string }): Promise<void> {
  await inTransaction(async () => {
    const batch = await openImport(batchId);
    await batch.update({ state: 'discarded' });
    await recordAudit({ actor, action: 'import_discarded', object: batchId });
  });
  await rm(sourcePath(dataFolder, batchId), { force: true });
}
