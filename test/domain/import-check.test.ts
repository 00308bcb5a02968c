// The verdict of each line, from the file and from what is already known.
import { describe, expect, it } from 'vitest';
import { checkImport, type KnownFacts, type KnownPayer } from '../../server/domain/import-check.ts';
import type { RawRow } from '../../server/domain/import-row.ts';
import { plainSpaces } from '../support/french.ts';

const marie: KnownPayer = { id: 'p1', code: 'FAM1', name: 'Mme Marie DUPONT', nameKey: 'DUPONT MARIE', emailKeys: ['marie@exemple.fr'] };
const facts = (changes: Partial<KnownFacts> = {}): KnownFacts => ({
  today: '2026-11-23', regies: new Map([['REGIE', { id: 'r1', name: 'Régie', kind: 'regie' }]]), payers: new Map([['FAM1', { ...marie }]]), invoices: new Map(),
  formerEmailKeys: new Set(), formerCodes: new Map(), files: [], documentOwners: new Map(), allowMissingPdf: true, ...changes,
});
const line = (numero: string, changes: RawRow = {}): RawRow => ({ numero, montant: '10,00', code_payeur: 'FAM1', nom: 'DUPONT', prenom: 'Marie', ...changes });
const newcomer = (numero: string, changes: RawRow = {}) => line(numero, { code_payeur: 'FAM2', nom: 'PETIT', prenom: 'Luc', ...changes });

function check(rows: RawRow[], known = facts()) {
  const { lines } = checkImport(rows.map((raw, index) => ({ line: index + 2, raw })), known);
  return lines.map(({ verdict, messages, publishable }) => ({
    verdict, said: messages.map(plainSpaces).filter((each) => each !== 'Sans PDF.'), emails: publishable?.newEmails ?? null,
  }));
}
const refusals = (rows: RawRow[], known = facts()) => check(rows, known).map(({ verdict, said }) => (verdict === 'refused' ? said.join(' ') : verdict));

describe('payers', () => {
  it('unknown and without a name: refused', () => {
    expect(refusals([line('1', { code_payeur: 'X9', nom: '', prenom: '' })])).toEqual(['Le redevable « X9 » est inconnu. Corrigez son code, ou ajoutez son nom dans le fichier pour le créer.']);
  });
  it('with another name than the known one: refused', () => {
    expect(refusals([line('1', { nom: 'MARTIN' })])).toEqual(['Le code « FAM1 » est celui de Mme Marie DUPONT, mais la ligne porte le nom de Marie MARTIN. Vérifiez lequel est le bon.']);
  });
  it('with another name than on the first line of the file: refused', () => expect(refusals([newcomer('1'), newcomer('2', { nom: 'GRAND' })])[1]).toMatch(/^Le code « FAM2 » est celui de Luc PETIT/));
  it('named by the code alone: found, when it is written alike', () => {
    const named = { nom: '', prenom: '' };
    expect(refusals([line('1', { ...named, code_payeur: 'fam 1' })])).toEqual(['warning']);
    const twins = facts({ payers: new Map([['111', { ...marie, code: '1-11' }]]) });
    expect(refusals([line('1', { ...named, code_payeur: '11-1' })], twins)).toEqual(['Le code « 11-1 » ressemble à « 1-11 » (Mme Marie DUPONT) sans être le même. Écrivez-le de la même façon, ou ajoutez le nom.']);
  });
  it('a refused line does not create the payer of the next one', () => {
    const known = facts({ allowMissingPdf: false, files: [{ name: 'b.pdf', sha256: 'b' }] });
    expect(refusals([newcomer('1', { fichier: 'absent.pdf' }), newcomer('2', { nom: '', prenom: '', fichier: 'b.pdf' })], known)[1]).toMatch(/^Le redevable « FAM2 » est inconnu/);
  });
});

describe('régies', () => {
  const two = facts({ regies: new Map([['A', { id: 'a', name: 'A', kind: 'regie' }], ['B', { id: 'b', name: 'B', kind: 'regie' }]]) });
  it('must be told when there are several', () => expect(refusals([line('1')], two)).toEqual(['Indiquez la régie : la commune en a plusieurs.']));
  it('must be known', () => expect(refusals([line('1', { regie: 'Z' })], two)).toEqual(['La régie « Z » est inconnue. Créez-la dans les réglages, ou corrigez le fichier.']));
  it('each have their own numbers', () => expect(refusals([line('1', { regie: 'a' }), line('1', { regie: 'b' })], two)).toEqual(['warning', 'warning']));
});

