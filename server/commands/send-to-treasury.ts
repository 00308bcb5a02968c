// Hands unpaid invoices over to the Treasury, one by one or a whole import. Those that are being paid, or announced as paid, are left.
import { inTransaction } from '../db/database.ts';
import { Invoice } from '../models/index.ts';
import { changeInvoices } from './change-invoices.ts';
import { recordAudit } from './record-audit.ts';
import { weighInvoices } from './weigh-invoices.ts';

export type TreasuryOrder = ({ invoiceIds: string[] } | { batchId: string }) & { actor: string; now: Date };

/** Answers how many changed, and how many were left because of a payment; what is paid, withdrawn or already there is left as it is. */
export function sendToTreasury(order: TreasuryOrder): Promise<{ sent: number; heldBack: number }> {
  return inTransaction(async () => {
    const { actor, now } = order;
    const { changing, changingCents, left } = await weighInvoices('treasury', await wantedIds(order), now);
    const heldBack = left.filter(({ reason }) => reason === 'being_paid' || reason === 'reported').reduce((sum, { count }) => sum + count, 0);
    if (changing.length === 0) return { sent: 0, heldBack };
    await changeInvoices(changing, { kind: 'treasury', reason: '', actionId: null, actor, now });
    await recordAudit({ actor, action: 'invoices_sent_to_treasury', object: 'batchId' in order ? order.batchId : '', detail: `${changing.length} ${changingCents} ` });
    return { sent: changing.length, heldBack };
  });
}

async function wantedIds(order: TreasuryOrder): Promise<string[]> {
  if ('invoiceIds' in order) return order.invoiceIds;
  return (await Invoice.findAll({ where: { batchId: order.batchId, state: 'unpaid' }, attributes: ['id'], raw: true })).map(({ id }) => id);
}
