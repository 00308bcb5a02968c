// Staff take back what they did of an invoice by hand: a settlement at the desk, a payment that they confirmed, a transmission to the Treasury, a cancellation.
import type { TakeBack } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { paymentOf } from '../domain/invoice.ts';
import { AppError } from '../errors.ts';
import { Invoice, Payment } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';
import { tellOfInvoices } from './tell-of-invoices.ts';
import { isOnWordOfAgent, undoConfirmation } from './undo-confirmation.ts';
import { factToUndo, undoFact } from './undo-fact.ts';

export interface TakingBack { invoiceId: string; what: TakeBack; reason: string; tellsResidents?: boolean; actor: string; now: Date }

const auditOf = { settled: 'invoice_settlement_undone', sent_to_treasury: 'invoice_treasury_undone', withdrawn: 'invoice_withdrawal_undone' } as const;

/** A confirmation is taken back with all that it settled. @throws AppError reason_empty, not_found, transition_not_allowed */
export async function takeBack({ invoiceId, reason, tellsResidents = false, ...order }: TakingBack): Promise<void> {
  const said = checkReason(reason);
  await inTransaction(async () => {
    const fact = await factToUndo(invoiceId, order.what);
    if (fact.source === 'url-confirmed') return undoConfirmation(await Payment.findByPk(paymentOf(fact) ?? '', { rejectOnEmpty: true }), { ...order, reason: said });
    await undoFact(invoiceId, { ...order, reason: said });
    if (tellsResidents && order.what === 'withdrawn') await tellOfInvoices(await Invoice.findAll({ where: { id: invoiceId } }), { change: 'restored', reason: said, key: fact.id });
    await recordAudit({ actor: order.actor, action: auditOf[order.what], object: invoiceId, detail: said });
  });
}

/** From the payment itself: one that came second has settled nothing by which it could be found. @throws AppError reason_empty, not_found, payment_not_confirmed_by_hand */
export async function takeBackConfirmation({ paymentId, reason, actor, now }: { paymentId: string; reason: string; actor: string; now: Date }): Promise<void> {
  const said = checkReason(reason);
  await inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    if (!(await isOnWordOfAgent(payment))) throw new AppError('payment_not_confirmed_by_hand');
    await undoConfirmation(payment, { reason: said, actor, now });
  });
}

function checkReason(reason: string): string {
  const said = reason.trim().slice(0, 300);
  if (said === '') throw new AppError('reason_empty', {}, 'reason');
  return said;
}
