// Why: the French text of every mail, as plain text and as simple HTML with the same words.
import { formatCount, formatDateTime, formatEuros, formatLongDay } from '../contract/format.ts';
import { meansLabels } from '../contract/labels.ts';
import type { LineOutcome } from '../contract/states.ts';
import { paymentNews, type MailKind, type PaymentNews } from '../domain/mail.ts';
import { tokenLifeInWords } from '../domain/token.ts';

export interface MailContext {
  communeName: string;
  serviceName: string;
  accentColor: string;
  /** Configured public address of the portal: the only origin of links. */
  publicUrl: string;
  /** A fresh single-use link's token, when the kind needs one. */
  token: string | null;
  payload: Record<string, unknown>;
}
export interface MailText { subject: string; text: string; html: string }
/** `isGreeted`: a person has written all of it, and greets in their own way. */
interface Draft { subject: string; isGreeted?: boolean; paragraphs: string[]; button?: { label: string; href: string }; closing?: string[] }

export function composeMail(kind: MailKind, context: MailContext): MailText {
  const draft = drafts[kind](context);
  const paragraphs = draft.isGreeted ? draft.paragraphs : ['Bonjour,', ...draft.paragraphs];
  const closing = draft.closing ?? ['Salutations distinguées,', `${context.serviceName}, ${context.communeName}`, 'Merci de ne pas répondre à ce message.'];
  const link = draft.button ? [draft.button.href] : [];
  const text = [...paragraphs, ...link, ...closing].join('\n\n');
  return { subject: oneLine(draft.subject), text, html: toHtml({ ...draft, paragraphs, closing }, context) };
}

const oneLine = (text: string) => text.replace(/[\r\n]+/g, ' ').slice(0, 200);
const fictitious = 'Commune-école\u00a0: ce paiement est fictif, rien n’est débité.';
const linkOf = ({ publicUrl, token }: MailContext) => `${publicUrl}/?LIEN=${token ?? ''}`;
const textOf = (value: unknown) => (typeof value === 'string' ? value : '');
const payersOf = (value: unknown) => (Array.isArray(value) ? value : []).map((payer: { code: string; name: string }) => `${payer.name} (${payer.code})`).join(', ');
const invoicesOf = (value: unknown) => (Array.isArray(value) ? value : []).map(({ number, amountCents }: { number: string; amountCents: number }) => `Facture ${number}\u00a0: ${formatEuros(amountCents)}`);
/** Each by itself; a ticket ordered by a former version does not say which. */
function unexpectedIn(value: unknown): string[] {
  const invoices = (Array.isArray(value) ? value : []) as { number: string; outcome?: LineOutcome }[];
  const told = 'le service en est averti et vous recontactera.';
  const said = invoices.flatMap(({ number, outcome }) => (outcome === 'paid_twice' ? [`La facture ${number} était déjà réglée\u00a0: ${told}`] : outcome === 'not_payable_any_more' ? [`La facture ${number} a été annulée avant ce paiement\u00a0: ${told}`] : []));
  return said.length > 0 ? said : [`Une facture était déjà réglée, ou n’est plus à payer\u00a0: ${told}`];
}
const numberOf = (value: unknown) => (typeof value === 'number' ? value : 0);

const numbersOf = (value: unknown, count: number) => {
  const numbers = Array.isArray(value) ? value.map(String) : [];
  const others = count - numbers.length;
  return `${count < 2 ? 'Facture' : 'Factures'}\u00a0: ${numbers.join(', ')}${others > 0 ? ` et ${formatCount(others, 'autre')}` : ''}.`;
};
const dueWords = ({ firstDueOn, count, isPlay }: Record<string, unknown>) =>
  (isPlay || textOf(firstDueOn) === '' ? '' : ` ${numberOf(count) < 2 ? 'Elle est à régler au plus tard le' : 'La première est à régler au plus tard le'} ${formatLongDay(textOf(firstDueOn))}.`);
