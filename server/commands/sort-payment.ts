// A payment received twice, or for an invoice taken away, has been paid back or entered elsewhere: an agent says how.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Invoice, Payment, PaymentLine } from '../models/index.ts';
import { readDeclaration } from './declare-invoices.ts';
import { refuseOtherInvoices } from './due-again.ts';
import { recordAudit } from './record-audit.ts';

/** The money stays paid, and the line keeps its outcome; only « what is to be done » ends, and what was held for it is free again. `invoiceIds`: those of its invoices that the agent was asked about. @throws AppError note_empty, not_found, payment_not_to_sort, transition_not_allowed */
export async function sortPayment({ paymentId, invoiceIds, note, actor, now }: { paymentId: string; invoiceIds: string[]; note: string; actor: string; now: Date }): Promise<void> {
  const said = note.trim().slice(0, 300);
  if (said === '') throw new AppError('note_empty', {}, 'note');
  await inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    if (payment.toSort === null) throw new AppError('payment_not_to_sort');
    await refuseOtherInvoices(payment, invoiceIds);
    await payment.update({ toSort: null, sortedAt: now, problem: null });
    await PaymentLine.update({ isAsked: false }, { where: { paymentId } });
    for (const id of invoiceIds) await Invoice.update({ declared: await readDeclaration(id) }, { where: { id } });
    await recordAudit({ actor, action: 'payment_sorted', object: paymentId, detail: said });
  });
}
