// Why: « Que devez-vous faire ? » for the portal itself: its copies, its disk, its certificate, its journal.
import type { DashboardDto } from '../server/contract/schemas.ts';
import { formatDay } from '../server/contract/format.ts';
import { todayInFrance } from './announcement-stage.ts';
import { hrefOf } from './router.ts';
import type { Todo } from './todos.ts';

const day = 24 * 3_600_000;
const backupIsOldAfter = 7 * day;
const certificateWarnsBefore = 14 * day;
const certificateAlarmsBefore = 3 * day;
const megabyte = 1_000_000;
const littleRoom = 2_000 * megabyte;
const noRoom = 500 * megabyte;

export function healthTodos(figures: DashboardDto, now: Date): (Todo | null)[] {
  return [journal(figures), certificate(figures, now), disk(figures), backup(figures, now)];
}

function journal({ health }: DashboardDto): Todo | null {
  if (!health.isJournalBroken) return null;
  return {
    key: 'journal', needs: 'journal', tone: 'bad', title: 'Le journal a été modifié', why: 'Une de ses lignes a été changée, ajoutée ou retirée hors du portail.', action: 'Voir le journal', href: hrefOf('journal'),
  };
}

function certificate({ health, portalUrl }: DashboardDto, now: Date): Todo | null {
  if (!health.certificateEndsAt) return null;
  const left = Date.parse(health.certificateEndsAt) - now.getTime();
  if (left > certificateWarnsBefore) return null;
  const endsOn = formatDay(todayInFrance(new Date(health.certificateEndsAt)));
  return {
    key: 'certificate', needs: 'settings', tone: left > certificateAlarmsBefore ? 'warn' : 'bad',
    title: left > 0 ? `Le certificat du portail se termine le ${endsOn}` : `Le certificat du portail est terminé depuis le ${endsOn}`,
    why: `Les navigateurs des habitants ${left > 0 ? 'refuseront alors' : 'refusent'} d’ouvrir ${portalUrl}\u00a0: prévenez votre installateur.`, action: 'Voir l’adresse', href: hrefOf('reglages', 'portail'),
  };
}

function disk({ health: { freeBytes } }: DashboardDto): Todo | null {
  if (freeBytes === null || freeBytes >= littleRoom) return null;
  return {
    key: 'disk', needs: 'settings', tone: freeBytes < noRoom ? 'bad' : 'warn', title: `Le disque est presque plein\u00a0: il reste ${sizeOf(freeBytes)}`,
    why: 'Quand il sera plein, plus rien ne pourra être publié ni réglé\u00a0: libérez de la place sur ce poste.', action: 'Voir ce poste', href: hrefOf('reglages', 'poste'),
  };
}

/** Before the first invoices there is nothing to lose; during the first run it is one of its steps. */
function backup({ health: { lastBackupAt }, lastPublishedAt, setupLeft }: DashboardDto, now: Date): Todo | null {
  if (setupLeft.includes('backup')) return null;
  if (lastBackupAt ? now.getTime() - Date.parse(lastBackupAt) < backupIsOldAfter : !lastPublishedAt) return null;
  return {
    key: 'backup', needs: 'settings', tone: lastBackupAt ? 'warn' : 'bad', title: lastBackupAt ? `La dernière sauvegarde date du ${formatDay(todayInFrance(new Date(lastBackupAt)))}` : 'Le portail n’a jamais été sauvegardé',
    why: `Si ce poste tombait en panne, ${lastBackupAt ? 'ce qui a été fait depuis' : 'tout'} serait perdu.`, action: 'Sauvegarder', href: hrefOf('reglages', 'sauvegarde'),
  };
}

const sizeOf = (bytes: number) => (bytes < 1_000 * megabyte ? `${Math.floor(bytes / megabyte)}\u00a0Mo` : `${(bytes / (1_000 * megabyte)).toLocaleString('fr-FR', { maximumFractionDigits: 1 })}\u00a0Go`);
