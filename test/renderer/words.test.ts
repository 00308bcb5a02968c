// The words of the window that follow a number.
import { expect, test } from 'vitest';
import { discardedWords, refusalWords } from '../../renderer/words.ts';
import { mailKindLabels } from '../../server/contract/labels.ts';
import { mailKinds } from '../../server/contract/states.ts';
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

const none = { lines: 0, accepted: 0, warning: 0, already_published: 0 };
test.each([
  [1, 1, '1 ligne refusée reste à corriger'],
  [10, 10, '10 lignes refusées restent à corriger'],
  [10, 8, '10 lignes refusées : 8 factures ne sont pas encore publiées'],
  [2, 1, '2 lignes refusées : 1 facture n’est pas encore publiée'],
  [2, 0, '2 lignes refusées : leurs factures sont publiées depuis'],
])('%i refused lines, of which %i invoices are still not published', (refused, left, words) => {
  expect(plainSpaces(refusalWords({ counts: { ...none, refused }, unpublishedRefusals: left }))).toBe(words);
});

test('every mail has its French name, without the server’s', () => {
  expect(mailKinds.filter((kind) => /[_]|^[a-z]/.test(mailKindLabels[kind]))).toEqual([]);
  expect(mailKindLabels.message_answer).toBe('Réponse à un message');
});
