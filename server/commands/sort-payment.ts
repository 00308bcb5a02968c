// A payment received twice, or for an invoice taken away, has been paid back or entered elsewhere: an agent says how.
import { inTransaction } from '../db/database.ts';
import { isTreasuryToBeTold, whatIsToDo } from '../domain/sorting.ts';
import { AppError } from '../errors.ts';
import { Invoice, Payment, PaymentLine } from '../models/index.ts';
import { readDeclaration } from './declare-invoices.ts';
import { refuseOtherInvoices } from './due-again.ts';
import { recordAudit } from './record-audit.ts';

export interface Sorting { paymentId: string; invoiceIds: string[]; settledNumbers: string[]; note: string; actor: string; now: Date }

/** The money stays paid, and the line keeps its outcome; only « what is to be done » ends, and what was held for it is free again. `invoiceIds`: those of its invoices that the agent was asked about; `settledNumbers`: those that it settled, as they saw it. @throws AppError note_empty, not_found, payment_not_to_sort, transition_not_allowed */
export async function sortPayment({ paymentId, invoiceIds, settledNumbers, note, actor, now }: Sorting): Promise<void> {
  const said = note.trim().slice(0, 300);
  if (said === '') throw new AppError('note_empty', {}, 'note');
  await inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    if (payment.toSort === null) throw new AppError('payment_not_to_sort');
    await refuseOtherInvoices(payment, invoiceIds);
    await refuseOtherSettlements(payment, settledNumbers);
    // What is answered about some of its invoices says nothing of the Treasury, that is to be told of others.
    const left = whatIsToDo([], { isAfterTreasury: invoiceIds.length > 0 && isTreasuryToBeTold(payment) });
    await payment.update({ ...left, sortedAt: now });
    await PaymentLine.update({ isAsked: false }, { where: { paymentId } });
    for (const id of invoiceIds) await Invoice.update({ declared: await readDeclaration(id) }, { where: { id } });
    await recordAudit({ actor, action: 'payment_sorted', object: paymentId, detail: said });
  });
}

/** A colleague may have let it settle, meanwhile, what the agent says was given back. */
async function refuseOtherSettlements({ id: paymentId }: Payment, seen: string[]): Promise<void> {
  const lines = await PaymentLine.findAll({ where: { paymentId, outcome: 'settled' }, attributes: ['invoiceId'], raw: true });
  const settled = await Invoice.findAll({ where: { id: lines.map(({ invoiceId }) => invoiceId) }, attributes: ['number'], raw: true });
  if (settled.length !== seen.length || !settled.every(({ number }) => seen.includes(number))) throw new AppError('transition_not_allowed');
}
