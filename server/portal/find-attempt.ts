// Why: a resident who left to pay in another window is led, in this one, to the attempt that was opened there.
import { Op } from 'sequelize';
import { Payment, PaymentLine } from '../models/index.ts';

export interface Leaving { accountId: string; invoiceIds: string[]; since: Date }

/** The account's own latest attempt for one of these invoices that still keeps it, or was begun since; null when there is none. */
export async function findAttempt({ accountId, invoiceIds, since }: Leaving): Promise<string | null> {
  const lines = await PaymentLine.findAll({ where: { invoiceId: invoiceIds }, attributes: ['paymentId', 'isLive'], raw: true });
  const idsOf = (some: typeof lines) => some.map(({ paymentId }) => paymentId);
  const found = await Payment.findOne({
    where: { accountId, [Op.or]: [{ id: idsOf(lines.filter(({ isLive }) => Boolean(isLive))) }, { id: idsOf(lines), createdAt: { [Op.gte]: since } }] },
    order: [['number', 'DESC']], attributes: ['id'], raw: true,
  });
  return found?.id ?? null;
}