/** What staff have done of invoices that residents may have seen. */
const newsOf = {
  withdrawn: {
    subject: (count: number) => `${formatCount(count, 'facture annulée', 'factures annulées')}`,
    sentence: (count: number) => (count < 2 ? 'Le service a annulé une de vos factures\u00a0: vous n’avez pas à la régler.' : `Le service a annulé ${formatCount(count, 'de vos factures', 'de vos factures')}\u00a0: vous n’avez pas à les régler.`),
  },
  restored: {
    subject: (count: number) => `${formatCount(count, 'facture de nouveau à régler', 'factures de nouveau à régler')}`,
    sentence: (count: number) => (count < 2 ? 'Une facture avait été annulée par erreur\u00a0: elle est de nouveau à régler.' : 'Des factures avaient été annulées par erreur\u00a0: elles sont de nouveau à régler.'),
  },
  replaced: {
    subject: () => 'Une facture corrigée',
    sentence: () => 'Le service a remplacé le PDF d’une de vos factures. Le numéro et le montant à régler restent les mêmes.',
  },
};

const noLongerValid = (amount: string) => `Le service avait confirmé par erreur votre paiement de ${amount}\u00a0: le ticket reçu pour ce paiement n’est plus valable.`;
const ifReallyPaid = 'Si vous avez vraiment payé, ne payez pas une seconde fois\u00a0: écrivez au service, depuis la page «\u00a0Contact\u00a0» du portail, ce que dit le ticket reçu de PayFiP.';
/** What becomes of a payment. `isDue`: the invoices named are to be paid. */
const paymentTold: Record<PaymentNews, { subject: (amount: string) => string; sentences: (amount: string) => string[]; isDue: boolean }> = {
  to_verify: {
    subject: (amount) => `Votre ticket de ${amount} n’est plus valable`, isDue: false,
    sentences: (amount) => [noLongerValid(amount), 'Il vérifie si l’argent a été reçu. D’ici là, ne payez pas une seconde fois.'],
  },
  not_received: {
    subject: (amount) => `Votre ticket de ${amount} n’est plus valable`, isDue: true,
    sentences: (amount) => [noLongerValid(amount), ifReallyPaid],
  },
  not_found: {
    subject: (amount) => `Votre paiement de ${amount} n’a pas été retrouvé`, isDue: true,
    sentences: (amount) => [`Votre paiement de ${amount} avait été annoncé au service, qui ne l’a pas retrouvé.`, ifReallyPaid],
  },
  not_made: {
    subject: (amount) => `Votre paiement de ${amount} n’a pas été fait`, isDue: true,
    sentences: (amount) => [`PayFiP nous a répondu que votre paiement de ${amount}, resté en attente, n’a pas été fait. Rien n’a été débité.`],
  },
  counts: {
    subject: (amount) => `Votre paiement de ${amount} est bien pris en compte`, isDue: false,
    sentences: (amount) => [`Votre ticket de ${amount} signalait un double paiement. C’était une erreur\u00a0: ce paiement règle bien ce qui suit, et vous n’avez rien à faire.`],
  },
};

