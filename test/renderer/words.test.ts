// The words of the window that follow a number.
import { expect, test } from 'vitest';
import { discardedWords } from '../../renderer/words.ts';
import { plainSpaces } from '../support/french.ts';

test.each([
  [0, 0, 'Rien n’y est encore déposé.'],
  [1, 0, '1 ligne sera effacée du portail.'],
  [4, 0, '4 lignes seront effacées du portail.'],
  [0, 1, '1 PDF déposé sera effacé du portail.'],
  [4, 3, '4 lignes et 3 PDF déposés seront effacés du portail.'],
])('an import of %i lines and %i PDF, given up', (lines, documents, words) => {
  expect(plainSpaces(discardedWords(lines, documents))).toBe(words);
});
