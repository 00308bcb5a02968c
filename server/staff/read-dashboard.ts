// Why: what waits for the staff, as figures: the window shows them, the desktop shell is told how many things they make.
import { Op, QueryTypes } from 'sequelize';
import { findUnannounced } from '../commands/announce-invoices.ts';
import type { DashboardDto } from '../contract/schemas.ts';
import { database } from '../db/database.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { stepsLeft } from '../domain/setup.ts';
import { readHealth } from '../health.ts';
import { ImportBatch, Invoice, Payment, Regie } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import { countUnpublished } from './count-unpublished.ts';
import { saidPaid, suspended } from './find-invoices.ts';
import { toConfirm, toSort } from './find-payments.ts';
import { readSetup } from './read-setup.ts';

export async function readDashboard(dataFolder: string, now: Date): Promise<DashboardDto> {
  const { smtp, portal, payments } = await readSettings();
  const { steps, lastBackupAt, addressTakenOver } = await readSetup();
  return {
    ...(await countRows()), ...(await countPayments()), lastPublishedAt: await lastPublishedAt(), importsToAnnounce: await findUnannounced(now), unpublishedRefusals: await countUnpublished(now),
    isPortalSuspended: payments.suspension !== null, isPlay: isSimulator(payments.baseUrl), smtpConfigured: smtp.host !== '' && smtp.fromAddress !== '',
    portalUrl: portal.publicUrl, isAddressTakenOver: addressTakenOver === portal.publicUrl, exposure: portal.exposure,
    setupLeft: stepsLeft(steps), health: { ...(await presentHealth(dataFolder)), lastBackupAt },
  };
}

type RowCounts = Pick<DashboardDto, 'mailsFailed' | 'mailsToVerify' | 'newMessages' | 'draftImports' | 'importsToCorrect'>;

async function countRows(): Promise<RowCounts> {
  const [counts] = await database().query<RowCounts>(
    `SELECT (SELECT COUNT(*) FROM outgoing_mails WHERE state = 'failed' AND dismissed_at IS NULL) AS mailsFailed, (SELECT COUNT(*) FROM outgoing_mails WHERE state = 'to_verify' AND dismissed_at IS NULL) AS mailsToVerify,
       (SELECT COUNT(*) FROM contact_messages WHERE handled_at IS NULL) AS newMessages,
       (SELECT COUNT(*) FROM import_batches WHERE state IN ('draft', 'ready')) AS draftImports,
       (SELECT COUNT(*) FROM import_batches WHERE state = 'draft' AND facts_mark IS NOT NULL) AS importsToCorrect`,
    { type: QueryTypes.SELECT },
  );
  return { mailsFailed: 0, mailsToVerify: 0, newMessages: 0, draftImports: 0, importsToCorrect: 0, ...counts };
}

async function lastPublishedAt(): Promise<string | null> {
  const last = await ImportBatch.findOne({ where: { state: 'published' }, order: [['publishedAt', 'DESC']] });
  return last?.publishedAt?.toISOString() ?? null;
}

async function presentHealth(dataFolder: string): Promise<Omit<DashboardDto['health'], 'lastBackupAt'>> {
  const { certificateEndsAt, ...rest } = await readHealth(dataFolder);
  return { ...rest, certificateEndsAt: certificateEndsAt?.toISOString() ?? null };
}

async function countPayments(): Promise<Pick<DashboardDto, 'paymentsToConfirm' | 'paymentsToSort' | 'regiesSuspended' | 'invoicesSuspended' | 'invoicesSaidPaid' | 'regiesToVerify'>> {
  return {
    paymentsToConfirm: await Payment.count({ where: toConfirm }), paymentsToSort: await Payment.count({ where: toSort }),
    regiesSuspended: await Regie.count({ where: { suspension: { [Op.ne]: null } } }), invoicesSuspended: await Invoice.count({ where: suspended }),
    invoicesSaidPaid: await Invoice.count({ where: saidPaid }),
    regiesToVerify: await Regie.count({ where: { numcli: { [Op.ne]: null }, kind: 'regie', interface: 'service', verifiedAt: null } }),
  };
}
