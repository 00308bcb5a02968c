// What waits for the staff, then a few figures.
import { Op, QueryTypes } from 'sequelize';
import type { DashboardDto } from '../../contract/schemas.ts';
import { byChunks } from '../../db/by-chunks.ts';
import { database } from '../../db/database.ts';
import { foldKey } from '../../domain/keys.ts';
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

async function countPayments(): Promise<Pick<DashboardDto, 'regiesSuspended' | 'invoicesSuspended' | 'invoicesSaidPaid' | 'paymentsToConfirm' | 'paymentsToSort' | 'regiesToVerify'>> {
  return {
    regiesSuspended: await Regie.count({ where: { suspension: { [Op.ne]: null } } }), invoicesSuspended: await Invoice.count({ where: suspended }),
    invoicesSaidPaid: await Invoice.count({ where: saidPaid }),
    paymentsToConfirm: await Payment.count({ where: { state: 'reported', saisie: { [Op.ne]: 'T' } } }),
    paymentsToSort: await Payment.count({ where: toSort }),
    regiesToVerify: await Regie.count({ where: { numcli: { [Op.ne]: null }, kind: 'regie', interface: 'service', verifiedAt: null } }),
  };
}
