// Imports: opened, checked, published, announced.
import { announceInvoices, countAnnounced } from '../../commands/announce-invoices.ts';
import { checkImportFiles } from '../../commands/check-import-files.ts';
import { discardImport } from '../../commands/discard-import.ts';
import { importProgress } from '../../commands/import-progress.ts';
import { publishImport } from '../../commands/publish-import.ts';
import { createImport, removeImportFile } from '../../commands/receive-import.ts';
import { Op } from 'sequelize';
import type { ImportDto, ImportLineDto } from '../../contract/schemas.ts';
import { AppError } from '../../errors.ts';
import { Agent, ImportBatch, ImportFile, ImportLine, Invoice, Payer } from '../../models/index.ts';
import type { Handlers } from '../call.ts';
import { countUnpublishedOf } from '../count-unpublished.ts';
import { presentImport, presentImportLine } from '../present.ts';

type ImportEndpoints = 'imports.list' | 'imports.create' | 'imports.read' | 'imports.check' | 'imports.lines' | 'imports.progress'
  | 'imports.publish' | 'imports.discard' | 'imports.removeFile' | 'imports.announce';

export const importHandlers: Handlers<ImportEndpoints> = {
  'imports.list': async ({ page, pageSize }) => {
    const { rows, count } = await ImportBatch.findAndCountAll({ where: { state: { [Op.ne]: 'discarded' } }, order: [['createdAt', 'DESC']], limit: pageSize, offset: (page - 1) * pageSize });
    return { items: await Promise.all(rows.map(present)), total: count };
  },
  'imports.create': async (_input, { agent, actor }) => ({ batchId: (await createImport(agent?.id ?? null, actor)).id }),
  'imports.read': async ({ batchId }) => {
    const batch = await ImportBatch.findByPk(batchId);
    if (!batch) throw new AppError('import_not_found');
    return present(batch);
  },
  'imports.check': async (input, { dataFolder, now }) => present(await checkImportFiles({ ...input, dataFolder, now })),
  'imports.lines': async ({ batchId, verdict, page, pageSize }) => {
    const { rows, count } = await ImportLine.findAndCountAll({
      where: { batchId, ...(verdict ? { verdict } : {}) }, order: [['line', 'ASC']], limit: pageSize, offset: (page - 1) * pageSize, raw: true,
    });
    const items = rows.map(presentImportLine);
    return { items: await nameKnownPayers(items), total: count };
  },
  'imports.progress': async ({ batchId }) => importProgress(batchId),
  'imports.publish': async ({ batchId }, { dataFolder, actor, now }) => present(await publishImport({ dataFolder, batchId, actor, now })),
  'imports.discard': async ({ batchId }, { dataFolder, actor }) => {
    await discardImport({ dataFolder, batchId, actor });
    return {};
  },
  'imports.removeFile': async ({ batchId, name }, { actor }) => {
    await removeImportFile({ batchId, name, actor });
    return {};
  },
  'imports.announce': async ({ batchId }, { actor }) => ({ queued: await announceInvoices({ batchId, actor }) }),
};

/** A file may give only the codes of payers that the portal knows by name. */
async function nameKnownPayers(lines: ImportLineDto[]): Promise<ImportLineDto[]> {
  const codes = lines.filter(({ payerName }) => payerName === '').map(({ payerCode }) => payerCode);
  const known = codes.length > 0 ? await Payer.findAll({ where: { code: codes }, attributes: ['code', 'name'], raw: true }) : [];
  const names = new Map(known.map(({ code, name }) => [code, name]));
  return lines.map((line) => ({ ...line, payerName: line.payerName || (names.get(line.payerCode) ?? '') }));
}

async function present(batch: ImportBatch): Promise<ImportDto> {
  const agent = batch.agentId ? await Agent.findByPk(batch.agentId) : null;
  const { announced, left, lost, toAnnounce, firstToAnnounce } = batch.state === 'published' ? await countAnnounced(batch.id) : { announced: 0, left: 0, lost: 0, toAnnounce: 0, firstToAnnounce: [] };
  return presentImport(batch, {
    agentName: agent?.name ?? null,
    documents: await ImportFile.count({ where: { batchId: batch.id } }),
    unpublishedRefusals: await countUnpublishedOf(batch.id),
    announcedAccounts: announced, announcementsLeft: left, announcementsLost: lost, accountsToAnnounce: toAnnounce, firstToAnnounce,
    dueInvoices: await Invoice.count({ where: { batchId: batch.id, state: 'unpaid' } }),
  });
}
