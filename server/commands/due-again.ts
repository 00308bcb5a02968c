// A payment received twice, that staff have dealt with, and whose invoice nothing settles any more: what counts is asked of them again, and the invoice is held until they answer.
import { isTreasuryToBeTold, whatIsToDo } from '../domain/sorting.ts';
import { AppError } from '../errors.ts';
import { Invoice, Payment, PaymentLine } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** Its invoices of which staff are to say whether it settles them. */
export async function dueAgain({ id: paymentId }: Pick<Payment, 'id'>): Promise<Pick<Invoice, 'id' | 'number' | 'amountCents'>[]> {
  const asked = await PaymentLine.findAll({ where: { paymentId, isAsked: true }, attributes: ['invoiceId'], raw: true });
  return Invoice.findAll({ where: { id: asked.map(({ invoiceId }) => invoiceId) }, attributes: ['id', 'number', 'amountCents'], order: [['number', 'ASC']], raw: true });
}

/** What an agent answers is about the invoices that they have seen, no other. @throws AppError transition_not_allowed */
export async function refuseOtherInvoices(payment: Pick<Payment, 'id'>, invoiceIds: string[]): Promise<void> {
  const asked = (await dueAgain(payment)).map(({ id }) => id);
  if (asked.length !== invoiceIds.length || !asked.every((id) => invoiceIds.includes(id))) throw new AppError('transition_not_allowed');
}

export async function askAgain(payment: Payment, { invoiceId, actor }: { invoiceId: string; actor: string }): Promise<void> {
  await PaymentLine.update({ isAsked: true }, { where: { paymentId: payment.id, invoiceId } });
  await payment.update(whatIsToDo(['paid_twice'], { isAfterTreasury: isTreasuryToBeTold(payment) }));
  await recordAudit({ actor, action: 'payment_asked_again', object: payment.id });
}

/** Once the invoice is settled: nothing more is asked of it. */
export async function askNoMore(invoiceId: string): Promise<void> {
  const lines = await PaymentLine.findAll({ where: { invoiceId, isAsked: true }, attributes: ['paymentId'], raw: true });
  if (lines.length === 0) return;
  await PaymentLine.update({ isAsked: false }, { where: { invoiceId } });
  for (const payment of await Payment.findAll({ where: { id: lines.map(({ paymentId }) => paymentId) } })) {
    const left = (await dueAgain(payment)).map(() => 'paid_twice' as const);
    await payment.update(whatIsToDo(left, { isAfterTreasury: isTreasuryToBeTold(payment) }));
  }
}
