// What an action of staff writes of the invoices that it changes, in the transaction of whoever calls: their state, and one fact each.
import type { InvoiceActionKind } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { byChunks } from '../db/by-chunks.ts';
import { actionEvent } from '../domain/invoice-action.ts';
import { Invoice } from '../models/index.ts';
import { insertRows } from './insert-rows.ts';
import type { WeighedInvoice } from './weigh-invoices.ts';

export interface Change { kind: InvoiceActionKind; reason: string; actionId: string | null; actor: string; now: Date }

/** `reason`: the sentence that residents read, of a suspension or a cancellation. `onDone` is told how many are written. */
export async function changeInvoices(invoices: WeighedInvoice[], change: Change, onDone?: (done: number) => void): Promise<void> {
  await byChunks(invoices, async (chunk, done) => {
    await Invoice.update(valuesOf(change), { where: { id: chunk.map(({ id }) => id) } });
    await insertRows('invoice_events', chunk.map((invoice) => ({
      id: newId(), invoice_id: invoice.id, kind: actionEvent(change.kind), source: 'staff', detail: JSON.stringify(detailOf(invoice, change)), at: change.now, action_id: change.actionId,
    })));
    onDone?.(done + chunk.length);
    return [];
  });
}

function valuesOf({ kind, reason }: Change): { suspension: string | null } | { state: 'withdrawn' | 'treasury' } {
  if (kind === 'suspend' || kind === 'resume') return { suspension: kind === 'suspend' ? reason : null };
  return { state: kind === 'withdraw' ? 'withdrawn' : 'treasury' };
}

/** `former`: what the undoing puts back. */
function detailOf({ suspension }: WeighedInvoice, { kind, reason, actor }: Change): Record<string, string | null> {
  if (kind === 'suspend') return { actor, sentence: reason };
  if (kind === 'resume') return { actor, sentence: null, former: suspension };
  return { actor, ...(reason ? { reason } : {}) };
}
