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

export interface AnnouncementGroup { key: 'now' | 'coming' | 'over'; title: string; announcements: AnnouncementDto[] }

/** What residents see now, then what they will see, the soonest first, then what they have seen; nothing where there is none. */
export function groupAnnouncements(announcements: AnnouncementDto[], today: string): AnnouncementGroup[] {
  const coming = announcements.filter(({ startsOn }) => today < startsOn).sort((one, other) => one.startsOn.localeCompare(other.startsOn));
  const over = announcements.filter(({ startsOn, endsOn }) => startsOn <= today && endsOn !== null && endsOn < today);
  const now = announcements.filter((each) => !coming.includes(each) && !over.includes(each));
  const groups: AnnouncementGroup[] = [
    { key: 'now', title: 'Visibles en ce moment', announcements: now }, { key: 'coming', title: 'À venir', announcements: coming }, { key: 'over', title: 'Terminées', announcements: over },
  ];
  return groups.filter((group) => group.announcements.length > 0);
}
