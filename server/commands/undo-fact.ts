// A fact of an invoice that staff take back: it stays, and a new one undoes it, with the reason.
import type { TakeBack } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { invoiceDeclaration, invoiceState, standingFacts, takeBackOf, type InvoiceFact } from '../domain/invoice.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent } from '../models/index.ts';
import { isReported } from './declare-invoices.ts';

export interface Undoing { what: TakeBack; reason: string; actor: string; now: Date }

const eventOf = { settled: 'settlement_undone', sent_to_treasury: 'treasury_undone', withdrawn: 'withdrawal_undone' } as const;

/** The latest one of that kind that stands. @throws AppError not_found, transition_not_allowed, paid_again_since */
export async function factToUndo(invoiceId: string, what: TakeBack): Promise<InvoiceFact> {
  const invoice = await Invoice.findByPk(invoiceId);
  if (!invoice) throw new AppError('not_found');
  const events = await eventsOf(invoiceId);
  const standing = standingFacts(events);
  const fact = standing.findLast(({ kind }) => kind === what);
  if (fact && takeBackOf(invoice.state, events) === what) return fact;
  throw new AppError(what === 'settled' && standing.some(({ kind }) => kind === 'paid_twice') ? 'paid_again_since' : 'transition_not_allowed');
}

/** Whoever said that it was paid says so again. @throws AppError not_found, transition_not_allowed, paid_again_since */
export async function undoFact(invoiceId: string, { what, reason, actor, now }: Undoing): Promise<void> {
  const { id: undone } = await factToUndo(invoiceId, what);
  await InvoiceEvent.create({ id: newId(), invoiceId, kind: eventOf[what], source: 'staff', detail: JSON.stringify({ actor, reason, undone }), at: now });
  const kinds = standingFacts(await eventsOf(invoiceId)).map(({ kind }) => kind);
  await Invoice.update({ state: invoiceState(kinds), declared: invoiceDeclaration(kinds, await isReported(invoiceId)) }, { where: { id: invoiceId } });
}

export const eventsOf = (invoiceId: string) => InvoiceEvent.findAll({ where: { invoiceId }, order: [['at', 'ASC']], raw: true });
