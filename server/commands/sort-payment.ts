// A payment received twice, or for an invoice taken away, has been paid back or entered elsewhere: an agent says how.
import { Op } from 'sequelize';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Payment, PaymentLine } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** The money stays paid, and the line keeps its outcome; only « what is to be done » ends. @throws AppError reason_empty, not_found, payment_not_to_sort */
export async function sortPayment({ paymentId, note, actor }: { paymentId: string; note: string; actor: string }): Promise<void> {
  const said = note.trim().slice(0, 300);
  if (said === '') throw new AppError('reason_empty', {}, 'note');
  await inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    const unexpected = await PaymentLine.count({ where: { paymentId, outcome: { [Op.in]: ['paid_twice', 'not_payable_any_more'] } } });
    if (unexpected === 0 || payment.problem === null) throw new AppError('payment_not_to_sort');
    await payment.update({ problem: null });
    await recordAudit({ actor, action: 'payment_sorted', object: paymentId, detail: said });
  });
}
