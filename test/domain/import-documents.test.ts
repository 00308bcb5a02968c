// Each invoice gets its own PDF or none: never a neighbour's.
import { describe, expect, it } from 'vitest';
import { matchDocuments, type Wanting } from '../../server/domain/import-documents.ts';
import { foldKey } from '../../server/domain/keys.ts';
import { plainSpaces } from '../support/french.ts';

const line = (number: string, fileName = '', payerKey = 'FAM1'): Wanting => ({ numberKey: foldKey(number), fileName, payerKey });
const match = (lines: Wanting[], names: string[], { owners = {}, allowMissing = false }: { owners?: Record<string, string>; allowMissing?: boolean } = {}) => {
  const files = names.map((name) => ({ name, sha256: name.startsWith('texte') ? null : `sha-${name.replace(/^copie-/, '')}` }));
  const { matches, unusedFiles } = matchDocuments(lines, { files, owners: new Map(Object.entries(owners)), allowMissing });
  return { found: matches.map((each) => each.sha256 ?? plainSpaces(each.fault ?? each.remark ?? '')), remarks: matches.map((each) => plainSpaces(each.remark ?? '')), unusedFiles };
};
const missing = 'Le PDF de cette facture manque.';

describe('by the number in the name of the file', () => {
  it.each([
    ['2017-020-002059', 'Facture_2017-020-002059.pdf'], ['2017-020-002059', '2017020002059.PDF'], ['2017-020-002059', 'facture 2017 020 002059 (copie).pdf'],
    ['F01-26-07-0000123', 'A-F01-26-07-0000123.pdf'], ['1001', 'facture1001.pdf'], ['1001', 'Facture_1001_juin-2026.pdf'], ['N°1001/é', 'n°1001-e\u0301.pdf'],
  ])('%s finds %s', (number, name) => expect(match([line(number)], [name]).found).toEqual([`sha-${name}`]));

  it.each([['1001', '21001.pdf'], ['1001', 'facture_10010.pdf'], ['1001', 'facture_210010.pdf'], ['2017-020-002059', '2017-020-0020591.pdf'], ['12', 'facture_12.pdf']])(
    '%s is not in %s', (number, name) => expect(match([line(number)], [name])).toMatchObject({ found: [missing], unusedFiles: [name] }));

  it('a name that holds two known numbers is nobody’s', () => {
    expect(match([line('1001'), line('1002', '', 'FAM2')], ['1001-1002.pdf'])).toMatchObject({ found: [missing, missing], unusedFiles: ['1001-1002.pdf'] });
  });

  it('two files with one number are ambiguous', () => {
    expect(match([line('1001')], ['a-1001.pdf', 'b-1001.pdf']).found).toEqual(['Plusieurs PDF portent ce numéro. Indiquez le bon dans la colonne « fichier ».']);
  });
});

describe('by the file that the line names', () => {
  it.each([['e\u0301tat.pdf', 'état.pdf'], ['ÉTAT.PDF', 'état.pdf'], ['C:\\exports\\etat.pdf', 'etat.pdf'], ['pj/etat.pdf', 'etat.pdf'], ['etat', 'etat.pdf']])(
    '%s finds %s', (fileName, name) => expect(match([line('1001', fileName)], [name]).found).toEqual([`sha-${name}`]));

  it('it alone counts', () => expect(match([line('1001', 'absent.pdf')], ['1001.pdf']).found).toEqual(['Le PDF « absent.pdf » manque.']));

  it('two names that differ by case alone are told apart, or refused', () => {
    expect(match([line('1001', 'A.pdf'), line('1002', 'a.pdf', 'FAM2')], ['A.pdf', 'a.pdf']).found).toEqual(['sha-A.pdf', 'sha-a.pdf']);
    expect(match([line('1001', 'A.PDF')], ['A.pdf', 'a.pdf']).found).toEqual(['Plusieurs PDF portent le nom « A.PDF ». Ne laissez que le bon.']);
  });

  it('what is no PDF is refused', () => expect(match([line('1001', 'texte.pdf')], ['texte.pdf']).found).toEqual(['« texte.pdf » n’est pas un PDF lisible.']));
});

describe('one PDF', () => {
  const refusal = 'Le PDF « a.pdf » est donné à plusieurs redevables : un seul peut le recevoir.';
  it('never goes to two payers', () => expect(match([line('1001', 'a.pdf'), line('1002', 'a.pdf', 'FAM2')], ['a.pdf']).found).toEqual([refusal, refusal]));
  it('never goes to two payers under two names', () => expect(match([line('1001', 'a.pdf'), line('1002', 'copie-a.pdf', 'FAM2')], ['a.pdf', 'copie-a.pdf']).found[0]).toBe(refusal));
  it('that a payer already has never goes to another', () => {
    expect(match([line('1001', 'a.pdf')], ['a.pdf'], { owners: { 'sha-a.pdf': 'FAM9' } }).found).toEqual([refusal]);
    expect(match([line('1001', 'a.pdf')], ['a.pdf'], { owners: { 'sha-a.pdf': 'FAM1' } }).found).toEqual(['sha-a.pdf']);
  });
  it('may serve two invoices of one payer, with a remark', () => {
    expect(match([line('1001', 'a.pdf'), line('1002', 'a.pdf')], ['a.pdf']).remarks).toEqual(Array(2).fill('Le PDF « a.pdf » sert à plusieurs factures de ce redevable.'));
  });
});

it('a missing PDF is a remark when the staff allow it', () => {
  expect(match([line('1001', 'absent.pdf')], [], { allowMissing: true }).remarks).toEqual(['Sans PDF.']);
});
