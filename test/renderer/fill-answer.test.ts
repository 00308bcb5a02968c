// A ready-made answer speaks of the invoice and the person of the message.
import { expect, test } from 'vitest';
import { fillAnswer } from '../../renderer/fill-answer.ts';

test.each([
  ['Bonjour {nom}, la facture {facture} est juste.', 'Bonjour Mme Durand, la facture A-1 est juste.'],
  ['{nom} {nom} {autre}', 'Mme Durand Mme Durand {autre}'],
])('%s', (body, filled) => {
  expect(fillAnswer(body, { payerNames: 'Mme Durand', invoice: { id: 'x', number: 'A-1' } })).toBe(filled);
});

test('what the message does not say stays to be seen', () => {
  expect(fillAnswer('{nom}: {facture}', { payerNames: '', invoice: null })).toBe('{nom}: {facture}');
});
