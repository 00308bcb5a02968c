// A fact of an invoice that staff take back: it stays, and a new one undoes it, with the reason.
import type { TakeBack } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { invoiceState, standingFacts } from '../domain/invoice.ts';
import { Invoice, InvoiceEvent } from '../models/index.ts';
import { readDeclaration } from './declare-invoices.ts';
import { factsOfInvoice } from './facts-of-invoice.ts';
import { letOtherPaymentSettle } from './settle-from-double.ts';

export interface Undoing { reason: string; actor: string; now: Date }

const eventOf = { settled: 'settlement_undone', sent_to_treasury: 'treasury_undone', withdrawn: 'withdrawal_undone' } as const;

/** Whoever said that it was paid says so again; what was paid twice may be settled by the other payment. */
export async function undoFact({ id: undone, invoiceId, kind }: { id: string; invoiceId: string; kind: TakeBack }, { reason, actor, now }: Undoing): Promise<void> {
  await InvoiceEvent.create({ id: newId(), invoiceId, kind: eventOf[kind], source: 'staff', detail: JSON.stringify({ actor, reason, undone }), at: now });
  // Its own fact may stand before those of a clock that was put back since.
  const isSettled = kind === 'settled' && (await letOtherPaymentSettle(invoiceId, { actor, now }));
  const state = isSettled ? 'paid' : invoiceState(standingFacts(await factsOfInvoice(invoiceId)).map((fact) => fact.kind));
  await Invoice.update({ state, declared: state === 'paid' ? null : await readDeclaration(invoiceId) }, { where: { id: invoiceId } });
}
