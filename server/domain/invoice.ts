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

/** Below this amount the Treasury's payment page refuses (TIPI and PayFiP). In cents. */
const minimumOnlineCents = 100;

/** In words, why the invoice cannot be paid on line; null when nothing is to be paid. */
export function whyNotPayable(invoice: { state: InvoiceState; directDebit: boolean; amountCents: number; hasDocument: boolean }): string | null {
  if (invoice.state === 'paid' || invoice.state === 'withdrawn') return null;
  if (invoice.state === 'treasury') {
    return 'Cette facture a été transmise en trésorerie\u00a0: un avis de somme à payer vous est adressé par courrier pour procéder au règlement.';
  }
  if (invoice.directDebit) return 'Ma facture est en prélèvement automatique.';
  if (invoice.amountCents < minimumOnlineCents) return 'Son montant est inférieur à 1\u00a0€\u00a0: elle ne peut pas être payée en ligne.';
  return `Le paiement en ligne n’est pas encore ouvert sur ce portail. ${invoice.hasDocument ? 'Réglez cette facture comme indiqué sur le PDF.' : 'Réglez cette facture auprès du service.'}`;
}
