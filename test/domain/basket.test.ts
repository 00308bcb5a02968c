// What may be paid on line together, and the sentence when it may not.
import { describe, expect, it } from 'vitest';
import { errorMessage } from '../../server/contract/error-messages.ts';
import { checkBasket, invoiceRefusal, mostInvoices, sumOf, type BasketCircumstances, type BasketInvoice, type BasketRegie } from '../../server/domain/basket.ts';
import { plainSpaces } from '../support/french.ts';

const now = new Date('2026-12-03T11:00:00Z');
const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);
const regie: BasketRegie = { id: 'r', name: 'Cantine', numcli: '006270', kind: 'regie', stage: 'production', allowsSeveral: true, minimumCents: 100, suspension: null, trialEmails: '' };
const email = 'Elodie.Noel@exemple.fr';
const invoice = (changes: Partial<BasketInvoice> = {}): BasketInvoice => ({ role: 'holder', id: 'i', number: '2026-1', regieId: 'r', state: 'unpaid', declared: null, directDebit: false, amountCents: 1_250, suspension: null, liveUntil: null, liveSaid: null, ...changes });
const said = (invoices: BasketInvoice[], changes: Partial<BasketRegie> = {}, others: Partial<BasketCircumstances> = {}) => {
  const check = checkBasket(invoices, { regie: { ...regie, ...changes }, email, portalSuspension: null, now, ...others });
  return check.kind === 'payable' ? check.totalCents : plainSpaces(errorMessage(check.code, check.details));
};

