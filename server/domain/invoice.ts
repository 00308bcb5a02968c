// Why: what can happen to an invoice, and how its state follows from what happened.
import type { InvoiceState } from '../contract/schemas.ts';

/** The last line changes no state: what was said, not what is proved. */
export type InvoiceEventKind =
  | 'published' | 'settled' | 'sent_to_treasury' | 'withdrawn'
  | 'declared_by_resident' | 'undeclared_by_resident' | 'reported_paid' | 'report_denied' | 'paid_twice' | 'paid_when_withdrawn' | 'suspended' | 'resumed';

const stateAfter: Partial<Record<InvoiceEventKind, InvoiceState>> = {
  published: 'unpaid',
  settled: 'paid',
  sent_to_treasury: 'treasury',
  withdrawn: 'withdrawn',
};

/** State of an invoice from the kinds of its events, oldest first. */
export function invoiceState(kinds: InvoiceEventKind[]): InvoiceState {
  return kinds.map((kind) => stateAfter[kind]).findLast((state) => state !== undefined) ?? 'unpaid';
}

/** The facts that an imported line in a given state brings, oldest first. */
export function eventsOfImportedState(state: InvoiceState): InvoiceEventKind[] {
  const later: Partial<Record<InvoiceState, InvoiceEventKind>> = { paid: 'settled', treasury: 'sent_to_treasury' };
  const event = later[state];
  return event ? ['published', event] : ['published'];
}

/** True when the day of `now` (in France) is past the due day. */
export function isOverdue(invoice: { state: InvoiceState; dueOn: string | null }, today: string): boolean {
  return invoice.state === 'unpaid' && invoice.dueOn !== null && invoice.dueOn < today;
}
