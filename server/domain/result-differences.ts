// Why: what a result says otherwise than the attempt, in words for staff.
import { formatEuros } from '../contract/format.ts';
import type { Difference, PaymentResult, SentPayment } from './payfip-result.ts';

const names: Record<Difference, string> = { numcli: 'le numéro de client', refdet: 'la référence', montant: 'le montant', saisie: 'le mode' };
const modes: Record<string, string> = { T: 'essai', X: 'activation', W: 'production', A: 'production', M: 'production' };

/** « le montant : 1,00 € au lieu de 200,11 €, le mode : essai au lieu de production ». */
export function differenceWords(differences: Difference[], result: PaymentResult, sent: SentPayment): string {
  return differences.map((name) => `${names[name]}\u00a0: ${shown(name, result[name])} au lieu de ${shown(name, String(sent[name]))}`).join(', ');
}

/** Anyone may have written it: a few letters of it at most. */
function shown(name: Difference, value: string): string {
  if (name === 'montant' && /^\d{1,9}$/.test(value)) return formatEuros(Number(value));
  return (name === 'saisie' ? modes[value] : undefined) ?? (value === '' ? 'rien' : `«\u00a0${value.slice(0, 40)}\u00a0»`);
}

/** The list of letters is open (payfip.md §1). */
export const unknownLetterWords = (letter: string): string => `PayFiP a répondu «\u00a0${letter.slice(0, 40)}\u00a0», que ce portail ne connaît pas.`;