describe('a basket', () => {
  it('adds up', () => expect(said([invoice(), invoice({ id: 'j', number: '2026-2', amountCents: 1 })])).toBe(1_251));
  it('T-PF-5: a million amounts, to the cent', () => {
    const amounts = Array.from({ length: 1_000_000 }, (_, index) => 1 + ((index * 7_919_003) % 9_999_999));
    expect(BigInt(sumOf(amounts.map((amountCents) => ({ amountCents }))))).toBe(amounts.reduce((sum, cents) => sum + BigInt(cents), 0n));
  });
  it.each<[string, BasketInvoice[], Partial<BasketRegie>, string]>([
    ['nothing', [], {}, 'Choisissez au moins une facture à payer.'],
    ['two régies', [invoice(), invoice({ regieId: 's' })], {}, 'Ces factures ne relèvent pas de la même régie : payez-les séparément.'],
    ['two at once where one by one', [invoice(), invoice()], { allowsSeveral: false }, 'Les factures de « Cantine » se paient une par une.'],
    ['two at once of a name in quotation marks', [invoice(), invoice()], { allowsSeveral: false, name: 'Multi-accueil «\u00a0Les Ceps\u00a0»' }, 'Les factures de « Multi-accueil “Les Ceps” » se paient une par une.'],
    ['two titres, whatever is allowed', [invoice({ number: '2026-1-1' }), invoice({ number: '2026-2-1' })], { kind: 'titre' }, 'Les factures de « Cantine » se paient une par une.'],
    ['more than one page holds', Array.from({ length: 101 }, () => invoice()), {}, '101 factures sont sélectionnées : 100 au plus se paient en une fois. Décochez-en, puis payez les autres ensuite.'],
    ['too little', [invoice({ amountCents: 99 })], {}, 'Le paiement en ligne commence à 1,00 €.'],
    ['less than the régie takes', [invoice({ amountCents: 1_499 })], { minimumCents: 1_500 }, 'Le paiement en ligne commence à 15,00 €.'],
    ['a minimum under PayFiP’s', [invoice({ amountCents: 50 })], { minimumCents: 10 }, 'Le paiement en ligne commence à 1,00 €.'],
    ['more than seven digits', [invoice({ amountCents: 9_999_999 }), invoice({ amountCents: 1 })], {}, 'Le paiement en ligne s’arrête à 99 999,99 €.'],
    ['paid', [invoice({ state: 'paid' })], {}, 'La facture 2026-1 est déjà réglée.'],
    ['in the treasury', [invoice({ state: 'treasury' })], {}, 'La facture 2026-1 a été transmise en trésorerie : un avis de somme à payer vous est adressé par courrier pour procéder au règlement.'],
    ['withdrawn', [invoice({ state: 'withdrawn' })], {}, 'Cette page n’existe pas.'],
    ['direct debit', [invoice({ directDebit: true })], {}, 'Ma facture est en prélèvement automatique.'],
    ['declared by the resident', [invoice({ declared: 'resident' })], {}, 'La facture 2026-1 est marquée comme réglée. Pour la payer en ligne, marquez-la d’abord comme non réglée.'],
    ['reported by PayFiP', [invoice({ declared: 'payfip' })], {}, 'Le règlement de la facture 2026-1 doit être confirmé par le service : ne la payez pas une seconde fois.'],
    ['seen by who may only read', [invoice({ role: 'reader' })], {}, 'Vous consultez cette facture : une autre personne de votre foyer s’occupe de la régler.'],
    ['a closed régie', [invoice()], { stage: 'closed' }, 'Le paiement en ligne n’est pas encore ouvert pour « Cantine ».'],
    ['a régie without number', [invoice()], { numcli: null }, 'Le paiement en ligne n’est pas encore ouvert pour « Cantine ».'],
    ['a régie in test, to whom is not named', [invoice()], { stage: 'test', trialEmails: 'maire@exemple.fr' }, 'Le paiement en ligne n’est pas encore ouvert pour « Cantine ».'],
    ['a régie in activation, to whom is not named', [invoice()], { stage: 'activation' }, 'Le paiement en ligne n’est pas encore ouvert pour « Cantine ».'],
    ['a suspended régie', [invoice()], { suspension: 'Fermé en août.' }, 'Fermé en août.'],
    ['a suspended invoice', [invoice({ suspension: 'Montant contesté.' })], {}, 'Montant contesté.'],
    ['a titre without its reference', [invoice()], { kind: 'titre' }, 'La facture 2026-1 n’a pas de référence que la trésorerie reconnaisse : elle ne peut pas être payée en ligne.'],
    ['a rôle without its reference', [invoice({ number: '2026-1-1' })], { kind: 'role' }, 'La facture 2026-1-1 n’a pas de référence que la trésorerie reconnaisse : elle ne peut pas être payée en ligne.'],
    ['an attempt under way', [invoice({ liveUntil: later(7.5) })], {}, 'Un paiement est en cours pour la facture 2026-1. Attendez 8 minutes avant une nouvelle tentative.'],
    ['an attempt about to end', [invoice({ liveUntil: later(0.2) })], {}, 'Un paiement est en cours pour la facture 2026-1. Attendez 1 minute avant une nouvelle tentative.'],
    ['an attempt given up', [invoice({ liveUntil: later(9), liveSaid: 'A' })], {}, 'Paiement abandonné : vous pourrez recommencer dans 9 minutes.'],
    ['an attempt refused by the bank', [invoice({ liveUntil: later(9), liveSaid: 'R' })], {}, 'Paiement refusé : vous pourrez recommencer dans 9 minutes.'],
    ['an attempt that staff have stopped', [invoice({ liveUntil: later(9), liveSaid: 'stopped' })], {}, 'Ce paiement n’est plus attendu : vous pourrez recommencer dans 9 minutes.'],
    ['the second one is wrong', [invoice(), invoice({ id: 'j', number: '2026-2', state: 'paid' })], {}, 'La facture 2026-2 est déjà réglée.'],
  ])('%s', (...[, invoices, changes, sentence]) => expect(said(invoices, changes)).toBe(sentence));
  it('the whole portal is suspended', () => expect(said([invoice()], { suspension: 'Régie' }, { portalSuspension: 'Mise à jour ce soir.' })).toBe('Mise à jour ce soir.'));
  it.each(['test', 'activation'] as const)('in %s, is open to the accounts that are named, however their address is written', (stage) => {
    expect(said([invoice()], { stage, trialEmails: 'maire@exemple.fr\nelodie.noel@EXEMPLE.fr' })).toBe(1_250);
  });
  it('is payable again when the attempt has had its time', () => expect(said([invoice({ liveUntil: now })])).toBe(1_250));
  it('takes a titre and a rôle by their reference', () => {
    expect(said([invoice({ number: '2026-2-1' })], { kind: 'titre', allowsSeveral: false })).toBe(1_250);
    expect(said([invoice({ number: '2026-EA-00-123456789' })], { kind: 'role', allowsSeveral: false })).toBe(1_250);
  });
  it('takes a hundred', () => expect(said(Array.from({ length: mostInvoices }, () => invoice({ amountCents: 1 })))).toBe(100));
  it('a small invoice may be chosen beside another', () => {
    const small = invoice({ amountCents: 50 });
    expect(invoiceRefusal(small, { regie, email, portalSuspension: null, now })).toBeNull();
    expect(said([small, invoice({ id: 'j', amountCents: 60 })])).toBe(110);
  });
});
