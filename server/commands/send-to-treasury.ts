// Hands unpaid invoices over to the Treasury, one by one or a whole import. A payment already under way still settles them.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { Invoice } from '../models/index.ts';
import { insertRows } from './insert-rows.ts';
import { recordAudit } from './record-audit.ts';

export type TreasuryOrder = ({ invoiceIds: string[] } | { batchId: string }) & { actor: string; now: Date };

/** Answers how many changed: what is paid, withdrawn or already there is left as it is. */
export function sendToTreasury(order: TreasuryOrder): Promise<number> {
  return inTransaction(async () => {
    const wanted = 'batchId' in order ? { batchId: order.batchId } : { id: order.invoiceIds };
    const invoices = await Invoice.findAll({ where: { ...wanted, state: 'unpaid' }, attributes: ['id'], raw: true });
    if (invoices.length === 0) return 0;
    await Invoice.update({ state: 'treasury' }, { where: { ...wanted, state: 'unpaid' } });
    await insertRows('invoice_events', invoices.map(({ id }) => ({
      id: newId(), invoice_id: id, kind: 'sent_to_treasury', source: 'staff', detail: JSON.stringify({ actor: order.actor }), at: order.now,
    })));
    await recordAudit({ actor: order.actor, action: 'invoices_sent_to_treasury', object: 'batchId' in order ? order.batchId : '', detail: `${invoices.length} invoices` });
    return invoices.length;
  });
}
