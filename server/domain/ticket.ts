// Why: what a ticket mail of PayFiP says, and what it may lead to. A mail proves nothing: at most it proposes.
import { formatCount, formatEuros } from '../contract/format.ts';
import type { InvoiceState, PayfipInterface, PaymentState, TicketAction } from '../contract/states.ts';
import { nextPaymentState } from './payment.ts';
import { isProduction } from './payfip-result.ts';
import { roleRefdet, roleReferences, titreRefdet, titreReference } from './references.ts';

export interface TicketWords { isTicket: boolean; references: string[]; amountsCents: number[] }

const mostReferences = 400;
const ticketWords = /payfip|\btipi\b|ticket de paiement|t[ée]l[ée]paiement|paiement en ligne/i;

/** What may be a reference (letters and digits, one digit at least) and every amount in euros, in the order of the text. */
export function readTicketWords(text: string): TicketWords {
  const words = text.match(/[A-Za-z0-9]+(?:[-/][A-Za-z0-9]+)*/g) ?? [];
  const references = [...new Set(words.filter((word) => word.length >= 4 && word.length <= 40 && /\d/.test(word)))].slice(0, mostReferences);
  const amounts = [...text.matchAll(/(?<![\d,.])(\d{1,3}(?:[ .\u00a0\u202f]\d{3}){1,3}|\d{1,9})[,.](\d{2})\s*(?:€|euros?\b|EUR\b)/gi)];
  const amountsCents = [...new Set(amounts.map(([, euros = '', cents = '']) => Number(euros.replace(/\D/g, '')) * 100 + Number(cents)))];
  return { isTicket: ticketWords.test(text) && amountsCents.length > 0 && references.length > 0, references, amountsCents };
}

/** What the ticket says was paid: the amount expected when it is there, else the greatest. */
export const amountOfTicket = ({ amountsCents }: Pick<TicketWords, 'amountsCents'>, expectedCents: number): number =>
  (amountsCents.includes(expectedCents) ? expectedCents : Math.max(...amountsCents, 0));

const otherAmount = (words: Pick<TicketWords, 'amountsCents'>, expectedCents: number) =>
  `le ticket dit ${formatEuros(amountOfTicket(words, expectedCents))}, ${formatEuros(expectedCents)} étaient attendus. Rien n’est proposé.`;

/** A reference of the Treasury, as the invoice's number may write it, beside itself. */
export function numbersOfReference(reference: string): string[] {
  const titre = titreReference(reference);
  const printed = titre === null ? roleReferences(roleRefdet(reference) ?? reference.toUpperCase()) : [titre];
  return [...new Set([reference, ...printed])];
}

/** What the attempts that it may speak of carry: itself, and a printed reference of the Treasury as PayFiP writes it. */
export function refdetsOfReference(reference: string): string[] {
  return [reference.toUpperCase(), titreRefdet(reference), roleRefdet(reference)].filter((each) => each !== null);
}

export interface TicketPayment { number: number; state: PaymentState; interface: PayfipInterface; saisie: string; amountCents: number }
export interface Proposal { action: TicketAction; sentence: string }

export function proposeForPayment(payment: TicketPayment, { amountsCents }: Pick<TicketWords, 'amountsCents'>): Proposal {
  const name = `du paiement n°\u00a0${payment.number}`;
  const nothing = (sentence: string): Proposal => ({ action: 'none', sentence });
  if (!amountsCents.includes(payment.amountCents)) {
    return nothing(`La référence est celle ${name}, mais pas le montant\u00a0: ${otherAmount({ amountsCents }, payment.amountCents)}`);
  }
  if (!isProduction(payment.saisie)) return nothing(`Ce ticket est celui ${name}, qui n’était qu’un essai\u00a0: il ne règle rien.`);
  if (payment.state === 'paid') return nothing(`Ce ticket est celui ${name}, déjà reçu\u00a0: il n’y a rien à faire.`);
  if (payment.interface === 'service' && payment.state !== 'reported') {
    return payment.state === 'failed' || payment.state === 'starting'
      ? nothing(`Ce ticket est celui ${name}, qui n’a jamais été ouvert\u00a0: signalez-le à la trésorerie.`)
      : { action: 'check', sentence: `Ce ticket est celui ${name}. PayFiP en donnera la preuve\u00a0: interrogez-le.` };
  }
  return nextPaymentState(payment.state, 'confirmed')
    ? { action: 'confirm', sentence: `Ce ticket est celui ${name}. Vérifiez qu’il vient bien de PayFiP, puis confirmez.` }
    : nothing(`Ce ticket est celui ${name}, qui ne peut pas être confirmé.`);
}

export interface TicketInvoice { number: string; state: InvoiceState; amountCents: number }

/** Paid on PayFiP's own site, without passing by the portal. */
export function proposeForInvoices(invoices: TicketInvoice[], { amountsCents }: Pick<TicketWords, 'amountsCents'>): Proposal {
  const [first] = invoices;
  if (!first) return { action: 'none', sentence: 'Aucune facture ni aucun paiement de ce portail ne porte l’une des références de ce courriel.' };
  const name = `la facture ${first.number}`;
  if (invoices.length > 1) return { action: 'none', sentence: `${formatCount(invoices.length, 'facture porte', 'factures portent')} une référence de ce courriel\u00a0: réglez la bonne depuis l’écran des factures.` };
  if (first.state === 'paid') return { action: 'none', sentence: `Ce ticket est celui de ${name}, déjà réglée\u00a0: il n’y a rien à faire.` };
  if (!amountsCents.includes(first.amountCents)) {
    return { action: 'none', sentence: `La référence est celle de ${name}, mais pas le montant\u00a0: ${otherAmount({ amountsCents }, first.amountCents)}` };
  }
  return { action: 'settle', sentence: `Ce ticket porte la référence et le montant de ${name}. Vérifiez qu’il vient bien de PayFiP, puis réglez-la.` };
}
