// Why: an announcement is coming, shown or over according to its dates, in France.
import type { AnnouncementDto } from '../server/contract/schemas.ts';
import type { Tone } from './words.ts';

const day = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' });

/** 'YYYY-MM-DD' */
export function todayInFrance(now = new Date()): string {
  return day.format(now);
}

export function announcementStage({ startsOn, endsOn }: Pick<AnnouncementDto, 'startsOn' | 'endsOn'>, today: string): { tone: Tone; text: string } {
  if (today < startsOn) return { tone: 'info', text: 'À venir' };
  if (endsOn && endsOn < today) return { tone: 'neutral', text: 'Terminée' };
  return { tone: 'good', text: 'Visible' };
}
