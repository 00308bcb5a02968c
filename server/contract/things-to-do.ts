// Why: what waits for the staff is decided here alone: the screen « À faire » puts it into words, the tray counts it.
import { isLoopbackUrl, isProxiedUrl } from './loopback-url.ts';
import type { Right } from './rights.ts';
import type { DashboardDto } from './schemas.ts';

const day = 24 * 3_600_000;
const backupIsOldAfter = 7 * day;
const certificateWarnsBefore = 14 * day;
const littleRoom = 2_000_000_000;

interface Thing {
  /** Who may do it. */
  needs: Right;
  waits: (figures: DashboardDto, now: Date) => boolean;
}

/** The most urgent first. */
const things = {
  'to-sort': { needs: 'payments', waits: ({ paymentsToSort }) => paymentsToSort > 0 },
  'to-confirm': { needs: 'payments', waits: ({ paymentsToConfirm }) => paymentsToConfirm > 0 },
  'said-paid': { needs: 'payments', waits: ({ invoicesSaidPaid }) => invoicesSaidPaid > 0 },
  suspended: { needs: 'payments', waits: ({ isPortalSuspended, regiesSuspended, invoicesSuspended }) => isPortalSuspended || regiesSuspended + invoicesSuspended > 0 },
  refused: { needs: 'imports', waits: ({ unpublishedRefusals }) => unpublishedRefusals > 0 },
  first: { needs: 'imports', waits: ({ lastPublishedAt, draftImports }) => lastPublishedAt === null && draftImports === 0 },
  drafts: { needs: 'imports', waits: ({ draftImports, importsToCorrect }) => draftImports > importsToCorrect },
  'to-correct': { needs: 'imports', waits: ({ importsToCorrect }) => importsToCorrect > 0 },
  'to-announce': { needs: 'imports', waits: ({ importsToAnnounce }) => importsToAnnounce.length > 0 },
  mails: { needs: 'messages', waits: ({ mailsFailed }) => mailsFailed > 0 },
  'mails-to-verify': { needs: 'messages', waits: ({ mailsToVerify }) => mailsToVerify > 0 },
  messages: { needs: 'messages', waits: ({ newMessages }) => newMessages > 0 },
  journal: { needs: 'journal', waits: ({ health }) => health.isJournalBroken },
  certificate: { needs: 'settings', waits: ({ health: { certificateEndsAt } }, now) => certificateEndsAt !== null && Date.parse(certificateEndsAt) - now.getTime() <= certificateWarnsBefore },
  disk: { needs: 'settings', waits: ({ health: { freeBytes } }) => freeBytes !== null && freeBytes < littleRoom },
  backup: { needs: 'settings', waits: needsBackup },
  regies: { needs: 'settings', waits: ({ regiesToVerify }) => regiesToVerify > 0 },
  smtp: { needs: 'settings', waits: ({ smtpConfigured }) => !smtpConfigured },
  exposure: { needs: 'settings', waits: ({ exposure, portalUrl }) => exposure !== 'everywhere' && !isProxiedUrl(portalUrl) },
  'taken-over': { needs: 'settings', waits: ({ isAddressTakenOver }) => isAddressTakenOver },
  address: { needs: 'settings', waits: ({ exposure, portalUrl }) => exposure !== 'this-pc' && isLoopbackUrl(portalUrl) },
  setup: { needs: 'settings', waits: ({ setupLeft }) => setupLeft.length > 0 },
} as const satisfies Record<string, Thing>;

export type ThingToDo = keyof typeof things;
const inOrder = Object.keys(things) as ThingToDo[];

/** Those that may be done by whoever `may`. */
export function thingsToDo(figures: DashboardDto, may: (right: Right) => boolean, now: Date): ThingToDo[] {
  return inOrder.filter((name) => {
    const { needs, waits }: Thing = things[name];
    return may(needs) && waits(figures, now);
  });
}

/** Before the first invoices there is nothing to lose; during the first run it is one of its steps. */
function needsBackup({ health: { lastBackupAt }, lastPublishedAt, setupLeft }: DashboardDto, now: Date): boolean {
  if (setupLeft.includes('backup')) return false;
  return lastBackupAt ? now.getTime() - Date.parse(lastBackupAt) >= backupIsOldAfter : lastPublishedAt !== null;
}
