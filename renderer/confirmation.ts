// Why: a payment is confirmed by hand only after reading whose it is: the invoices, the household and the amount are named.
import { formatCount, formatEuros } from '../server/contract/format.ts';

export interface Confirmed { invoiceNumbers: string[]; payerNames: string[]; amountCents: number }

/** The question, its effect, its button, and what is said once it is done. */
export function confirmationOf({ invoiceNumbers: numbers, payerNames, amountCents }: Confirmed): { title: string; text: string; action: string; done: string } {
  const isOne = numbers.length === 1;
  const invoices = isOne ? `la facture ${numbers[0]}` : `les factures ${numbers.join(', ')}`;
  return {
    title: 'Confirmer le paiement\u00a0?',
    text: `${formatEuros(amountCents)} de ${payerNames.join(', ')}, pour ${invoices}. Vérifiez-le sur le ticket PayFiP ou le relevé de la trésorerie.`,
    action: `Confirmer, et marquer ${formatCount(numbers.length, 'facture réglée', 'factures réglées')}`,
    done: `Paiement confirmé\u00a0: ${isOne ? 'la facture est réglée' : 'les factures sont réglées'}.`,
  };
}
