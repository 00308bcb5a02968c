// Why: how far a régie may be opened: production is refused here rather than by PayFiP, in front of a resident (payfip.md §4).
import { dayInFrance, nextWorkingDay } from '../domain/days.ts';
import type { ErrorCode, ErrorDetails } from './error-messages.ts';
import { formatWeekday } from './format.ts';
import type { PayfipInterface, PayfipStage, RegieKind } from './states.ts';

export interface KnownRegie {
  numcli: string | null; stage: PayfipStage; verifiedAt: Date | null; cardActivatedAt: Date | null; debitActivatedAt: Date | null;
}
export interface WantedRegie { numcli: string | null; kind: RegieKind; interface: PayfipInterface; stage: PayfipStage; isActivatedElsewhere: boolean }

/** Why production cannot be chosen; null when it may, or is not what changes. Another number has nothing verified nor activated. */
export function productionRefusal(known: KnownRegie, wanted: WantedRegie, now: Date): { code: ErrorCode; details: ErrorDetails } | null {
  const isSame = known.numcli === wanted.numcli;
  if (wanted.stage !== 'production' || (isSame && known.stage === 'production')) return null;
  if (isNamedByPayfip(wanted) && !(isSame && known.verifiedAt)) return { code: 'regie_not_verified', details: {} };
  if (wanted.isActivatedElsewhere || hasActiveMeans(known, wanted, now)) return null;
  const activeOn = isSame ? firstActiveDay(known) : null;
  return activeOn === null ? { code: 'regie_not_activated', details: {} } : { code: 'regie_not_active_yet', details: { day: formatWeekday(activeOn) } };
}

/** The first day on which PayFiP takes a means of payment that this portal has seen activated: the next working day (payfip.md §4); null when it has seen none. */
export function firstActiveDay({ cardActivatedAt, debitActivatedAt }: Pick<KnownRegie, 'cardActivatedAt' | 'debitActivatedAt'>): string | null {
  const days = [cardActivatedAt, debitActivatedAt].flatMap((at) => (at === null ? [] : nextWorkingDay(dayInFrance(at))));
  return days.sort()[0] ?? null;
}

export function hasActiveMeans(known: KnownRegie, { numcli }: { numcli: string | null }, now: Date): boolean {
  const activeOn = firstActiveDay(known);
  return known.numcli === numcli && activeOn !== null && activeOn <= dayInFrance(now);
}

/** PayFiP names only the clients of its web service; another is proved by a payment in test. */
export const isNamedByPayfip = (regie: { kind: RegieKind; interface: PayfipInterface }): boolean => regie.kind === 'regie' && regie.interface === 'service';

/** Minutes that an attempt keeps its invoices, unless the régie says otherwise: by address nobody can be asked, so its result is awaited longer. */
export const usualWaitMinutes: Record<PayfipInterface, number> = { service: 20, url: 120 };
