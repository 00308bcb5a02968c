// Hands unpaid invoices over to the Treasury, one by one or a whole import. Those that are being paid, or announced as paid, are left.
import { literal, Op, type WhereOptions } from 'sequelize';
import { newId } from '../crypto/tokens.ts';
import { database, inTransaction } from '../db/database.ts';
import { Invoice } from '../models/index.ts';
import { insertRows } from './insert-rows.ts';
import { recordAudit } from './record-audit.ts';

export type TreasuryOrder = ({ invoiceIds: string[] } | { batchId: string }) & { actor: string; now: Date };

/** Answers how many changed, and how many were left because of a payment; what is paid, withdrawn or already there is left as it is. */
export function sendToTreasury(order: TreasuryOrder): Promise<{ sent: number; heldBack: number }> {
  return inTransaction(async () => {
    const wanted = 'batchId' in order ? { batchId: order.batchId } : { id: order.invoiceIds };
    const unpaid = await Invoice.count({ where: { ...wanted, state: 'unpaid' } });
    const where: WhereOptions = { [Op.and]: [wanted, { state: 'unpaid', declared: { [Op.or]: [null, 'resident'] }, id: { [Op.notIn]: literal(invoicesBeingPaid(order.now)) } }] };
    const invoices = await Invoice.findAll({ where, attributes: ['id'], raw: true });
    const heldBack = unpaid - invoices.length;
    if (invoices.length === 0) return { sent: 0, heldBack };
    await Invoice.update({ state: 'treasury' }, { where });
    await insertRows('invoice_events', invoices.map(({ id }) => ({
      id: newId(), invoice_id: id, kind: 'sent_to_treasury', source: 'staff', detail: JSON.stringify({ actor: order.actor }), at: order.now,
    })));
    await recordAudit({ actor: order.actor, action: 'invoices_sent_to_treasury', object: 'batchId' in order ? order.batchId : '', detail: `${invoices.length} invoices` });
    return { sent: invoices.length, heldBack };
  });
}

const invoicesBeingPaid = (now: Date) => `(SELECT l.invoice_id FROM payment_lines l JOIN payments p ON p.id = l.payment_id WHERE l.is_live = 1 AND p.live_until > ${database().escape(now)})`;
