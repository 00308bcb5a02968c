// Why: how far a régie may be opened: production is refused here rather than by PayFiP, in front of a resident (payfip.md §4).
import { dayInFrance } from '../domain/days.ts';
import type { ErrorCode } from './error-messages.ts';
import type { PayfipInterface, PayfipStage, RegieKind } from './states.ts';

export interface KnownRegie {
  numcli: string | null; stage: PayfipStage; verifiedAt: Date | null; cardActivatedAt: Date | null; debitActivatedAt: Date | null;
}
export interface WantedRegie { numcli: string | null; kind: RegieKind; interface: PayfipInterface; stage: PayfipStage; isActivatedElsewhere: boolean }

/** Why production cannot be chosen; null when it may, or is not what changes. Another number has nothing verified nor activated. */
export function productionRefusal(known: KnownRegie, wanted: WantedRegie, now: Date): ErrorCode | null {
  const isSame = known.numcli === wanted.numcli;
  if (wanted.stage !== 'production' || (isSame && known.stage === 'production')) return null;
  if (isNamedByPayfip(wanted) && !(isSame && known.verifiedAt)) return 'regie_not_verified';
  if (wanted.isActivatedElsewhere || hasActiveMeans(known, wanted, now)) return null;
  return isSame && (known.cardActivatedAt ?? known.debitActivatedAt) !== null ? 'regie_active_tomorrow' : 'regie_not_activated';
}

/** A means of payment that this portal has seen activated, before today: PayFiP takes it from the day that follows. */
export function hasActiveMeans(known: KnownRegie, { numcli }: { numcli: string | null }, now: Date): boolean {
  return known.numcli === numcli && [known.cardActivatedAt, known.debitActivatedAt].some((at) => at !== null && dayInFrance(at) < dayInFrance(now));
}

/** PayFiP names only the clients of its web service; another is proved by a payment in test. */
export const isNamedByPayfip = (regie: { kind: RegieKind; interface: PayfipInterface }): boolean => regie.kind === 'regie' && regie.interface === 'service';

/** Minutes that an attempt keeps its invoices, unless the régie says otherwise: by address nobody can be asked, so its result is awaited longer. */
export const usualWaitMinutes: Record<PayfipInterface, number> = { service: 20, url: 120 };
