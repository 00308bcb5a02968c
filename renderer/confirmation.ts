// Why: a payment is confirmed by hand, or that confirmation taken back, only after reading what follows: the invoices, the household and the amount are named.
import { formatCount, formatEuros, quoted } from '../server/contract/format.ts';
import type { PaymentDetailDto, PaymentDto } from '../server/contract/schemas.ts';
import { dueStates, type InvoiceState } from '../server/contract/states.ts';

export interface Confirmed { invoices: { number: string; state: InvoiceState }[]; payerNames: string[]; amountCents: number; isProduction: boolean }

/** The question, its effect, its button. */
export function confirmationOf({ invoices, payerNames, amountCents, isProduction }: Confirmed): { title: string; text: string; action: string } {
  const { length } = isProduction ? invoices.filter(({ state }) => dueStates.includes(state)) : [];
  return {
    title: 'Confirmer le paiement\u00a0?',
    text: [`${formatEuros(amountCents)} de ${payerNames.join(', ')}, pour ${invoicesIn(invoices)}. Vérifiez-le sur le ticket PayFiP ou le relevé de la trésorerie.`, ...(isProduction ? surprises(invoices) : ['C’est un paiement d’activation\u00a0: il ne règle aucune facture, et vous direz ensuite ce que vous avez fait de l’argent.'])].join('\n'),
    action: length === 0 ? 'Confirmer, sans régler de facture' : `Confirmer, et marquer ${formatCount(length, 'facture réglée', 'factures réglées')}`,
  };
}

/** What is said once it is done: a colleague may have acted in between. */
export function confirmedOf({ payment: { settledNumbers: numbers, toSort } }: Pick<PaymentDetailDto, 'payment'>): string {
  const settled = numbers.length === 0 ? '.' : numbers.length === 1 ? `\u00a0: la facture ${numbers[0]} est réglée.` : `\u00a0: ${numbers.length} factures sont réglées.`;
  return `Paiement confirmé${settled}${toSort ? ' Il reste à traiter\u00a0: ouvrez-le pour lire pourquoi.' : ''}`;
}

const invoicesIn = (invoices: { number: string }[]): string => (invoices.length === 1 ? `la facture ${invoices[0]?.number}` : `les factures ${invoices.map(({ number }) => number).join(', ')}`);

/** What the money will not settle. */
function surprises(invoices: Confirmed['invoices']): string[] {
  const of = (state: InvoiceState) => invoices.filter((invoice) => invoice.state === state);
  const [paid, withdrawn] = [of('paid'), of('withdrawn')];
  return [
    ...(paid.length > 0 ? [`Attention\u00a0: ${invoicesIn(paid)} ${paid.length === 1 ? 'est déjà réglée' : 'sont déjà réglées'}. Ce sera un double paiement, à rembourser ou à imputer.`] : []),
    ...(withdrawn.length > 0 ? [`Attention\u00a0: ${invoicesIn(withdrawn)} ${withdrawn.length === 1 ? 'est annulée' : 'sont annulées'}. Ce paiement sera à rembourser ou à imputer.`] : []),
  ];
}

/** What a denial leads to, said before. An activation announces nothing to anyone. */
export function denialOf({ payment: { isProduction }, lines }: Pick<PaymentDetailDto, 'payment' | 'lines'>): string {
  if (!isProduction) return '';
  const unpaid = lines.filter(({ state }) => state === 'unpaid');
  const effect = unpaid.length === 0 ? 'Aucune facture ne redevient payable en ligne' : unpaid.length === 1 ? `La facture ${unpaid[0]?.number} pourra de nouveau être payée en ligne, sauf si autre chose l’en empêche` : `Les factures ${unpaid.map(({ number }) => number).join(', ')} pourront de nouveau être payées en ligne, sauf si autre chose l’en empêche`;
  return `${effect}. L’habitant lira «\u00a0Paiement non retrouvé\u00a0»\u00a0: un courriel l’en prévient.`;
}

/** What happens to a payment that is awaited no more, said before. */
export const givingUpOf = ({ interface: door }: Pick<PaymentDto, 'interface'>): string =>
  `${door === 'service' ? 'PayFiP est d’abord interrogé. ' : ''}Tant que la page de paiement peut encore servir, ses factures restent réservées. ${door === 'service' ? 'Payé quand même, il sera reconnu.' : 'Annoncé ensuite, il sera à confirmer.'}`;

