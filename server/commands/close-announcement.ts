// « Fermer »: this account has read this announcement.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Announcement, AnnouncementRead } from '../models/index.ts';

/** @throws AppError not_found */
export async function closeAnnouncement({ accountId, announcementId, now }: { accountId: string; announcementId: string; now: Date }): Promise<void> {
  await inTransaction(async () => {
    if ((await Announcement.count({ where: { id: announcementId } })) === 0) throw new AppError('not_found');
    await AnnouncementRead.upsert({ accountId, announcementId, readAt: now });
  });
}
