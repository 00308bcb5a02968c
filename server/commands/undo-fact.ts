// A fact of an invoice that staff take back: it stays, and a new one undoes it, with the reason.
import type { TakeBack } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { invoiceDeclaration, invoiceState, standingFacts, takeBackOf, type InvoiceFact } from '../domain/invoice.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent } from '../models/index.ts';
import { isReported } from './declare-invoices.ts';
import { factsOfInvoice } from './facts-of-invoice.ts';
import { letOtherPaymentSettle } from './settle-from-double.ts';

export interface Undoing { what: TakeBack; reason: string; actor: string; now: Date }

const eventOf = { settled: 'settlement_undone', sent_to_treasury: 'treasury_undone', withdrawn: 'withdrawal_undone' } as const;

/** The latest one of that kind that stands. @throws AppError not_found, transition_not_allowed */
export async function factToUndo(invoiceId: string, what: TakeBack): Promise<InvoiceFact> {
  const invoice = await Invoice.findByPk(invoiceId);
  if (!invoice) throw new AppError('not_found');
  const events = await factsOfInvoice(invoiceId);
  const fact = standingFacts(events).findLast(({ kind }) => kind === what);
  if (!fact || takeBackOf(invoice.state, events) !== what) throw new AppError('transition_not_allowed');
  return fact;
}

/** Whoever said that it was paid says so again; what was paid twice may be settled by the other payment. @throws AppError not_found, transition_not_allowed */
export async function undoFact(invoiceId: string, { what, reason, actor, now }: Undoing): Promise<void> {
  const { id: undone } = await factToUndo(invoiceId, what);
  await InvoiceEvent.create({ id: newId(), invoiceId, kind: eventOf[what], source: 'staff', detail: JSON.stringify({ actor, reason, undone }), at: now });
  // Its own fact may stand before those of a clock that was put back since.
  const isSettled = what === 'settled' && (await letOtherPaymentSettle(invoiceId, { actor, now }));
  const kinds = standingFacts(await factsOfInvoice(invoiceId)).map(({ kind }) => kind);
  const state = isSettled ? 'paid' : invoiceState(kinds);
  await Invoice.update({ state, declared: state === 'paid' ? null : invoiceDeclaration(kinds, await isReported(invoiceId)) }, { where: { id: invoiceId } });
}
