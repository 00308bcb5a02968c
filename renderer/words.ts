// Why: which tone each state has, and the French words for the server's short names.
import { formatCount } from '../server/contract/format.ts';
import { invoiceStateLabels, paymentStateLabels, shownPaymentState } from '../server/contract/labels.ts';
import type { ImportDto, ImportState, InvoiceDto, PaymentDto, InvoiceState, MailState, PaymentState, Verdict } from '../server/contract/schemas.ts';

export type Tone = 'good' | 'warn' | 'bad' | 'info' | 'neutral';

export const verdictTones: Record<Verdict, Tone> = { accepted: 'good', warning: 'warn', already_published: 'neutral', refused: 'bad' };
/** Shorter than the labels, for a column. */
export const verdictWords: Record<Verdict, string> = { accepted: 'À publier', warning: 'Remarque', already_published: 'Déjà publiée', refused: 'Refusée' };
export const importTones: Record<ImportState, Tone> = { draft: 'info', ready: 'info', published: 'good', discarded: 'neutral' };
export const invoiceTones: Record<InvoiceState, Tone> = { unpaid: 'info', paid: 'good', treasury: 'warn', withdrawn: 'neutral' };
/** The state, or who says that it is paid while nothing proves it. */
export function invoiceTag({ state, declared, suspension, isPaidAnyway }: Pick<InvoiceDto, 'state' | 'declared' | 'suspension' | 'isPaidAnyway'>): { tone: Tone; text: string } {
  if (isPaidAnyway) return { tone: 'bad', text: 'Annulée, mais payée' };
  if (declared && (state === 'unpaid' || state === 'treasury')) return { tone: 'warn', text: declared === 'payfip' ? 'Payée, à confirmer' : 'Dite réglée' };
  if (state === 'unpaid' && suspension !== null) return { tone: 'warn', text: 'Suspendue' };
  return { tone: invoiceTones[state], text: invoiceStateLabels[state] };
}
export const mailTones: Record<MailState, Tone> = { queued: 'info', sending: 'info', sent: 'good', failed: 'bad', to_verify: 'warn', dismissed: 'info' };
export const paymentTones: Record<PaymentState, Tone> = {
  starting: 'info', open: 'info', paid: 'good', refused: 'bad', cancelled: 'neutral', expired: 'neutral', gone: 'neutral', failed: 'bad', reported: 'warn', stopped: 'neutral',
};

/** The same word as the resident's: given up or refused, even while it may still be paid. */
export function paymentTag(payment: Pick<PaymentDto, 'state' | 'said'>): { tone: Tone; text: string } {
  const shown = shownPaymentState(payment);
  return { tone: paymentTones[shown], text: paymentStateLabels[shown] };
}

const words: Record<string, string> = {
  // Events of an invoice
  published: 'Publiée', settled: 'Réglée', sent_to_treasury: 'Transmise en trésorerie', settlement_undone: 'Règlement annulé', treasury_undone: 'Retirée de la trésorerie', withdrawn: 'Annulée', withdrawal_undone: 'Rétablie', document_replaced: 'PDF remplacé', declared_by_resident: 'Dite réglée', undeclared_by_resident: 'Dite non réglée', declaration_denied: 'Règlement non reçu', reported_paid: 'Annoncée payée, à confirmer',
  report_denied: 'Annonce de paiement démentie', paid_twice: 'Payée une deuxième fois', paid_when_withdrawn: 'Payée alors qu’elle était annulée', suspended: 'Paiement suspendu', resumed: 'Paiement rouvert',
  // What was done of a payment
  payment_checked: 'Vérification demandée', payment_confirmed: 'Confirmé', payment_unconfirmed: 'Confirmation annulée', payment_cancelled: 'Attente abandonnée', payment_settled: 'Règlement enregistré', payment_sorted: 'Suite donnée', payment_asked_again: 'Suite à donner de nouveau',
  payment_result_differs: 'Résultat différent de la demande', payment_report_refused: 'Résultat sans preuve refusé', payment_notice_vain: 'Notification sans effet', payment_not_opened: 'Non ouvert par PayFiP', payment_unanswered: 'Sans réponse de PayFiP',
  // Sources of an event, states of an account
  agent: 'mairie', staff: 'mairie', url_result: 'résultat reçu par le navigateur, sans preuve', url_confirmed: 'confirmé par la mairie', resident: 'habitant', import: 'import', payfip: 'PayFiP', system: 'portail', active: 'compte actif', invited: 'pas encore activé', disabled: 'compte fermé',
};

/** The French words of a short name; a name not listed is shown readable rather than hidden. */
export function wordsOf(name: string): string {
  return words[name.replaceAll('-', '_')] ?? name.replaceAll(/[-_]/g, ' ');
}

/** What giving up an import erases. */
export function discardedWords(lines: number, documents: number): string {
  const erased = [...(lines ? [formatCount(lines, 'ligne')] : []), ...(documents ? [formatCount(documents, 'PDF déposé', 'PDF déposés')] : [])];
  if (erased.length === 0) return 'Rien n’y est encore déposé.';
  const isOne = lines + documents === 1;
  return `${erased.join(' et ')} ${isOne ? 'sera' : 'seront'} ${documents ? 'effacé' : 'effacée'}${isOne ? '' : 's'} du portail.`;
}

/** A line may be refused twice for one invoice, or its invoice may have been published since: both are counted, as on the dashboard. */
export function refusalWords({ counts: { refused }, unpublishedRefusals: left }: Pick<ImportDto, 'counts' | 'unpublishedRefusals'>): string {
  if (left === refused) return formatCount(refused, 'ligne refusée reste à corriger', 'lignes refusées restent à corriger');
  const lines = formatCount(refused, 'ligne refusée', 'lignes refusées');
  return left === 0 ? `${lines}\u00a0: ${refused === 1 ? 'sa facture est publiée' : 'leurs factures sont publiées'} depuis` : `${lines}\u00a0: ${formatCount(left, 'facture n’est', 'factures ne sont')} pas encore ${left === 1 ? 'publiée' : 'publiées'}`;
}

/** How far the mails of an announcement have gone. */
export function announcedWords({ announcedAccounts: told, announcementsLeft: left, announcementsLost: lost }: Pick<ImportDto, 'announcedAccounts' | 'announcementsLeft' | 'announcementsLost'>): string {
  const sent = told - left - lost;
  const lostWords = lost > 0 ? `, ${formatCount(lost, 'non remis ou douteux', 'non remis ou douteux')}` : '';
  if (left === 0) return `${formatCount(sent, 'compte prévenu', 'comptes prévenus')}${lost > 0 ? `, ${formatCount(lost, 'courriel non remis ou douteux', 'courriels non remis ou douteux')}` : ''}.`;
  const sentWords = sent === 0 ? `${formatCount(left, 'courriel')} à envoyer` : `${formatCount(sent, 'courriel parti', 'courriels partis')} sur ${told}`;
  return `Envoi en cours\u00a0: ${sentWords}${lostWords}.`;
}
