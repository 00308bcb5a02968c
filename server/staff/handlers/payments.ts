// Payments on line as the town hall sees them: listed, asked about, confirmed, taken back, cancelled, sorted out, suspended.
import { Op } from 'sequelize';
import { cancelPayment } from '../../commands/cancel-payment.ts';
import { checkPayment } from '../../commands/check-payment.ts';
import { confirmPayment } from '../../commands/confirm-payment.ts';
import { settleFromDouble } from '../../commands/settle-from-double.ts';
import { sortPayment } from '../../commands/sort-payment.ts';
import { takeBackConfirmation } from '../../commands/take-back.ts';
import { suspendPayments } from '../../commands/suspend-payments.ts';
import type { PaymentDetailDto } from '../../contract/schemas.ts';
import { AppError } from '../../errors.ts';
import { Payment } from '../../models/index.ts';
import type { Handlers } from '../call.ts';
import { mostUrgentFirst, paymentConditions, received } from '../find-payments.ts';
import { presentPaymentDetail, presentPayments } from '../present-payment.ts';

type PaymentEndpoints = 'payments.list' | 'payments.read' | 'payments.check' | 'payments.confirm' | 'payments.takeBack' | 'payments.cancel' | 'payments.settle' | 'payments.sort' | 'payments.suspend';

export const paymentHandlers: Handlers<PaymentEndpoints> = {
  'payments.list': async ({ page, pageSize, ...asked }) => {
    if (asked.from && asked.to && asked.from > asked.to) throw new AppError('period_invalid', {}, 'to');
    const where = paymentConditions(asked);
    const { rows, count } = await Payment.findAndCountAll({ where, order: mostUrgentFirst, limit: pageSize, offset: (page - 1) * pageSize });
    const paidCents = await Payment.sum('amountCents', { where: { [Op.and]: [where, received] } });
    return { items: await presentPayments(rows), total: count, paidCents: paidCents ?? 0 };
  },
  'payments.read': ({ paymentId }) => read(paymentId),
  'payments.check': async ({ paymentId }, { actor, now }) => {
    await checkPayment({ paymentId, actor, now });
    return read(paymentId);
  },
  'payments.confirm': async ({ paymentId, paidOn }, { actor, now }) => {
    await confirmPayment({ paymentId, paidOn, actor, now });
    return read(paymentId);
  },
  'payments.takeBack': async ({ paymentId, confirmedAt, reason }, { actor, now }) => {
    await takeBackConfirmation({ paymentId, confirmedAt: new Date(confirmedAt), reason, actor, now });
    return read(paymentId);
  },
  'payments.cancel': async ({ paymentId, reason }, { actor, now }) => {
    await cancelPayment({ paymentId, reason, actor, now });
    return read(paymentId);
  },
  'payments.settle': async ({ paymentId, invoiceIds }, { actor, now }) => {
    await settleFromDouble({ paymentId, invoiceIds, actor, now });
    return read(paymentId);
  },
  'payments.sort': async (input, { actor, now }) => {
    await sortPayment({ ...input, actor, now });
    return read(input.paymentId);
  },
  'payments.suspend': async (order, { actor, now }) => {
    await suspendPayments({ ...order, actor, now });
    return {};
  },
};

async function read(paymentId: string): Promise<PaymentDetailDto> {
  const payment = await Payment.findByPk(paymentId);
  if (!payment) throw new AppError('not_found');
  return presentPaymentDetail(payment);
}
