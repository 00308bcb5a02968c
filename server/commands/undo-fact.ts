// A fact of an invoice that staff take back: it stays, and a new one undoes it, with the reason.
import { Op } from 'sequelize';
import type { TakeBack } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { invoiceDeclaration, invoiceState, paymentOf, standingFacts, takeBackOf, type InvoiceFact } from '../domain/invoice.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent, Payment, PaymentLine } from '../models/index.ts';
import { isReported } from './declare-invoices.ts';
import { whatIsToDo } from './settle-invoices.ts';

export interface Undoing { what: TakeBack; reason: string; actor: string; now: Date }

const eventOf = { settled: 'settlement_undone', sent_to_treasury: 'treasury_undone', withdrawn: 'withdrawal_undone' } as const;

/** The latest one of that kind that stands. @throws AppError not_found, transition_not_allowed */
export async function factToUndo(invoiceId: string, what: TakeBack): Promise<InvoiceFact> {
  const invoice = await Invoice.findByPk(invoiceId);
  if (!invoice) throw new AppError('not_found');
  const events = await eventsOf(invoiceId);
  const fact = standingFacts(events).findLast(({ kind }) => kind === what);
  if (!fact || takeBackOf(invoice.state, events) !== what) throw new AppError('transition_not_allowed');
  return fact;
}

/** Whoever said that it was paid says so again; what was paid twice is settled by the other payment. @throws AppError not_found, transition_not_allowed */
export async function undoFact(invoiceId: string, { what, reason, actor, now }: Undoing): Promise<void> {
  const { id: undone } = await factToUndo(invoiceId, what);
  await InvoiceEvent.create({ id: newId(), invoiceId, kind: eventOf[what], source: 'staff', detail: JSON.stringify({ actor, reason, undone }), at: now });
  if (what === 'settled') await letOtherPaymentSettle(invoiceId, now);
  const kinds = standingFacts(await eventsOf(invoiceId)).map(({ kind }) => kind);
  const state = invoiceState(kinds);
  await Invoice.update({ state, declared: state === 'paid' ? null : invoiceDeclaration(kinds, await isReported(invoiceId)) }, { where: { id: invoiceId } });
}

/** Its money came, and waits for staff as a double payment: it was the only one. What they have dealt with already, given back or entered elsewhere, settles nothing any more. */
async function letOtherPaymentSettle(invoiceId: string, now: Date): Promise<void> {
  for (const fact of standingFacts(await eventsOf(invoiceId)).filter(({ kind }) => kind === 'paid_twice')) {
    const payment = await Payment.findOne({ where: { id: paymentOf(fact) ?? '', state: 'paid', toSort: { [Op.ne]: null } } });
    if (!payment) continue;
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'settled', source: fact.source, detail: JSON.stringify({ ...JSON.parse(fact.detail), replaces: fact.id }), at: now });
    await PaymentLine.update({ outcome: 'settled' }, { where: { paymentId: payment.id, invoiceId } });
    const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
    const isAfterTreasury = payment.kind === 'regie' && (await wereAtTreasury(lines.filter(({ outcome }) => outcome === 'settled').map((line) => line.invoiceId)));
    await payment.update(whatIsToDo(lines.map(({ outcome }) => outcome), { isAfterTreasury }));
    return;
  }
}

async function wereAtTreasury(invoiceIds: string[]): Promise<boolean> {
  for (const invoiceId of invoiceIds) if (standingFacts(await eventsOf(invoiceId)).some(({ kind }) => kind === 'sent_to_treasury')) return true;
  return false;
}

export const eventsOf = (invoiceId: string) => InvoiceEvent.findAll({ where: { invoiceId }, order: [['at', 'ASC']], raw: true });
