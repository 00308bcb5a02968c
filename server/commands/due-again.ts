// A payment received twice, that staff have dealt with, and whose invoice nothing settles any more: what counts is asked of them again, and the invoice is held until they answer.
import { Op } from 'sequelize';
import { dueStates } from '../domain/invoice.ts';
import { whatIsToDo } from '../domain/sorting.ts';
import { Invoice, Payment, PaymentLine } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** Invoices that it paid as a second payment, and that nothing settles any more. */
export async function dueAgain({ id, state, toSort }: Payment): Promise<Pick<Invoice, 'id' | 'number' | 'amountCents'>[]> {
  if (state !== 'paid' || toSort !== 'paid_twice') return [];
  const lines = await PaymentLine.findAll({ where: { paymentId: id, outcome: 'paid_twice' }, attributes: ['invoiceId'], raw: true });
  return Invoice.findAll({ where: { id: lines.map(({ invoiceId }) => invoiceId), state: dueStates }, attributes: ['id', 'number', 'amountCents'], order: [['number', 'ASC']], raw: true });
}

export async function askAgain(payment: Payment, actor: string): Promise<void> {
  await payment.update(whatIsToDo(['paid_twice'], { isAfterTreasury: false }));
  await recordAudit({ actor, action: 'payment_asked_again', object: payment.id });
}

/** Once the invoice is settled again: nothing more is asked, unless another invoice of the same payment is still due. */
export async function askNoMore(invoiceId: string): Promise<void> {
  const lines = await PaymentLine.findAll({ where: { invoiceId, outcome: 'paid_twice' }, attributes: ['paymentId'], raw: true });
  const asked = await Payment.findAll({ where: { id: lines.map(({ paymentId }) => paymentId), state: 'paid', toSort: 'paid_twice', sortedAt: { [Op.ne]: null } } });
  for (const payment of asked) if ((await dueAgain(payment)).length === 0) await payment.update({ toSort: null, problem: null });
}
