// Everything that a line of a file may have wrong, and the sentence that says so.
import { describe, expect, it, test } from 'vitest';
import { columnOf, readRow, type RawRow } from '../../server/domain/import-row.ts';
import { plainSpaces } from '../support/french.ts';

const right: RawRow = { numero: '2026-020-1', date: '10/07/2026', echeance: '21/07/2026', montant: '243,11', objet: 'Multi Services', code_payeur: 'FAM1', civilite: 'Mme', nom: 'DUPONT', prenom: 'Marie', adresse: '1 rue des Écoles', cp: '31000', ville: 'Bessens', email: 'marie@exemple.fr' };
const faultsOf = (changes: RawRow) => readRow({ ...right, ...changes }, '2026-11-23').faults.map(plainSpaces);
const rowOf = (changes: RawRow) => readRow({ ...right, ...changes }, '2026-11-23').row!;

describe('a line', () => {
  it('is read', () => {
    expect(rowOf({})).toEqual({
      number: '2026-020-1', numberKey: '20260201', issuedOn: '2026-07-10', dueOn: '2026-07-21', amountCents: 24311, subject: 'Multi Services', payerCode: 'FAM1',
      payerName: 'Mme Marie DUPONT', familyName: 'DUPONT', payerAddress: '1 rue des Écoles, 31000 Bessens', emails: ['marie@exemple.fr'], regieCode: '', directDebit: false, directDebitOn: null, state: 'unpaid', fileName: '',
    });
  });

  it.each([
    [{ numero: '' }, 'Le numéro de facture manque.'],
    [{ numero: '---' }, 'Le numéro de facture manque.'],
    [{ code_payeur: ' ' }, 'Le code du redevable manque.'],
    [{ code_payeur: '—' }, 'Le code du redevable manque.'],
    [{ montant: '' }, 'Le montant manque.'],
    [{ montant: '-5,00' }, 'Le montant « -5,00 » est négatif : un avoir ne peut pas être publié comme une facture.'],
    [{ montant: '−5' }, 'Le montant « −5 » est négatif : un avoir ne peut pas être publié comme une facture.'],
    [{ montant: '0,00' }, 'Le montant est nul : il n’y a rien à payer.'],
    [{ montant: '12,3,4' }, 'Le montant « 12,3,4 » n’est pas compris. Écrivez par exemple 243,11.'],
    [{ montant: '1.234' }, 'Le montant « 1.234 » n’est pas compris. Écrivez par exemple 243,11.'],
    [{ date: '31/02/2026' }, 'La date « 31/02/2026 » n’existe pas. Écrivez par exemple 31/01/2026.'],
    [{ echeance: 'fin juin' }, 'L’échéance « fin juin » n’existe pas. Écrivez par exemple 31/01/2026.'],
    [{ echeance: '09/07/2026' }, 'L’échéance (09/07/2026) précède la date de la facture (10/07/2026).'],
    [{ prelevement_le: '99/99/2026' }, 'La date de prélèvement « 99/99/2026 » n’existe pas. Écrivez par exemple 31/01/2026.'],
    [{ mode: 'troc' }, 'Le mode « troc » n’est pas compris. Écrivez « en ligne », « prelevement » ou « guichet ».'],
    [{ etat: 'perdue' }, 'L’état « perdue » n’est pas compris. Écrivez « non reglee », « reglee » ou « tresorerie ».'],
    [{ email: 'marie@' }, 'L’adresse de messagerie « marie@ » est incorrecte.'],
    [{ email2: '"a b"@x.fr' }, 'L’adresse de messagerie « "a » est incorrecte.'],
    [{ objet: 'x'.repeat(201) }, 'La colonne « objet » est trop longue : 200 caractères au plus.'],
    [{ numero: '1'.repeat(41) }, 'La colonne « numero » est trop longue : 40 caractères au plus.'],
  ] satisfies [RawRow, string][])('with %j is refused: %s', (changes, sentence) => expect(faultsOf(changes)[0]).toBe(sentence));

  it('tells all its faults at once', () => expect(faultsOf({ numero: '', montant: 'abc', date: '31/02/2026', email: 'x' })).toHaveLength(4));

  it('without a date is of today, without a subject is an invoice', () => {
    expect([rowOf({ date: '', echeance: '' }).issuedOn, rowOf({ objet: '' }).subject]).toEqual(['2026-11-23', 'Facture']);
  });

  it.each([
    ['', '', false], ['en ligne', '', false], ['Prélèvement', '', true], ['PRELEVEMENT AUTOMATIQUE', '', true], ['', '05/08/2026', true], ['guichet', '', false],
  ])('of mode « %s » taken on « %s » is a direct debit: %s', (mode, prelevement_le, expected) => expect(rowOf({ mode, prelevement_le }).directDebit).toBe(expected));

  it.each([['', 'unpaid'], ['non réglée', 'unpaid'], ['Réglée', 'paid'], ['payée', 'paid'], ['en trésorerie', 'treasury']])('of state « %s » is %s', (etat, state) => expect(rowOf({ etat }).state).toBe(state));

  it('may hold several addresses', () => expect(rowOf({ email: 'a@x.fr; b@x.fr', email2: 'c@x.fr' }).emails).toEqual(['a@x.fr', 'b@x.fr', 'c@x.fr']));
});

test.each([
  ['numero', 'numero'], ['Numéro', 'numero'], ['N° facture', 'numero'], ['Code famille', 'code_payeur'], ['CODE TIERS', 'code_payeur'], ['Montant TTC', 'montant'],
  ['Net à payer', 'montant'], ['Échéance', 'echeance'], ['Code postal', 'cp'], ['Courriel', 'email'], ['IBAN', null], ['Date de naissance', null], ['', null], ['constructor', null], ['__proto__', null],
])('the heading « %s » is our column %s', (heading, column) => expect(columnOf(heading)).toBe(column));