const drafts: Record<MailKind, (context: MailContext) => Draft> = {
  activation: (context) => ({
    subject: 'Accès au portail des factures',
    paragraphs: [
      context.payload.isInvitation
        ? 'Le service vous ouvre un espace sur le portail des factures\u00a0: vous y trouverez vos factures, et pourrez les télécharger et les payer.'
        : 'Vous avez demandé l’activation de votre espace sur le portail des factures.',
      'Cliquez sur le lien suivant ou copiez-le dans votre navigateur pour définir votre mot de passe et finaliser la procédure d’activation.',
      `Ce lien est valable ${tokenLifeInWords.activation} et ne sert qu’une fois.`,
    ],
    button: { label: 'Définir mon mot de passe', href: linkOf(context) },
  }),
  password_reset: (context) => ({
    subject: 'Votre mot de passe du portail des factures',
    paragraphs: [
      'Vous avez demandé à choisir un nouveau mot de passe pour le portail des factures.',
      `Cliquez sur le lien suivant ou copiez-le dans votre navigateur. Il est valable ${tokenLifeInWords.reset} et ne sert qu’une fois.`,
      'Si vous n’avez rien demandé, ne faites rien\u00a0: votre mot de passe reste le même.',
    ],
    button: { label: 'Choisir un nouveau mot de passe', href: linkOf(context) },
  }),
  email_change: (context) => ({
    subject: 'Confirmez votre nouvelle adresse de messagerie',
    paragraphs: [
      `Vous avez demandé que votre compte du portail des factures utilise désormais l’adresse ${textOf(context.payload.newEmail)}.`,
      `Cliquez sur le lien suivant pour le confirmer. Il est valable ${tokenLifeInWords.email_change}.`,
      'Si vous n’avez rien demandé, ne faites rien\u00a0: rien ne changera.',
    ],
    button: { label: 'Confirmer ma nouvelle adresse', href: linkOf(context) },
  }),
  email_changed: (context) => ({
    subject: 'Votre adresse de messagerie a changé',
    paragraphs: [
      `Votre compte du portail des factures utilise désormais l’adresse ${textOf(context.payload.newEmail)}.`,
      `Si ce n’est pas vous qui l’avez demandé, cliquez sur le lien suivant dans les ${tokenLifeInWords.email_undo}\u00a0: votre ancienne adresse sera rétablie.`,
    ],
    button: { label: 'Rétablir mon ancienne adresse', href: linkOf(context) },
  }),
  password_changed: (context) => ({
    subject: 'Votre mot de passe a changé',
    paragraphs: [
      'Le mot de passe de votre compte du portail des factures vient d’être changé.',
      'Si ce n’est pas vous, choisissez tout de suite un nouveau mot de passe avec «\u00a0Oublié\u00a0?\u00a0» et prévenez le service.',
    ],
    button: { label: 'Ouvrir le portail', href: `${context.publicUrl}/mot-de-passe-oublie` },
  }),
  new_invoices: (context) => ({
    subject: `${formatCount(numberOf(context.payload.count), 'nouvelle facture', 'nouvelles factures')} sur le portail`,
    paragraphs: [
      ...(context.payload.isPlay ? ['Commune-école\u00a0: ces factures sont fictives, rien n’est à payer.'] : []),
      `${formatCount(numberOf(context.payload.count), 'nouvelle facture est disponible', 'nouvelles factures sont disponibles')} dans votre espace, pour un total de ${formatEuros(numberOf(context.payload.totalCents))}.${dueWords(context.payload)}`,
      `Connectez-vous pour ${numberOf(context.payload.count) < 2 ? 'la' : 'les'} consulter. Si vous n’avez pas encore de compte, choisissez «\u00a0J’active mon compte\u00a0» avec cette adresse de messagerie.`,
    ],
    button: { label: 'Voir mes factures', href: `${context.publicUrl}/factures` },
  }),
  invoice_news: ({ payload, publicUrl }) => {
    const count = numberOf(payload.count);
    const told = payload.change === 'withdrawn' || payload.change === 'restored' ? newsOf[payload.change] : newsOf.replaced;
    return {
      subject: told.subject(count),
      paragraphs: [told.sentence(count), ...(textOf(payload.reason) ? [`Raison\u00a0: ${textOf(payload.reason)}`] : []), numbersOf(payload.numbers, count)],
      button: { label: 'Voir mes factures', href: `${publicUrl}/factures` },
    };
  },
  paperless_request: ({ payload }) => ({
    subject: payload.wanted ? 'Un habitant ne veut plus recevoir ses factures sur papier' : 'Un habitant veut de nouveau recevoir ses factures sur papier',
    paragraphs: [
      `Le compte ${textOf(payload.email)} demande ${payload.wanted ? 'à ne plus recevoir les factures au format papier' : 'à recevoir de nouveau les factures au format papier'}.`,
      `Redevable(s) concerné(s)\u00a0: ${payersOf(payload.payers)}.`,
    ],
    closing: ['Message envoyé automatiquement par le portail des factures.'],
  }),
  contact_message: ({ payload }) => ({
    subject: `Portail des factures\u00a0: ${textOf(payload.subject)}`,
    paragraphs: [
      `${textOf(payload.sender)} vous écrit depuis le portail des factures.`,
      ...(textOf(payload.invoice) ? [`À propos de la facture ${textOf(payload.invoice)}.`] : []),
      textOf(payload.body),
    ],
    closing: ['Répondez à ce message\u00a0: votre réponse ira à son auteur.'],
  }),
  message_answer: ({ payload, serviceName, communeName }) => ({
    subject: `Re\u00a0: ${textOf(payload.subject)}`, isGreeted: true,
    paragraphs: [textOf(payload.body)],
    closing: [`${serviceName}, ${communeName}`, `Vous nous avez écrit le ${formatDateTime(textOf(payload.askedAt))}\u00a0:\n${textOf(payload.question)}`],
  }),
  payment_receipt: ({ payload, publicUrl }) => ({
    subject: `Ticket de paiement${payload.isPlay ? ' fictif' : ''}\u00a0: ${formatEuros(numberOf(payload.totalCents))}`,
    paragraphs: [
      ...(payload.isPlay ? [fictitious] : []),
      payload.means === 'debit'
        ? `Votre prélèvement de ${formatEuros(numberOf(payload.totalCents))} est enregistré. Votre compte sera débité dans quelques jours.`
        : `Votre paiement de ${formatEuros(numberOf(payload.totalCents))} est enregistré.`,
      [
        ...invoicesOf(payload.invoices), `Régie\u00a0: ${textOf(payload.regie)}`,
        // A payment that staff have confirmed may not say how it was made.
        ...(payload.means === 'debit' || payload.means === 'card' ? [`Moyen de paiement\u00a0: ${meansLabels[payload.means]}`] : []),
        `Date\u00a0: ${formatDateTime(textOf(payload.paidAt))}`, `Référence\u00a0: ${textOf(payload.refdet)}`,
        ...(textOf(payload.numauto) ? [`Autorisation\u00a0: ${textOf(payload.numauto)}`] : []),
      ].join('\n'),
      ...(payload.isTwice ? unexpectedIn(payload.invoices) : []),
      `Ce message est un ticket\u00a0: gardez-le.${payload.isPlay ? '' : ' PayFiP vous envoie aussi le sien.'}`,
    ],
    button: { label: 'Voir mon paiement', href: `${publicUrl}/paiements/${textOf(payload.paymentId)}` },
  }),
  payment_news: ({ payload, publicUrl }) => {
    const amount = formatEuros(numberOf(payload.totalCents));
    const { subject, sentences, isDue } = paymentTold[paymentNews.find((news) => news === payload.news) ?? 'to_verify'];
    const invoices = invoicesOf(payload.invoices).map((line) => (isDue ? `${line}, à régler` : line));
    return {
      subject: `${subject(amount)}${payload.isPlay ? ' (paiement fictif)' : ''}`,
      paragraphs: [...(payload.isPlay ? [fictitious] : []), ...sentences(amount), [...invoices, `Référence\u00a0: ${textOf(payload.refdet)}`].join('\n')],
      button: { label: 'Voir mon paiement', href: `${publicUrl}/paiements/${textOf(payload.paymentId)}` },
    };
  },
  smtp_test: () => ({
    subject: 'Message de test du portail des factures',
    paragraphs: ['Si vous lisez ce message, le portail des factures sait envoyer des courriels.'],
  }),
};

