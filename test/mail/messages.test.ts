// The words of the mails: the manual's, in text and in HTML, with links to the configured address alone.
import { describe, expect, it } from 'vitest';
import { isNewsTrue, paymentNews, type MailKind } from '../../server/domain/mail.ts';
import { composeMail, type MailContext } from '../../server/mail/messages.ts';
import { plainSpaces, spacesWrong } from '../support/french.ts';

const payload = {
  newEmail: 'nouvelle@x.fr', oldEmail: 'ancienne@x.fr', count: 3, totalCents: 123450, wanted: true, email: 'marie@x.fr',
  payers: [{ code: 'FAM1', name: 'Mme Dupont' }], sender: 'Marie (marie@x.fr)', subject: 'Question', body: 'Bonjour,\nmerci <b>bien</b> & "bon" courage', invoice: '2026-1',
  paymentId: 'PAIEMENT', invoices: [{ number: '2026-1', amountCents: 120_000 }, { number: '2026-2', amountCents: 3_450 }], regie: 'Régie <cantine>', means: 'card', paidAt: '2026-11-23T09:00:00Z', refdet: 'F2026001ABCDEF', numauto: '3feabd', isTwice: true,
};
const context: MailContext = { communeName: 'Mairie de Bessens', serviceName: 'Régie <cantine>', accentColor: '#1f5f8b', publicUrl: 'https://factures.bessens.test', token: 'JETON', payload };
const kinds: MailKind[] = ['activation', 'password_reset', 'email_change', 'email_changed', 'password_changed', 'paperless_request', 'contact_message', 'new_invoices', 'payment_receipt', 'payment_news', 'smtp_test'];
const linksOf = (text: string) => [...new Set(text.match(/https?:\/\/[^\s"<]+/g) ?? [])];
const wordsOf = (html: string) => html.replace(/<[^>]+>/g, ' ').replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&').replace(/\s+/g, ' ');

describe.each(kinds)('%s', (kind) => {
  const { subject, text, html } = composeMail(kind, context);
  it('says the same in text and in HTML', () => {
    const shown = wordsOf(html);
    for (const paragraph of text.split('\n\n')) expect(shown).toContain(paragraph.replace(/\s+/g, ' '));
  });
  it('links to the public address alone, with the same links in both parts', () => {
    expect(linksOf(text).every((link) => link.startsWith('https://factures.bessens.test/'))).toBe(true);
    expect(linksOf(html)).toEqual(linksOf(text));
  });
  it('has a subject of one line, and French spaces', () => {
    expect(subject).toMatch(/^\S.{5,}$/);
    expect(spacesWrong(`${subject}\n${text.replaceAll(payload.body, '')}`)).toEqual([]);
  });
  it('runs nothing that a person wrote', () => expect(html).not.toMatch(/<b>|<cantine>|<script|<img|src=/));
});

it('the activation mail carries the words and the link of the manual', () => {
  const { subject, text } = composeMail('activation', context);
  expect(subject).toBe('Accès au portail des factures');
  for (const words of ['Bonjour,', 'Vous avez demandé l’activation de votre espace sur le portail des factures.', 'Cliquez sur le lien suivant ou copiez-le dans votre navigateur',
    'pour définir votre mot de passe et finaliser la procédure d’activation.', 'https://factures.bessens.test/?LIEN=JETON', 'Salutations distinguées,', 'Merci de ne pas répondre à ce message.']) {
    expect(plainSpaces(text)).toContain(words);
  }
});

it.each<[MailKind, RegExp]>([
  ['new_invoices', /3 nouvelles factures sont disponibles dans votre espace, pour un total de 1 234,50 €\./],
  ['paperless_request', /Le compte marie@x\.fr demande à ne plus recevoir les factures au format papier\.[\s\S]*Redevable\(s\) concerné\(s\) : Mme Dupont \(FAM1\)\./],
  ['contact_message', /Marie \(marie@x\.fr\) vous écrit[\s\S]*À propos de la facture 2026-1\.[\s\S]*merci <b>bien<\/b>/],
  ['payment_receipt', /Facture 2026-1 : 1 200,00 €\nFacture 2026-2 : 34,50 €\nRégie : Régie <cantine>\nMoyen de paiement : Carte bancaire\nDate/],
  ['email_changed', /désormais l’adresse nouvelle@x\.fr\.[\s\S]*LIEN=JETON/],
])('%s says what it must', (kind, words) => expect(plainSpaces(composeMail(kind, context).text)).toMatch(words));

it('an answer begins as its author has begun it', () => {
  const { text } = composeMail('message_answer', { ...context, payload: { ...payload, askedAt: '2026-11-30T08:00:00Z' } });
  expect(plainSpaces(text)).toMatch(/^Bonjour,\nmerci <b>bien<\/b>/);
  expect(text.match(/Bonjour/g)).toHaveLength(1);
});

it('one invoice is spoken of in the singular', () => {
  const { subject, text } = composeMail('new_invoices', { ...context, payload: { count: 1, totalCents: 100 } });
  expect([plainSpaces(subject), plainSpaces(text)]).toEqual(['1 nouvelle facture sur le portail', expect.stringContaining('1 nouvelle facture est disponible')]);
  expect(text).toContain('Connectez-vous pour la consulter');
  expect(composeMail('new_invoices', context).text).toContain('Connectez-vous pour les consulter. ');
  expect(text).not.toMatch(/au plus tard|Commune-école/);
});

it('new invoices are said to be due, the first of them, and fictitious in the commune-école', () => {
  const said = (count: number, isPlay = false) => plainSpaces(composeMail('new_invoices', { ...context, payload: { count, totalCents: 100, firstDueOn: '2026-12-01', isPlay } }).text);
  expect(said(1)).toContain('pour un total de 1,00 €. Elle est à régler au plus tard le 1er décembre 2026.');
  expect(said(2)).toContain('La première est à régler au plus tard le 1er décembre 2026.');
  expect(said(2, true)).toMatch(/Commune-école : ces factures sont fictives, rien n’est à payer\.(?![\s\S]*au plus tard)/);
});

it('a line break in a subject that a person wrote cannot start a header', () => {
  expect(composeMail('contact_message', { ...context, payload: { ...payload, subject: 'a\r\nBcc: b@x.fr' } }).subject).not.toMatch(/[\r\n]/);
});

it('a ticket names the means of payment that is known, and no other', () => {
  const facts = (means: string | null) => plainSpaces(composeMail('payment_receipt', { ...context, payload: { ...payload, means } }).text).match(/Régie : [\s\S]*?\nDate/)?.[0];
  expect([facts('debit'), facts(null)]).toEqual(['Régie : Régie <cantine>\nMoyen de paiement : Prélèvement\nDate', 'Régie : Régie <cantine>\nDate']);
});

it.each([
  ['to_verify', ['reported']], ['not_received', ['stopped', 'open', 'refused', 'gone']], ['not_found', ['stopped', 'open', 'refused', 'gone']], ['not_made', ['refused']], ['counts', ['paid']],
] as const)('« %s » is still true of a payment that is %j, and of no other', (news, states) =>
  expect((['paid', 'reported', 'stopped', 'open', 'refused', 'gone'] as const).filter((state) => isNewsTrue(news, state)).sort()).toEqual([...states].sort()));

it('a ticket names each invoice that its payment does not settle, and why; once it settles them, none', () => {
  const invoices = [{ number: '2026-1', amountCents: 100, outcome: 'settled' }, { number: '2026-2', amountCents: 100, outcome: 'paid_twice' }, { number: '2026-3', amountCents: 100, outcome: 'not_payable_any_more' }];
  const said = (changes: object) => plainSpaces(composeMail('payment_receipt', { ...context, payload: { ...payload, invoices, ...changes } }).text);
  const told = 'le service en est averti et vous recontactera.';
  expect(said({})).toContain(`La facture 2026-2 était déjà réglée : ${told}\n\nLa facture 2026-3 a été annulée avant ce paiement : ${told}\n`);
  expect(said({ isTwice: false })).not.toContain('averti');
  expect(said({ invoices: payload.invoices })).toContain(`Une facture était déjà réglée, ou n’est plus à payer : ${told}`);
});

it('a ticket of the commune-école says that nothing was debited, and promises no ticket of PayFiP', () => {
  const { subject, text } = composeMail('payment_receipt', { ...context, payload: { ...payload, isPlay: true } });
  expect(plainSpaces(subject)).toBe('Ticket de paiement fictif : 1 234,50 €');
  expect(plainSpaces(text)).toContain('Commune-école : ce paiement est fictif, rien n’est débité.');
  expect(text).not.toContain('PayFiP vous envoie');
});

it.each(paymentNews)('what becomes of a payment, %s: the amount, the invoices that are due, where to read it, in French spaces', (news) => {
  const { subject, text } = composeMail('payment_news', { ...context, payload: { ...payload, news } });
  expect(spacesWrong(`${subject}\n${text}`)).toEqual([]);
  expect(plainSpaces(subject)).toContain('1 234,50 €');
  expect(text).toContain('/paiements/PAIEMENT');
  expect(text.includes('à régler')).toBe(news !== 'to_verify' && news !== 'counts');
  expect(text).not.toContain('Commune-école');
  expect(plainSpaces(composeMail('payment_news', { ...context, payload: { ...payload, news, isPlay: true } }).text)).toContain('Commune-école : ce paiement est fictif');
});
