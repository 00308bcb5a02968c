// The words of the window that follow a number.
import { expect, test } from 'vitest';
import { notDueWords } from '../../renderer/invoice-actions.ts';
import { announcedWords, discardedWords, refusalWords } from '../../renderer/words.ts';
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

test.each([
  [10, 10, 0, 'Envoi en cours : 10 courriels à envoyer.'],
  [10, 7, 0, 'Envoi en cours : 3 courriels partis sur 10.'],
  [10, 7, 1, 'Envoi en cours : 2 courriels partis sur 10, 1 non remis ou douteux.'],
  [10, 0, 0, '10 comptes prévenus.'],
  [2, 0, 1, '1 compte prévenu, 1 courriel non remis ou douteux.'],
  [3, 0, 3, '0 compte prévenu, 3 courriels non remis ou douteux.'],
])('of %i accounts told, %i mails left and %i lost', (...[announcedAccounts, announcementsLeft, announcementsLost, words]) => {
  expect(plainSpaces(announcedWords({ announcedAccounts, announcementsLeft, announcementsLost }))).toBe(words);
});

test.each([
  [1, 1, 'Elle n’est pas encore échue : l’habitant a encore le temps de la payer.'],
  [1, 3, '1 n’est pas encore échue : les habitants ont encore le temps de payer.'],
  [2, 3, '2 ne sont pas encore échues : les habitants ont encore le temps de payer.'],
  [3, 3, 'Aucune n’est encore échue : les habitants ont encore le temps de payer.'],
])('%i of %i handed over before they are due', (count, of, words) => expect(plainSpaces(notDueWords(count, of))).toBe(words));
