// What waits for the staff, then a few figures.
import { Op, QueryTypes } from 'sequelize';
import type { DashboardDto } from '../../contract/schemas.ts';
import { database } from '../../db/database.ts';
import { dayInFrance } from '../../domain/days.ts';
import { stepsLeft } from '../../domain/setup.ts';
import { Account, ContactMessage, ImportBatch, Invoice, OutgoingMail, Payer, Payment, Regie } from '../../models/index.ts';
import { readSettings } from '../../settings.ts';
import { isSimulator } from '../../payfip/addresses.ts';
import type { Handlers } from '../call.ts';
import { toSort } from '../find-payments.ts';
import { readSetup } from '../read-setup.ts';
import { saidPaid, suspended } from './invoices.ts';

export const dashboardHandlers: Handlers<'dashboard.read'> = {
  'dashboard.read': async (_input, { now }) => {
    const { smtp, portal, payments } = await readSettings();
    const { steps, lastBackupAt } = await readSetup();
    return {
      ...(await countInvoices(dayInFrance(now))), ...(await countPeople()), ...(await countWork()), ...(await countPayments()),
      isPortalSuspended: payments.suspension !== null, isPlay: isSimulator(payments.baseUrl), smtpConfigured: smtp.host !== '' && smtp.fromAddress !== '', portalUrl: portal.publicUrl, exposure: portal.exposure, setupLeft: stepsLeft(steps), lastBackupAt,
    };
  },
};

async function countInvoices(today: string): Promise<Pick<DashboardDto, 'unpaidCount' | 'unpaidCents' | 'overdueCount' | 'overdueCents'>> {
  const overdue = { state: 'unpaid' as const, dueOn: { [Op.lt]: today } };
  return {
    unpaidCount: await Invoice.count({ where: { state: 'unpaid' } }),
    unpaidCents: (await Invoice.sum('amountCents', { where: { state: 'unpaid' } })) ?? 0,
    overdueCount: await Invoice.count({ where: overdue }),
    overdueCents: (await Invoice.sum('amountCents', { where: overdue })) ?? 0,
  };
}

async function countPeople(): Promise<Pick<DashboardDto, 'payers' | 'payersWithoutEmail' | 'activeAccounts' | 'invitedAccounts' | 'paperlessPayers'>> {
  const [row] = await database().query<{ count: number }>(
    'SELECT COUNT(*) AS count FROM payers p WHERE NOT EXISTS (SELECT 1 FROM payer_accesses x WHERE x.payer_id = p.id)', { type: QueryTypes.SELECT },
  );
  return {
    payers: await Payer.count(), payersWithoutEmail: row?.count ?? 0,
    activeAccounts: await Account.count({ where: { state: 'active' } }), invitedAccounts: await Account.count({ where: { state: 'invited' } }),
    paperlessPayers: await Payer.count({ where: { isPaperless: true } }),
  };
}

async function countWork(): Promise<Pick<DashboardDto, 'mailsQueued' | 'mailsFailed' | 'mailsToVerify' | 'newMessages' | 'draftImports' | 'lastPublishedAt'>> {
  const last = await ImportBatch.findOne({ where: { state: 'published' }, order: [['publishedAt', 'DESC']] });
  return {
    mailsQueued: await OutgoingMail.count({ where: { state: ['queued', 'sending'] } }),
    mailsFailed: await OutgoingMail.count({ where: { state: 'failed' } }),
    mailsToVerify: await OutgoingMail.count({ where: { state: 'to_verify' } }),
    newMessages: await ContactMessage.count({ where: { handledAt: null } }),
    draftImports: await ImportBatch.count({ where: { state: ['draft', 'ready'] } }),
    lastPublishedAt: last?.publishedAt?.toISOString() ?? null,
  };
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
