// Staff take back what they did of an invoice by hand: a settlement at the desk, a payment that they confirmed, a transmission to the Treasury, a cancellation.
// They name the very fact that they had in front of them: by now another one may stand in its place, and be right.
import { inTransaction } from '../db/database.ts';
import { factToTakeBack, isUndone, paymentOf } from '../domain/invoice.ts';
import { AppError } from '../errors.ts';
import { AuditEntry, Invoice, Payment } from '../models/index.ts';
import { factsOfInvoice } from './facts-of-invoice.ts';
import { recordAudit } from './record-audit.ts';
import { tellOfInvoices } from './tell-of-invoices.ts';
import { isOnWordOfAgent, undoConfirmation } from './undo-confirmation.ts';
import { undoFact, type Undoing } from './undo-fact.ts';

export interface TakingBack extends Undoing { invoiceId: string; factId: string; tellsResidents?: boolean }

const auditOf = { settled: 'invoice_settlement_undone', sent_to_treasury: 'invoice_treasury_undone', withdrawn: 'invoice_withdrawal_undone' } as const;

/** A confirmation is taken back with all that it settled. Said twice, it is done once. @throws AppError reason_empty, not_found, transition_not_allowed */
export async function takeBack({ invoiceId, factId, reason, tellsResidents = false, actor, now }: TakingBack): Promise<void> {
  const undoing = { reason: checkReason(reason), actor, now };
  await inTransaction(async () => {
    const invoice = await Invoice.findByPk(invoiceId);
    if (!invoice) throw new AppError('not_found');
    const facts = await factsOfInvoice(invoiceId);
    if (isUndone(facts, factId)) return;
    const fact = factToTakeBack(invoice.state, facts);
    if (fact?.id !== factId) throw new AppError('transition_not_allowed');
    if (fact.source === 'url-confirmed') return undoConfirmation(await Payment.findByPk(paymentOf(fact) ?? '', { rejectOnEmpty: true }), undoing);
    await undoFact(fact, undoing);
    if (tellsResidents && fact.kind === 'withdrawn') await tellOfInvoices([invoice], { change: 'restored', reason: undoing.reason, key: factId });
    await recordAudit({ actor, action: auditOf[fact.kind], object: invoiceId, detail: undoing.reason });
  });
}

/** `confirmedAt`: when the payment in front of the agent was confirmed. */
export interface ConfirmationTakenBack extends Undoing { paymentId: string; confirmedAt: Date }

/** From the payment itself: one that came second has settled nothing by which it could be found. Said twice, it is done once. @throws AppError reason_empty, not_found, payment_not_confirmed_by_hand */
export async function takeBackConfirmation({ paymentId, confirmedAt, reason, actor, now }: ConfirmationTakenBack): Promise<void> {
  const undoing = { reason: checkReason(reason), actor, now };
  await inTransaction(async () => {
    const payment = await Payment.findByPk(paymentId);
    if (!payment) throw new AppError('not_found');
    if (payment.state !== 'paid' && (await AuditEntry.count({ where: { action: 'payment_unconfirmed', object: paymentId } })) > 0) return;
    if (payment.settledAt?.getTime() !== confirmedAt.getTime() || !(await isOnWordOfAgent(payment))) throw new AppError('payment_not_confirmed_by_hand');
    await undoConfirmation(payment, undoing);
  });
}

function checkReason(reason: string): string {
  const said = reason.trim().slice(0, 300);
  if (said === '') throw new AppError('reason_empty', {}, 'reason');
  return said;
}
