// Why: which invoices an action on many may change, which it leaves and why, and which its undoing may put back.
import { leftReasons, type Declaration, type InvoiceActionKind, type InvoiceState, type LeftReason } from '../contract/states.ts';
import { isPaidThoughWithdrawn, type InvoiceEventKind, type InvoiceFact } from './invoice.ts';

/** More than this at once would hold every other write for too long. */
export const mostAtOnce = 20_000;

export interface Standing { state: InvoiceState; declared: Declaration | null; suspension: string | null; isBeingPaid: boolean }
export interface Left { reason: LeftReason; count: number }

const eventOf = { suspend: 'suspended', resume: 'resumed', withdraw: 'withdrawn', treasury: 'sent_to_treasury' } as const;
const undoneBy = { suspend: 'resumed', resume: 'suspended', withdraw: 'withdrawal_undone', treasury: 'treasury_undone' } as const;
const stateAfter = { suspend: 'unpaid', resume: 'unpaid', withdraw: 'withdrawn', treasury: 'treasury' } as const;

export const actionEvent = (kind: InvoiceActionKind): InvoiceEventKind => eventOf[kind];
export const undoingEvent = (kind: InvoiceActionKind): InvoiceEventKind => undoneBy[kind];

/** Null: the action changes it. What is paid, or perhaps being paid, is never cancelled nor handed over. */
export function whyLeft(kind: InvoiceActionKind, { state, declared, suspension, isBeingPaid }: Standing): LeftReason | null {
  if (state !== 'unpaid') return state;
  if (kind === 'suspend') return suspension === null ? null : 'already_suspended';
  if (kind === 'resume') return suspension === null ? 'not_suspended' : null;
  if (isBeingPaid) return 'being_paid';
  return declared === 'payfip' ? 'reported' : null;
}

/** `events` oldest first. Null: nothing has happened since the action, it may be undone. */
export function whyNotUndone(action: { id: string; kind: InvoiceActionKind }, invoice: { state: InvoiceState; suspension: string | null }, events: (Pick<InvoiceFact, 'id' | 'kind' | 'detail'> & { actionId: string | null })[]): LeftReason | null {
  if (invoice.state === 'withdrawn' && isPaidThoughWithdrawn(events)) return 'paid_since';
  const since = events.slice(events.findLastIndex(({ actionId }) => actionId === action.id) + 1).map(({ kind }) => kind);
  if (since.some((kind) => kind === 'settled' || kind === 'paid_when_withdrawn' || kind === 'paid_twice')) return 'paid_since';
  const isAsLeft = invoice.state === stateAfter[action.kind] && (action.kind === 'suspend' ? invoice.suspension !== null : action.kind !== 'resume' || invoice.suspension === null);
  return since.length === 0 && isAsLeft ? null : 'changed_since';
}

/** The most frequent reasons first. */
export function tally(reasons: LeftReason[]): Left[] {
  const counts = leftReasons.map((reason) => ({ reason, count: reasons.filter((each) => each === reason).length }));
  return counts.filter(({ count }) => count > 0).sort((one, other) => other.count - one.count);
}
