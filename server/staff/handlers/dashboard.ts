// What waits for the staff, then a few figures.
import { Op, QueryTypes } from 'sequelize';
import type { DashboardDto } from '../../contract/schemas.ts';
import { database } from '../../db/database.ts';
import { stepsLeft } from '../../domain/setup.ts';
import { readHealth } from '../../health.ts';
import { ContactMessage, ImportBatch, Invoice, OutgoingMail, Payment, Regie } from '../../models/index.ts';
import { readSettings } from '../../settings.ts';
import { isSimulator } from '../../payfip/addresses.ts';
import type { Handlers } from '../call.ts';
import { toSort } from '../find-payments.ts';
import { readFigures } from '../read-figures.ts';
import { readSetup } from '../read-setup.ts';
import { saidPaid, suspended } from './invoices.ts';

/** An import published longer ago than this is no longer worth correcting. */
const worthCorrectingMs = 30 * 24 * 3_600_000;

export const dashboardHandlers: Handlers<'dashboard.read' | 'dashboard.figures'> = {
  'dashboard.read': async (_input, { now, dataFolder }) => {
    const { smtp, portal, payments } = await readSettings();
    const { steps, lastBackupAt } = await readSetup();
    return {
      ...(await countWork()), refusedLines: await countRefusedLines(now), ...(await countPayments()),
      isPortalSuspended: payments.suspension !== null, isPlay: isSimulator(payments.baseUrl), smtpConfigured: smtp.host !== '' && smtp.fromAddress !== '', portalUrl: portal.publicUrl, exposure: portal.exposure,
      setupLeft: stepsLeft(steps), health: { ...(await presentHealth(dataFolder)), lastBackupAt },
    };
  },
  'dashboard.figures': (_input, { now }) => readFigures(now),
};

async function countWork(): Promise<Pick<DashboardDto, 'mailsFailed' | 'mailsToVerify' | 'newMessages' | 'draftImports' | 'lastPublishedAt'>> {
  const last = await ImportBatch.findOne({ where: { state: 'published' }, order: [['publishedAt', 'DESC']] });
  return {
    mailsFailed: await OutgoingMail.count({ where: { state: 'failed' } }),
    mailsToVerify: await OutgoingMail.count({ where: { state: 'to_verify' } }),
    newMessages: await ContactMessage.count({ where: { handledAt: null } }),
    draftImports: await ImportBatch.count({ where: { state: ['draft', 'ready'] } }),
    lastPublishedAt: last?.publishedAt?.toISOString() ?? null,
  };
}

/** A later import without any tells that they were corrected. */
async function countRefusedLines(now: Date): Promise<number> {
  const [row] = await database().query<{ count: number }>(
    `SELECT COUNT(*) AS count FROM import_lines WHERE verdict = 'refused' AND batch_id IN (SELECT id FROM import_batches WHERE state = 'ready'
       UNION ALL SELECT id FROM (SELECT id, published_at FROM import_batches WHERE state = 'published' ORDER BY published_at DESC LIMIT 1) latest WHERE published_at >= :since)`,
    { type: QueryTypes.SELECT, replacements: { since: new Date(now.getTime() - worthCorrectingMs) } },
  );
  return row?.count ?? 0;
}

async function presentHealth(dataFolder: string): Promise<Omit<DashboardDto['health'], 'lastBackupAt'>> {
  const { certificateEndsAt, ...rest } = await readHealth(dataFolder);
  return { ...rest, certificateEndsAt: certificateEndsAt?.toISOString() ?? null };
}

async function countPayments(): Promise<Pick<DashboardDto, 'regiesSuspended' | 'invoicesSuspended' | 'invoicesSaidPaid' | 'paymentsToConfirm' | 'paymentsToSort' | 'regiesToVerify'>> {
  return {
    regiesSuspended: await Regie.count({ where: { suspension: { [Op.ne]: null } } }), invoicesSuspended: await Invoice.count({ where: suspended }),
    invoicesSaidPaid: await Invoice.count({ where: saidPaid }),
    paymentsToConfirm: await Payment.count({ where: { state: 'reported', saisie: { [Op.ne]: 'T' } } }),
    paymentsToSort: await Payment.count({ where: toSort }),
    regiesToVerify: await Regie.count({ where: { numcli: { [Op.ne]: null }, kind: 'regie', interface: 'service', verifiedAt: null } }),
  };
}
