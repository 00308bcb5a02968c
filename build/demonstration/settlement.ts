// Why this file exists: whether an invoice is paid, late or sent to the treasury, as a believable town would have it.
import { referenceDay } from './calendar.ts';
import type { DemoPayer, SettlementState } from './model.ts';
import { seededRandom } from './seeded-random.ts';

/** Unpaid invoices due before this day have been sent to the treasury. */
const treasuryBefore = '2026-08-01';

/** Families told on purpose: everything of these families that is not listed is paid. */
const toldFamilies: Readonly<Record<string, Record<string, SettlementState>>> = {
  SISTEC560: {
    'CANT 2026-04': 'tresorerie',
    'CANT 2026-09': 'non reglee',
    'CANT 2026-10': 'non reglee',
    'EAU 2026-10': 'non reglee',
  },
  SAV001: {
    'CANT 2026-09': 'non reglee',
    'CANT 2026-10': 'non reglee',
    'EAU 2026-10': 'non reglee',
  },
  SAV021: { 'EAU 2026-10': 'non reglee' },
  SAV032: { 'CANT 2026-10': 'non reglee', 'EAU 2026-10': 'non reglee' },
};

export interface Debt {
  payer: DemoPayer;
  regie: string;
  month: string;
  dueOn: string;
}

/** The state of a debt on the reference day. */
export function settlementOf(debt: Debt): SettlementState {
  const { payer, regie, month, dueOn } = debt;
  const told = toldFamilies[payer.code];
  if (told) return told[`${regie} ${month}`] ?? 'reglee';
  if (payer.mode === 'prelevement') return dueOn < referenceDay ? 'reglee' : 'non reglee';
  const isPaid = seededRandom(`settlement ${payer.code} ${regie} ${month}`).chance(paidShare(dueOn));
  if (isPaid) return 'reglee';
  return dueOn < treasuryBefore ? 'tresorerie' : 'non reglee';
}

function paidShare(dueOn: string): number {
  if (dueOn >= referenceDay) return 30;
  return dueOn < treasuryBefore ? 96 : 82;
}
