// Why this file exists: eighteen months of invoices, month by month and régie by régie, numbered as the commune does.
import { issueMonths, lastDayOf, monthName, ofMonth, previousMonth, schoolDays, workingDay } from './calendar.ts';
import { canteenGroups, crecheGroups } from './family-lines.ts';
import { totalOf, type DemoInvoice, type DemoPayer, type LineGroup, type RegieCode } from './model.ts';
import { payers } from './payers.ts';
import { settlementOf } from './settlement.ts';
import { readingMonths, waterGroups } from './water-lines.ts';

/** Series of each régie, `YYYY-NNN-NNNNNN`, and the number before the first one that the demonstration gives in each year. */
const series: Record<RegieCode, { code: string; before: Record<string, number> }> = {
  CANT: { code: '020', before: { 2025: 1_904, 2026: 1_834 } },
  CRECHE: { code: '021', before: { 2025: 118, 2026: 0 } },
  EAU: { code: '030', before: { 2025: 30, 2026: 0 } },
};

interface Draft {
  regie: RegieCode;
  payer: DemoPayer;
  /** Month of the service (canteen, crèche) or of the reading (water). */
  month: string;
  issuedOn: string;
  dueOn: string;
  subject: string;
  groups: LineGroup[];
}

/** Every invoice of the demonstration, in the order of issue. */
export function demonstrationInvoices(): DemoInvoice[] {
  const lastNumbers = new Map<string, number>();
  return issueMonths.flatMap(draftsOf).map((draft) => finish(draft, numberOf(draft, lastNumbers)));
}

function draftsOf(issueMonth: string): Draft[] {
  return [...canteenDrafts(issueMonth), ...crecheDrafts(issueMonth), ...waterDrafts(issueMonth)];
}

/** The meals of a month are billed at the start of the next one; nothing for July and August. */
function canteenDrafts(issueMonth: string): Draft[] {
  const month = previousMonth(issueMonth);
  if (!schoolDays[month]) return [];
  return payers.filter((payer) => payer.canteen.length > 0).map((payer) => ({
    regie: 'CANT' as const, payer, month,
    issuedOn: payer.code === 'SISTEC560' && issueMonth === '2026-11' ? '2026-11-10' : workingDay(`${issueMonth}-05`),
    dueOn: lastDayOf(issueMonth),
    subject: payer.code === 'SISTEC560' ? 'Multi Services' : `Restauration scolaire et périscolaire – ${monthName(month)}`,
    groups: canteenGroups(payer, month),
  }));
}

/** The crèche is closed in August. */
function crecheDrafts(issueMonth: string): Draft[] {
  const month = previousMonth(issueMonth);
  if (month.endsWith('-08')) return [];
  return payers.flatMap((payer) => (!payer.creche ? [] : [{
    regie: 'CRECHE' as const, payer, month,
    issuedOn: workingDay(`${issueMonth}-06`),
    dueOn: lastDayOf(issueMonth),
    subject: `Multi-accueil « Les Petits Ceps » – ${monthName(month)}`,
    groups: crecheGroups(payer, payer.creche, month),
  }]));
}

function waterDrafts(month: string): Draft[] {
  if (!readingMonths.some((reading) => reading === month)) return [];
  return payers.flatMap((payer) => (!payer.meter ? [] : [{
    regie: 'EAU' as const, payer, month,
    issuedOn: workingDay(`${month}-15`),
    dueOn: workingDay(`${month.slice(0, 5)}${month.endsWith('04') ? '05' : '11'}-16`),
    subject: `Eau – relevé ${ofMonth(month)}`,
    groups: waterGroups(payer.code, payer.meter, month),
  }]));
}

function numberOf(draft: Draft, lastNumbers: Map<string, number>): string {
  const year = draft.issuedOn.slice(0, 4);
  const { code, before } = series[draft.regie];
  const key = `${year}-${code}`;
  const rank = (lastNumbers.get(key) ?? before[year] ?? 0) + 1;
  lastNumbers.set(key, rank);
  return `${key}-${String(rank).padStart(6, '0')}`;
}

function finish(draft: Draft, number: string): DemoInvoice {
  const { regie, payer, issuedOn, dueOn, subject, groups } = draft;
  return {
    number, regie, payer, issuedOn, dueOn, subject, groups,
    amountCents: totalOf(groups),
    mode: payer.mode,
    state: settlementOf(draft),
    debitedOn: payer.mode === 'prelevement' ? workingDay(dueOn) : '',
    fileName: `Facture_${number}.pdf`,
  };
}
