// Why: what is still owed stays in the sum even when it cannot be paid on line for now; the words beside the sum say so.
import { formatCount } from '../contract/format.ts';
import type { StateTotalRead } from '../db/reads.ts';

/** How many of the invoices to settle have their payment suspended. */
export const suspendedAmong = (unpaid: StateTotalRead | undefined, portalSuspension: string | null): number =>
  (portalSuspension === null ? unpaid?.suspendedCount : unpaid?.openCount) ?? 0;

/** To follow a sum of `due` invoices; '' when there is nothing to say. */
export function suspendedWords(suspended: number, due: number): string {
  if (suspended === 0 || due === 0) return '';
  if (suspended === due) return `${due === 1 ? 'son' : 'leur'} paiement en ligne est suspendu`;
  return `dont ${formatCount(suspended, 'facture')} à paiement en ligne suspendu`;
}
