// What is half written, from one screen to another.
import { expect, it } from 'vitest';
import { answerDrafts, documentDrafts, isAnyDraftTyped } from '../../renderer/drafts.ts';

const start = (body = '') => () => ({ body, close: true });

it('what was typed comes back, under its own name, until it is dropped', () => {
  answerDrafts.open('a', start()).body = 'Bonjour';
  expect([answerDrafts.open('a', start()).body, answerDrafts.open('b', start()).body, answerDrafts.isTyped('a'), answerDrafts.isTyped('b')]).toEqual(['Bonjour', '', true, false]);
  expect(answerDrafts.firstTyped()).toEqual({ body: 'Bonjour', close: true });
  answerDrafts.drop('a');
  expect([answerDrafts.isTyped('a'), answerDrafts.firstTyped()]).toEqual([false, undefined]);
});

it('a draft in which nothing was typed follows what has changed since', () => {
  answerDrafts.open('c', start('avant'));
  expect(answerDrafts.open('c', start('après')).body).toBe('après');
});

it('what is saved while its form stays open is no longer typed, until it is typed in again', () => {
  const typed = answerDrafts.open('d', start('avant'));
  typed.body = 'après';
  answerDrafts.settle('d');
  expect([answerDrafts.isTyped('d'), answerDrafts.open('d', start('lu'))]).toEqual([false, { body: 'lu', close: true }]);
});

it('a chosen file counts as typed', () => {
  documentDrafts.open('e', () => ({ file: null, reason: '', tells: false })).file = new File([''], 'facture.pdf');
  expect([documentDrafts.isTyped('e'), documentDrafts.isAnyTyped(), isAnyDraftTyped()]).toEqual([true, true, true]);
  documentDrafts.drop('e');
  expect(isAnyDraftTyped()).toBe(false);
});
