// Writes an announcement; a changed text is shown again to those who had closed the former one.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Announcement, AnnouncementRead } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

export interface AnnouncementText { id?: string | undefined; title: string; body: string; startsOn: string; endsOn: string | null; actor: string }

/** @throws AppError not_found */
export function saveAnnouncement({ id, actor, ...text }: AnnouncementText): Promise<Announcement> {
  return inTransaction(async () => {
    const announcement = id ? await Announcement.findByPk(id) : await Announcement.create({ id: newId(), ...text });
    if (!announcement) throw new AppError('not_found');
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