/** Why a payment is « à confirmer », and what to do of it. */
export function whyReportedOf({ payment, mayBeConfirmed }: Pick<PaymentDetailDto, 'payment' | 'mayBeConfirmed'>): string {
  if (!mayBeConfirmed) return 'C’est un essai\u00a0: il n’y a rien à confirmer.';
  const why = payment.interface === 'url' ? 'Un résultat reçu sans preuve annonce ce paiement.' : 'PayFiP a répondu autre chose que prévu\u00a0: l’argent est peut-être arrivé.';
  return `${why} Confirmez-le d’après un ticket PayFiP ou le relevé de la trésorerie.`;
}

/** The button that asks, the effect, the button that does it, and what is said once it is done. A confirmation is taken back with all that it has settled. */
export function mistakeOf({ number, invoiceNumbers, settledNumbers: numbers, amountCents, isAnnounced }: PaymentDto): { ask: string; effect: string; act: string; done: string } {
  const name = `paiement n°\u00a0${number}`;
  const payment = `Le ${name}, de ${formatEuros(amountCents)}, ${isAnnounced ? 'sera de nouveau à confirmer' : 'ne sera plus attendu'}`;
  const owed = numbers.length === 1 ? `la facture ${numbers[0]} sera de nouveau à régler, sauf si un autre paiement reçu la règle` : `les factures ${numbers.join(', ')} seront de nouveau à régler, sauf celles que règle un autre paiement reçu`;
  const invoices = isAnnounced ? `. D’ici là, personne ne peut payer en ligne ${invoicesIn(invoiceNumbers.map((each) => ({ number: each })))}\u00a0; si rien n’a été reçu, dites-le ensuite.` : numbers.length === 0 ? ', et aucune facture ne change d’état.' : `, et ${owed}.`;
  return {
    ask: 'Annuler la confirmation du paiement…', act: 'Annuler cette confirmation', done: `Confirmation du ${name} annulée.`,
    effect: `${payment}${invoices} Si le ticket de l’habitant est parti, un courriel lui dit qu’il n’est plus valable.`,
  };
}

/** Once a confirmation is taken back: what the agent may not expect of its invoices; '' when nothing. */
export function afterMistake(lines: Pick<PaymentDetailDto['lines'][number], 'number' | 'state'>[]): string {
  const [paid, atTreasury] = (['paid', 'treasury'] as const).map((state) => lines.filter((line) => line.state === state).map(({ number }) => number)) as [string[], string[]];
  return [
    paid.length === 0 ? '' : paid.length === 1 ? `La facture ${paid[0]} reste réglée par un autre règlement.` : `Les factures ${paid.join(', ')} restent réglées par un autre règlement.`,
    atTreasury.length === 0 ? '' : `En trésorerie de nouveau\u00a0: ${atTreasury.join(', ')}. Prévenez-la.`,
  ].filter(Boolean).join(' ');
}

/** A payment received twice, whose invoices nothing settles any more: what is asked, the question, and what is said once it settles them. */
export function doubleOf({ dueAgain: invoices, journal }: Pick<PaymentDetailDto, 'dueAgain' | 'journal'>): { problem: string; ask: string; title: string; text: string; action: string; done: string } {
  const isOne = invoices.length === 1;
  const names = invoices.map(({ number, amountCents }) => `${number} (${formatEuros(amountCents)})`).join(', ');
  const those = isOne ? 'la facture' : 'ces factures';
  const note = journal.findLast(({ action }) => action === 'payment_sorted')?.detail;
  return {
    problem: `${isOne ? `La facture ${names} est` : `Les factures ${names} sont`} de nouveau à régler, alors que ce paiement a été reçu pour ${isOne ? 'elle' : 'elles'}. Si vous n’avez pas rendu l’argent, dites qu’il ${isOne ? 'la' : 'les'} règle\u00a0; sinon, dites de nouveau ce que vous en avez fait.${note ? ` Il en avait été dit\u00a0: ${quoted(note)}.` : ''} D’ici là, personne ne peut ${isOne ? 'la' : 'les'} payer en ligne.`,
    ask: `Ce paiement règle ${those}…`, title: `Ce paiement règle-t-il ${those}\u00a0?`,
    text: `${isOne ? 'La facture' : 'Les factures'} ${names} ${isOne ? 'sera réglée' : 'seront réglées'} par ce paiement. Si vous en avez rendu l’argent, revenez, et dites-le plutôt. Si le ticket de l’habitant parlait d’un double paiement, un courriel le corrige.`,
    action: `Marquer ${formatCount(invoices.length, 'facture réglée', 'factures réglées')}`, done: `C’est noté\u00a0: ${isOne ? 'la facture est réglée' : 'ces factures sont réglées'} par ce paiement.`,
  };
}
