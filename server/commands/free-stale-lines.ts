// The reservation of invoices by an attempt, and its end.
import { Op } from 'sequelize';
import { Payment, PaymentLine } from '../models/index.ts';

/** Lets other attempts pay these invoices when the one that kept them has had its time. */
export async function freeStaleLines(invoiceIds: string[], now: Date): Promise<void> {
  const paymentIds = await staleAttempts(invoiceIds, now);
  if (paymentIds.length > 0) await PaymentLine.update({ isLive: false }, { where: { paymentId: paymentIds, invoiceId: invoiceIds } });
}

/** Attempts that still keep one of these invoices after their time. */
async function staleAttempts(invoiceIds: string[], now: Date): Promise<string[]> {
  const lines = await PaymentLine.findAll({ where: { invoiceId: invoiceIds, isLive: true }, attributes: ['paymentId'], raw: true });
  const stale = await Payment.findAll({ where: { id: lines.map((line) => line.paymentId), liveUntil: { [Op.lte]: now } }, attributes: ['id'], raw: true });
  return stale.map((payment) => payment.id);
}

/** Attempts to pay these invoices that keep none of them any more, and that may have been paid without our knowing. */
export async function attemptsInDoubt(invoiceIds: string[], now: Date): Promise<Payment[]> {
  const lines = await PaymentLine.findAll({ where: { invoiceId: invoiceIds }, attributes: ['paymentId', 'isLive'], raw: true });
  const idsOf = (some: PaymentLine[]) => some.map((line) => line.paymentId);
  return Payment.findAll({
    where: { nextCheckAt: { [Op.ne]: null }, [Op.or]: [{ id: idsOf(lines.filter((line) => !line.isLive)) }, { id: idsOf(lines), liveUntil: { [Op.lte]: now } }] },
  });
}

/** The attempt keeps nothing any more. */
export async function releaseLines(paymentId: string): Promise<void> {
  await PaymentLine.update({ isLive: false }, { where: { paymentId } });
}
