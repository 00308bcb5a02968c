// Why: what can happen to an invoice, and how its state follows from what happened.
import type { Declaration, InvoiceState, TakeBack, UnpaidAge } from '../contract/states.ts';
import { addDays } from './days.ts';

/** The last two lines change no state: what was said, not what is proved. */
export type InvoiceEventKind =
  | 'published' | 'settled' | 'sent_to_treasury' | 'withdrawn' | 'settlement_undone' | 'treasury_undone' | 'withdrawal_undone'
  | 'declared_by_resident' | 'undeclared_by_resident' | 'reported_paid' | 'declaration_denied' | 'report_denied' | 'paid_twice' | 'paid_when_withdrawn' | 'suspended' | 'resumed'
  | 'document_replaced';

const stateAfter: Partial<Record<InvoiceEventKind, InvoiceState>> = {
  settled: 'paid',
  sent_to_treasury: 'treasury',
  withdrawn: 'withdrawn',
};

/** What a fact takes back: the latest of that kind counts no more. */
const takenBackBy: Partial<Record<InvoiceEventKind, TakeBack>> = { settlement_undone: 'settled', treasury_undone: 'sent_to_treasury', withdrawal_undone: 'withdrawn' };

/** State of an invoice from the kinds of its events, oldest first. */
export function invoiceState(kinds: InvoiceEventKind[]): InvoiceState {
  return standingKinds(kinds).map((kind) => stateAfter[kind]).findLast((state) => state !== undefined) ?? 'unpaid';
}

function standingKinds(kinds: InvoiceEventKind[]): InvoiceEventKind[] {
  const standing: InvoiceEventKind[] = [];
  for (const kind of kinds) {
    const former = takenBackBy[kind];
    if (!former) standing.push(kind);
    else if (standing.includes(former)) standing.splice(standing.lastIndexOf(former), 1);
  }
  return standing;
}

/** An agent's word: at the desk, or from a ticket or a statement. */
const sourcesByHand = ['staff', 'url-confirmed'];

/** `detail`: JSON, or a sentence. What undoes a fact, or says it anew, names it there; what a payment did names the payment. */
export interface InvoiceFact { id: string; kind: InvoiceEventKind; source: string; detail: string }

interface NamedInDetail { undone?: string; replaces?: string; payment?: string }
const namedIn = ({ detail }: Pick<InvoiceFact, 'detail'>): NamedInDetail => (detail.startsWith('{') ? JSON.parse(detail) : {});

/** Neither what was undone, nor what undoes, nor what was said anew: each names its fact, for the order of the dates would not, when a clock was put back. */
export function standingFacts<F extends Pick<InvoiceFact, 'id' | 'detail'>>(facts: F[]): F[] {
  const past = new Set(facts.flatMap((fact) => [namedIn(fact).undone, namedIn(fact).replaces]));
  return facts.filter((fact) => !past.has(fact.id) && namedIn(fact).undone === undefined);
}

/** Those that no other fact says anew: a household reads each thing once. */
export function withoutReplaced<F extends Pick<InvoiceFact, 'id' | 'detail'>>(facts: F[]): F[] {
  const replaced = new Set(facts.map((fact) => namedIn(fact).replaces));
  return facts.filter(({ id }) => !replaced.has(id));
}

/** It was taken back already. */
export const isUndone = (facts: Pick<InvoiceFact, 'detail'>[], id: string): boolean => facts.some((fact) => namedIn(fact).undone === id);

/** It settles what had been paid by something else first. */
export const isSaidAnew = (fact: Pick<InvoiceFact, 'detail'>): boolean => namedIn(fact).replaces !== undefined;

/** The payment that did it; null when none did. */
export const paymentOf = (fact: Pick<InvoiceFact, 'detail'>): string | null => namedIn(fact).payment ?? null;

/** An agent confirmed that payment, and it counts. */
export const isConfirmedByHand = (facts: InvoiceFact[], paymentId: string): boolean =>
  standingFacts(facts).some((fact) => fact.source === 'url-confirmed' && paymentOf(fact) === paymentId);

/** Cancelled, it was paid all the same: whatever the dates say, for a clock may have been put back. */
export const isPaidThoughWithdrawn = (facts: Pick<InvoiceFact, 'id' | 'kind' | 'detail'>[]): boolean =>
  standingFacts(facts).some(({ kind }) => kind === 'settled' || kind === 'paid_when_withdrawn');

/** What staff may take back: what was done last, by hand. What PayFiP has proved stays; what was paid twice, the other payment may then settle. */
export function factToTakeBack<F extends InvoiceFact>(state: InvoiceState, facts: F[]): (F & { kind: TakeBack }) | null {
  const standing = standingFacts(facts);
  const latest = (what: TakeBack) => standing.findLast((fact): fact is F & { kind: TakeBack } => fact.kind === what) ?? null;
  if (state === 'treasury') return latest('sent_to_treasury');
  if (state === 'withdrawn') return isPaidThoughWithdrawn(facts) ? null : latest('withdrawn');
  const isByHand = standing.every(({ kind, source }) => kind !== 'settled' || sourcesByHand.includes(source));
  return state === 'paid' && isByHand ? latest('settled') : null;
}

/** Who says that it is paid, once nothing proves it any more. `isHeld`: a payment announced without proof, or received twice, waits for staff. */
export function invoiceDeclaration(kinds: InvoiceEventKind[], isHeld: boolean): Declaration | null {
  if (isHeld) return 'payfip';
  const said = kinds.findLast((kind) => ['declared_by_resident', 'undeclared_by_resident', 'declaration_denied'].includes(kind));
  return said === 'declared_by_resident' ? 'resident' : null;
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

const lateDays = [['under_30', 30], ['under_60', 60], ['under_90', 90]] as const;

/** How late an unpaid invoice is on `today`; the last day to pay is not late. */
export function unpaidAge(dueOn: string | null, today: string): UnpaidAge {
  if (dueOn === null || dueOn >= today) return 'not_due';
  return lateDays.find(([, days]) => dueOn > addDays(today, -days))?.[0] ?? 'over_90';
}
