// Why: « Que devez-vous faire ? » for the portal itself: its copies, its disk, its certificate, its journal.
import type { DashboardDto } from '../server/contract/schemas.ts';
import { formatDay } from '../server/contract/format.ts';
import { todayInFrance } from './announcement-stage.ts';
import { hrefOf } from './router.ts';
import type { TodoWords } from './todos.ts';

const certificateAlarmsBefore = 3 * 24 * 3_600_000;
const megabyte = 1_000_000;
const noRoom = 500 * megabyte;

export function journal(): TodoWords {
  return {
    tone: 'bad', title: 'Le journal a été modifié', why: 'Une de ses lignes a été changée, ajoutée ou retirée hors du portail.', action: 'Voir le journal', href: hrefOf('journal'),
  };
}

export function certificate({ health, portalUrl }: DashboardDto, now: Date): TodoWords {
  const end = new Date(health.certificateEndsAt ?? now);
  const left = end.getTime() - now.getTime();
  const endsOn = formatDay(todayInFrance(end));
  return {
    tone: left > certificateAlarmsBefore ? 'warn' : 'bad',
    title: left > 0 ? `Le certificat du portail se termine le ${endsOn}` : `Le certificat du portail est terminé depuis le ${endsOn}`,
    why: `Les navigateurs des habitants ${left > 0 ? 'refuseront alors' : 'refusent'} d’ouvrir ${portalUrl}\u00a0: prévenez votre installateur.`, action: 'Voir l’adresse', href: hrefOf('reglages', 'portail'),
  };
}

export function disk({ health: { freeBytes } }: DashboardDto): TodoWords {
  const left = freeBytes ?? 0;
  return {
    tone: left < noRoom ? 'bad' : 'warn', title: `Le disque est presque plein\u00a0: il reste ${sizeOf(left)}`,
    why: 'Quand il sera plein, plus rien ne pourra être publié ni réglé\u00a0: libérez de la place sur ce poste.', action: 'Voir ce poste', href: hrefOf('reglages', 'poste'),
  };
}

export function backup({ health: { lastBackupAt } }: DashboardDto): TodoWords {
  return {
    tone: lastBackupAt ? 'warn' : 'bad', title: lastBackupAt ? `La dernière sauvegarde date du ${formatDay(todayInFrance(new Date(lastBackupAt)))}` : 'Le portail n’a jamais été sauvegardé',
    why: `Si ce poste tombait en panne, ${lastBackupAt ? 'ce qui a été fait depuis' : 'tout'} serait perdu.`, action: 'Sauvegarder', href: hrefOf('reglages', 'sauvegarde'),
  };
}

const sizeOf = (bytes: number) => (bytes < 1_000 * megabyte ? `${Math.floor(bytes / megabyte)}\u00a0Mo` : `${(bytes / (1_000 * megabyte)).toLocaleString('fr-FR', { maximumFractionDigits: 1 })}\u00a0Go`);
