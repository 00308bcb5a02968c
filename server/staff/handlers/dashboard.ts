// What waits for the staff, then a few figures.
import { Op } from 'sequelize';
import type { DashboardDto } from '../../contract/schemas.ts';
import { stepsLeft } from '../../domain/setup.ts';
import { readHealth } from '../../health.ts';
import { ImportBatch, Invoice, Regie } from '../../models/index.ts';
import { readSettings } from '../../settings.ts';
import { isSimulator } from '../../domain/payfip-address.ts';
import type { Handlers } from '../call.ts';
import { countUnpublished } from '../count-unpublished.ts';
import { countWork } from '../count-work.ts';
import { readFigures } from '../read-figures.ts';
import { readSetup } from '../read-setup.ts';
import { saidPaid, suspended } from './invoices.ts';

export const dashboardHandlers: Handlers<'dashboard.read' | 'dashboard.figures'> = {
  'dashboard.read': async (_input, { now, dataFolder }) => {
    const { smtp, portal, payments } = await readSettings();
    const { steps, lastBackupAt, addressTakenOver } = await readSetup();
    const { mailsFailed, mailsToVerify, newMessages, importsToPublish, importsToCorrect, paymentsToConfirm, paymentsToSort } = await countWork();
    return {
      mailsFailed, mailsToVerify, newMessages, paymentsToConfirm, paymentsToSort, draftImports: importsToPublish, importsToCorrect, lastPublishedAt: await lastPublishedAt(), unpublishedRefusals: await countUnpublished(now), ...(await countPayments()),
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
