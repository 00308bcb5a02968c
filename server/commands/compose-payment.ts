// What is sent to PayFiP for some invoices of a régie: reference, year, letter, free text.
import { newSecret } from '../crypto/tokens.ts';
import { dayInFrance } from '../domain/days.ts';
import { saisieOf } from '../domain/payment.ts';
import {
  fictiveExer, fictiveRoleRefdet, fictiveTitreRefdet, normaliseObjet, regieRefdet, roleRefdet, titreRefdet,
} from '../domain/references.ts';
import { AppError } from '../errors.ts';
import type { Payment, Regie } from '../models/index.ts';

/** How long an attempt may wait for PayFiP to open it; far beyond the time limit of the call. */
export const startingMs = 120_000;

type Composed = Pick<Payment, 'interface' | 'kind' | 'saisie' | 'numcli' | 'exer' | 'refdet' | 'amountCents' | 'email' | 'objet'>;
export interface Composition { invoices: { number: string }[]; regie: Regie; email: string; number: number; totalCents: number; now: Date }

/** @throws AppError payments_not_open, invoice_without_reference */
export function composePayment({ invoices, regie, email, number, totalCents, now }: Composition): Composed {
  const door = regie.kind === 'regie' ? regie.interface : 'url';
  const saisie = saisieOf(regie.stage, door);
  if (!saisie || !regie.numcli) throw new AppError('payments_not_open', { regie: regie.name });
  const numbers = invoices.map((invoice) => invoice.number);
  const { refdet, exer } = referenceOf(regie, { label: numbers[0] ?? '', attempt: number, year: dayInFrance(now).slice(0, 4), isTest: saisie === 'T' });
  return {
    interface: door, kind: regie.kind, saisie, numcli: regie.numcli, exer, refdet, amountCents: totalCents, email,
    objet: normaliseObjet(`${numbers.length > 1 ? 'Factures' : 'Facture'} ${numbers.join(' ')}`),
  };
}

interface ReferenceRequest { label: string; attempt: number; year: string; isTest: boolean }

/** A test of titres or rôles uses the reference that PayFiP keeps for it (payfip.md §1.1). */
function referenceOf({ kind }: Regie, { label, attempt, year, isTest }: ReferenceRequest): { refdet: string; exer: string } {
  if (kind === 'regie') return { refdet: regieRefdet({ label, attempt, random: newSecret() }), exer: year };
  if (isTest) return { refdet: kind === 'titre' ? fictiveTitreRefdet : fictiveRoleRefdet, exer: fictiveExer };
  const refdet = kind === 'titre' ? titreRefdet(label) : roleRefdet(label);
  if (!refdet) throw new AppError('invoice_without_reference', { number: label });
  return { refdet, exer: refdet.slice(0, 4) };
}
