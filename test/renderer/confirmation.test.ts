// What an agent reads before a payment is confirmed by hand.
import { expect, it } from 'vitest';
import { confirmationOf } from '../../renderer/confirmation.ts';
import { plainSpaces } from '../support/french.ts';

it.each([
  [['2026-1'], /^200,11 € de Mme Dupont, pour la facture 2026-1\. /, 'Confirmer, et marquer 1 facture réglée', 'Paiement confirmé : la facture est réglée.'],
  [['2026-1', '2026-2'], /pour les factures 2026-1, 2026-2\. /, 'Confirmer, et marquer 2 factures réglées', 'Paiement confirmé : les factures sont réglées.'],
] as const)('%j', (...[invoiceNumbers, text, action, done]) => {
  const asked = confirmationOf({ invoiceNumbers: [...invoiceNumbers], payerNames: ['Mme Dupont'], amountCents: 20_011 });
  expect([plainSpaces(asked.text), plainSpaces(asked.action), plainSpaces(asked.done)]).toEqual([expect.stringMatching(text), action, done]);
});
