// What waits for the staff, then a few figures.
import { Op, QueryTypes } from 'sequelize';
import type { DashboardDto } from '../../contract/schemas.ts';
import { byChunks } from '../../db/by-chunks.ts';
import { database } from '../../db/database.ts';
import { foldKey } from '../../domain/keys.ts';
import { stepsLeft } from '../../domain/setup.ts';
import { readHealth } from '../../health.ts';
import { ImportBatch, Invoice, Regie } from '../../models/index.ts';
import { readSettings } from '../../settings.ts';
import { isSimulator } from '../../domain/payfip-address.ts';
import type { Handlers } from '../call.ts';
import { countWork } from '../count-work.ts';
import { readFigures } from '../read-figures.ts';
import { readSetup } from '../read-setup.ts';
import { saidPaid, suspended } from './invoices.ts';

/** An import published longer ago than this is no longer worth correcting. */
const worthCorrectingMs = 30 * 24 * 3_600_000;

export const dashboardHandlers: Handlers<'dashboard.read' | 'dashboard.figures'> = {
  'dashboard.read': async (_input, { now, dataFolder }) => {
    const { smtp, portal, payments } = await readSettings();
    const { steps, lastBackupAt, addressTakenOver } = await readSetup();
    const { mailsFailed, mailsToVerify, newMessages, importsToPublish, paymentsToConfirm, paymentsToSort } = await countWork();
    return {
      mailsFailed, mailsToVerify, newMessages, paymentsToConfirm, paymentsToSort, draftImports: importsToPublish, lastPublishedAt: await lastPublishedAt(), refusedLines: await countRefusedLines(now), ...(await countPayments()),
      isPortalSuspended: payments.suspension !== null, isPlay: isSimulator(payments.baseUrl), smtpConfigured: smtp.host !== '' && smtp.fromAddress !== '',
      portalUrl: portal.publicUrl, isAddressTakenOver: addressTakenOver === portal.publicUrl, exposure: portal.exposure,
      setupLeft: stepsLeft(steps), health: { ...(await presentHealth(dataFolder)), lastBackupAt },
    };
  },
  'dashboard.figures': (_input, { now }) => readFigures(now),
};

async function lastPublishedAt(): Promise<string | null> {
  const last = await ImportBatch.findOne({ where: { state: 'published' }, order: [['publishedAt', 'DESC']] });
  return last?.publishedAt?.toISOString() ?? null;
}

/** Until an invoice of that number is published; refused again in a later import, it is the same one. */
async function countRefusedLines(now: Date): Promise<number> {
  const lines = await database().query<{ id: string; number: string }>(
    `SELECT l.batch_id || ' ' || l.line AS id, COALESCE(l.raw ->> 'numero', '') AS number FROM import_lines l JOIN import_batches b ON b.id = l.batch_id
     WHERE l.verdict = 'refused' AND (b.state = 'ready' OR (b.state = 'published' AND b.published_at >= :since))`,
    { type: QueryTypes.SELECT, replacements: { since: new Date(now.getTime() - worthCorrectingMs) } },
  );
  const waiting = new Set(lines.map(({ id, number }) => foldKey(number) || id));
  const published = await byChunks([...waiting], (keys) => Invoice.findAll({ where: { numberKey: keys }, attributes: ['numberKey'], raw: true }));
  for (const { numberKey } of published) waiting.delete(numberKey);
  return waiting.size;
}

async function presentHealth(dataFolder: string): Promise<Omit<DashboardDto['health'], 'lastBackupAt'>> {
  const { certificateEndsAt, ...rest } = await readHealth(dataFolder);
  return { ...rest, certificateEndsAt: certificateEndsAt?.toISOString() ?? null };
}

async function countPayments(): Promise<Pick<DashboardDto, 'regiesSuspended' | 'invoicesSuspended' | 'invoicesSaidPaid' | 'regiesToVerify'>> {
  return {
    regiesSuspended: await Regie.count({ where: { suspension: { [Op.ne]: null } } }), invoicesSuspended: await Invoice.count({ where: suspended }),
    invoicesSaidPaid: await Invoice.count({ where: saidPaid }),
    regiesToVerify: await Regie.count({ where: { numcli: { [Op.ne]: null }, kind: 'regie', interface: 'service', verifiedAt: null } }),
  };
}