function toHtml(draft: Draft, context: MailContext): string {
  const paragraph = (text: string) => `<p style="margin:0 0 16px">${escapeHtml(text).replaceAll('\n', '<br>')}</p>`;
  const button = draft.button
    ? `<p style="margin:24px 0"><a href="${escapeHtml(draft.button.href)}" style="background:${context.accentColor};color:#ffffff;padding:12px 24px;border-radius:6px;text-decoration:none;font-weight:bold;display:inline-block">${escapeHtml(draft.button.label)}</a></p>
<p style="margin:0 0 16px;font-size:14px;color:#55606b">Ou copiez ce lien dans votre navigateur\u00a0:<br><a href="${escapeHtml(draft.button.href)}" style="color:#55606b;word-break:break-all">${escapeHtml(draft.button.href)}</a></p>`
    : '';
  return `<!doctype html>
<html lang="fr"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${escapeHtml(draft.subject)}</title></head>
<body style="margin:0;background:#f3f4f6;font-family:Arial,Helvetica,sans-serif;color:#1c2329;font-size:16px;line-height:1.5">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0"><tr><td align="center" style="padding:24px 12px">
<table role="presentation" width="600" cellpadding="0" cellspacing="0" style="max-width:600px;width:100%;word-break:break-word;background:#ffffff;border:1px solid #dfe3e7;border-radius:8px">
<tr><td style="padding:24px 32px;border-bottom:4px solid ${context.accentColor}"><strong style="font-size:18px">${escapeHtml(context.communeName)}</strong><br><span style="color:#55606b">${escapeHtml(context.serviceName)}</span></td></tr>
<tr><td style="padding:32px">${draft.paragraphs.map(paragraph).join('\n')}${button}${(draft.closing ?? []).map(paragraph).join('\n')}</td></tr>
</table></td></tr></table></body></html>`;
}

function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}