describe('numbers', () => {
  it('twice in the file: the second is refused', () => expect(refusals([line('2026-1'), line('2026 1')])).toEqual(['warning', 'Le numéro 2026 1 est déjà à la ligne 2 de ce fichier.']));
  it('twice in the file with two amounts, or for two payers: both are refused', () => {
    const also = 'Le numéro 1 est aussi à la ligne 3 de ce fichier, pour un autre redevable ou un autre montant.';
    expect(refusals([line('1'), line('1', { montant: '99' })])[0]).toBe(also);
    expect(refusals([line('1'), newcomer('1')])[0]).toBe(also);
  });
  const published = { payerCode: 'FAM1', amountCents: 1000, documentSha256: 'a' };
  const withPdf = (changes = {}) => facts({ invoices: new Map([['r1/1', { ...published, ...changes }]]), files: [{ name: 'a.pdf', sha256: 'a' }] });
  it.each([
    [{}, 'already_published'],
    [{ documentSha256: null }, 'already_published'],
    [{ payerCode: 'FAM7' }, 'La facture 1 est déjà publiée pour un autre redevable (FAM7).'],
    [{ amountCents: 123450 }, 'La facture 1 est déjà publiée avec un autre montant (1 234,50 €).'],
    [{ documentSha256: 'b' }, 'La facture 1 est déjà publiée avec un autre PDF.'],
  ])('already published as %j: %s', (changes, verdict) => expect(refusals([line('1', { fichier: 'a.pdf' })], withPdf(changes))).toEqual([verdict]));
});

it('a PDF that an unreadable line awaits is not one that no line wants', () => {
  const known = facts({ files: [{ name: 'a.pdf', sha256: 'a' }, { name: '2026-0007.pdf', sha256: 'b' }, { name: 'autre.pdf', sha256: 'c' }] });
  const rows = [line('1', { montant: '12,3,4', fichier: 'A.pdf' }), line('2026-0007', { date: '31/02/2026' })];
  expect(checkImport(rows.map((raw, index) => ({ line: index + 2, raw })), known).unusedFiles).toEqual(['autre.pdf']);
});

describe('addresses', () => {
  it('of a new payer see its invoices, once', () => {
    expect(check([newcomer('1', { email: 'luc@x.fr', email2: 'LUC@x.fr' }), newcomer('2', { email: 'luc@x.fr', email2: 'lea@x.fr' })]).map((each) => each.emails)).toEqual([['luc@x.fr', 'LUC@x.fr'], ['lea@x.fr']]);
  });
  it('never join the household of a payer that somebody sees', () => {
    expect(check([line('1', { email: 'intrus@x.fr' })])).toMatchObject([{ emails: [], said: ['L’adresse intrus@x.fr n’est pas celle que l’on connaît pour Mme Marie DUPONT : elle n’est pas ajoutée.'] }]);
  });
  it('reach a known payer that nobody sees yet', () => {
    expect(check([line('1', { email: 'marie@x.fr' })], facts({ payers: new Map([['FAM1', { ...marie, emailKeys: [] }]]) }))).toMatchObject([{ emails: ['marie@x.fr'], said: [] }]);
  });
  it('abandoned by their owner never return', () => {
    expect(check([newcomer('1', { email: 'Vieux@x.fr' })], facts({ formerEmailKeys: new Set(['vieux@x.fr']) }))).toMatchObject([{ emails: [], said: ['L’adresse Vieux@x.fr a été abandonnée par son titulaire : elle n’est pas ajoutée.'] }]);
  });
  it('of another household are remarked', () => {
    expect(check([newcomer('1', { email: 'marie@exemple.fr' })])).toMatchObject([{ emails: ['marie@exemple.fr'], said: ['L’adresse marie@exemple.fr voit déjà les factures de Mme Marie DUPONT : elle verra aussi celles-ci.'] }]);
    expect(check([newcomer('1', { email: 'luc@x.fr' }), newcomer('2', { code_payeur: 'FAM3', nom: 'GRAND', email: 'luc@x.fr' })])[1]).toMatchObject({ said: ['L’adresse luc@x.fr voit déjà les factures de Luc PETIT : elle verra aussi celles-ci.'] });
  });
  it('of a refused line are not lost for the next one', () => {
    const known = facts({ allowMissingPdf: false, files: [{ name: 'b.pdf', sha256: 'b' }] });
    expect(check([newcomer('1', { email: 'luc@x.fr', fichier: 'absent.pdf' }), newcomer('2', { email: 'luc@x.fr', fichier: 'b.pdf' })], known)[1]).toMatchObject({ verdict: 'accepted', emails: ['luc@x.fr'] });
  });
});

it.each([
  ['titre', '2021-2-1', 'accepted'], ['titre', '2017-020-002059', 'accepted'], ['titre', 'F-12', 'warning'], ['role', '2025-EA-00-123456789', 'accepted'], ['role', '2021-2-1', 'warning'], ['regie', 'F-12', 'accepted'],
] as const)('a régie of kind %s and the number %s: %s, and published all the same', (kind, numero, verdict) => {
  const [found] = check([line(numero, { fichier: 'a.pdf' })], facts({ regies: new Map([['REGIE', { id: 'r1', name: 'Régie', kind }]]), files: [{ name: 'a.pdf', sha256: 'a' }] }));
  expect(found).toMatchObject({ verdict, emails: expect.any(Array) });
  if (verdict === 'warning') expect(found!.said).toEqual([expect.stringMatching(/ne pourra pas être payée en ligne\.$/)]);
});
