// What the search says it has found, and under which titles.
import { expect, test } from 'vitest';
import { foundGroups, foundWords } from '../../renderer/search-entries.ts';
import { plainSpaces } from '../support/french.ts';

const invoice = (id: string) => ({ kind: 'invoice' as const, id, label: id, detail: '' });

test.each([
  [[], 'Aucun résultat', ['Chercher plus loin']],
  [[invoice('a')], '1 résultat', ['Factures', 'Chercher plus loin']],
  [[invoice('a'), invoice('b')], '2 résultats', ['Factures', 'Chercher plus loin']],
])('the way to the whole list is no result (%#)', (results, words, titles) => {
  const groups = foundGroups(results, 'xyzzy');
  expect(plainSpaces(foundWords(groups.flatMap(({ entries }) => entries)))).toBe(words);
  expect(groups.map(({ title }) => title)).toEqual(titles);
});
