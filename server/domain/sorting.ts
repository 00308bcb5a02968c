// Why: what staff are to do of a payment whose money settles something else than was expected, and in which words they read it.
import type { LineOutcome, SortReason } from '../contract/states.ts';

/** As a payment keeps it: null when nothing is to be done. */
export interface ToDo { toSort: SortReason | null; problem: string | null }

export const afterActivation: ToDo = {
  toSort: 'activation', problem: 'Paiement d’activation\u00a0: l’argent est réellement débité et la facture n’est pas réglée. Remboursez-le, ou réglez la facture à la main.',
};

const afterOutcome: Partial<Record<LineOutcome, ToDo>> = {
  paid_twice: { toSort: 'paid_twice', problem: 'Double paiement\u00a0: une facture était déjà réglée. Remboursez ou imputez ce règlement.' },
  not_payable_any_more: { toSort: 'withdrawn', problem: 'Une facture a été annulée avant ce paiement. Remboursez ou imputez ce règlement.' },
};

const afterTreasury = {
  toSort: 'after_treasury' as const, problem: 'Payé après la transmission en trésorerie\u00a0: prévenez-la, elle ne doit plus réclamer cette facture.',
};

/** It was paid after the Treasury had it, and nobody has said yet that the Treasury was told. */
export const isTreasuryToBeTold = ({ problem }: { problem: string | null }): boolean => problem?.includes(afterTreasury.problem) ?? false;

/** What is to be told to the Treasury; null when nothing is. */
export const treasuryWarning = (payment: { problem: string | null }): string | null => (isTreasuryToBeTold(payment) ? afterTreasury.problem : null);

/** The most pressing first. `isAfterTreasury`: of a régie alone, for the Treasury knows by itself what is paid of its titres and rôles. */
export function whatIsToDo(outcomes: (LineOutcome | null)[], { isAfterTreasury }: { isAfterTreasury: boolean }): ToDo {
  const unexpected = (['paid_twice', 'not_payable_any_more'] as const).flatMap((outcome) => (outcomes.includes(outcome) ? afterOutcome[outcome] ?? [] : []));
  const toDo = isAfterTreasury ? [...unexpected, afterTreasury] : unexpected;
  return { toSort: toDo[0]?.toSort ?? null, problem: toDo.map(({ problem }) => problem).join(' ') || null };
}
