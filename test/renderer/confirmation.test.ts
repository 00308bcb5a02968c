// What an agent reads before a payment is confirmed by hand, or denied.
import { expect, it } from 'vitest';
import { confirmationOf, confirmedOf, denialOf, givingUpOf, whyReportedOf } from '../../renderer/confirmation.ts';
import type { PaymentDetailDto } from '../../server/contract/schemas.ts';
import type { InvoiceState } from '../../server/contract/states.ts';
import { plainSpaces } from '../support/french.ts';

const invoicesOf = (states: readonly InvoiceState[]) => states.map((state, index) => ({ number: `2026-${index + 1}`, state }));

it.each([
  [['unpaid'], true, /^200,11 € de Mme Dupont, pour la facture 2026-1\. [^\n]+$/, 'Confirmer, et marquer 1 facture réglée'],
  [['unpaid', 'treasury'], true, /pour les factures 2026-1, 2026-2\. [^\n]+$/, 'Confirmer, et marquer 2 factures réglées'],
  [['paid'], true, /\nAttention : la facture 2026-1 est déjà réglée\. Ce sera un double paiement/, 'Confirmer, sans régler de facture'],
  [['unpaid', 'paid', 'withdrawn', 'withdrawn'], true, /la facture 2026-2 est déjà réglée[^\n]*\nAttention : les factures 2026-3, 2026-4 sont annulées/, 'Confirmer, et marquer 1 facture réglée'],
  [['unpaid'], false, /\nC’est un paiement d’activation : il ne règle aucune facture/, 'Confirmer, sans régler de facture'],
] as const)('invoices %j, in production %s', (...[states, isProduction, text, action]) => {
  const asked = confirmationOf({ invoices: invoicesOf(states), isProduction, payerNames: ['Mme Dupont'], amountCents: 20_011 });
  expect([plainSpaces(asked.text), plainSpaces(asked.action)]).toEqual([expect.stringMatching(text), action]);
});

it.each([
  [['2026-1'], null, 'Paiement confirmé : la facture 2026-1 est réglée.'], [['2026-1', '2026-2'], null, 'Paiement confirmé : 2 factures sont réglées.'],
  [[], 'paid_twice', 'Paiement confirmé. Il reste à traiter : ouvrez-le pour lire pourquoi.'], [['2026-1'], 'after_treasury', 'Paiement confirmé : la facture 2026-1 est réglée. Il reste à traiter : ouvrez-le pour lire pourquoi.'],
] as const)('once confirmed, having settled %j and to be sorted %s, it is said as it is', (settledNumbers, toSort, words) =>
  expect(plainSpaces(confirmedOf({ payment: { settledNumbers: [...settledNumbers], toSort } as unknown as PaymentDetailDto['payment'] }))).toBe(words));

it.each([
  [['unpaid'], true, /^La facture 2026-1 pourra de nouveau être payée en ligne, sauf si autre chose l’en empêche\. L’habitant lira .* un courriel l’en prévient\.$/], [['unpaid', 'unpaid'], true, /^Les factures 2026-1, 2026-2 pourront/], [['treasury'], true, /^Aucune facture ne redevient payable en ligne\./],
  [['paid'], true, /^Aucune facture ne redevient payable en ligne\./], [['unpaid'], false, /^$/],
] as const)('a denial, its invoices being %j, in production %s', (...[states, isProduction, words]) =>
  expect(denialOf({ payment: { isProduction } as PaymentDetailDto['payment'], lines: invoicesOf(states) as PaymentDetailDto['lines'] })).toMatch(words));

it('PayFiP is said to be asked only where it can be; a trial has nothing to be confirmed', () => {
  expect([givingUpOf({ interface: 'service' }), givingUpOf({ interface: 'url' })]).toEqual([expect.stringContaining('PayFiP est d’abord interrogé'), expect.not.stringContaining('interrogé')]);
  const why = (mayBeConfirmed: boolean) => whyReportedOf({ payment: { interface: 'url' } as PaymentDetailDto['payment'], mayBeConfirmed });
  expect([why(true), why(false)]).toEqual([expect.stringContaining('Confirmez-le'), expect.not.stringContaining('Confirmez-le')]);
});
