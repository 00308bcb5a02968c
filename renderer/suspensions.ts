// Why: a suspension that was forgotten keeps everyone from paying: what is suspended is told on the dashboard, and each time something is opened again.
import { formatCount } from '../server/contract/format.ts';
import type { DashboardDto } from '../server/contract/schemas.ts';

type Suspensions = Pick<DashboardDto, 'isPortalSuspended' | 'regiesSuspended' | 'invoicesSuspended'>;

/** « tout le portail », « 1 régie et 2 factures »; '' when nothing is. */
export function suspendedWords({ isPortalSuspended, regiesSuspended, invoicesSuspended }: Suspensions): string {
  const parts = [
    isPortalSuspended ? ['tout le portail'] : [], regiesSuspended ? [formatCount(regiesSuspended, 'régie')] : [], invoicesSuspended ? [formatCount(invoicesSuspended, 'facture')] : [],
  ].flat();
  return parts.length > 1 ? `${parts.slice(0, -1).join(', ')} et ${parts.at(-1)}` : parts.join('');
}

/** What is said once the payment `subject` (« de cette régie ») is open again. */
export function reopenedWords(subject: string, now: Suspensions | null): string {
  const others = now ? suspendedWords(now) : '';
  return `Le paiement en ligne ${subject} est rouvert.${others ? ` Il reste suspendu pour ${others}.` : ''}`;
}
