// Writes an announcement; a changed text is shown again to those who had closed the former one.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Announcement, AnnouncementRead } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';
import { announcementVersion, refuseStale } from './refuse-stale.ts';

export interface AnnouncementText { id?: string | undefined; title: string; body: string; startsOn: string; endsOn: string | null; /** Of what the agent had in front of them; absent: not compared. */ version?: string | undefined; actor: string }

/** @throws AppError not_found, settings_changed_meanwhile */
export function saveAnnouncement({ id, version, actor, ...text }: AnnouncementText): Promise<Announcement> {
  return inTransaction(async () => {
    const announcement = id ? await Announcement.findByPk(id) : await Announcement.create({ id: newId(), ...text });
    if (!announcement) throw new AppError('not_found');
    if (id) await refuseStale({ seen: version, now: announcementVersion(announcement), entries: { action: 'announcement_saved', object: id } });
    if (announcement.body !== text.body) await AnnouncementRead.destroy({ where: { announcementId: announcement.id } });
    await announcement.update(text);
    await recordAudit({ actor, action: 'announcement_saved', object: announcement.id });
    return announcement;
  });
}

export async function removeAnnouncement(id: string, actor: string): Promise<void> {
  await inTransaction(async () => {
    await AnnouncementRead.destroy({ where: { announcementId: id } });
    await Announcement.destroy({ where: { id } });
    await recordAudit({ actor, action: 'announcement_removed', object: id });
  });
}
