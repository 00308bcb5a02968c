// The important information shown to residents, and the preview of what staff write.
import { announcementVersion } from '../../commands/refuse-stale.ts';
import { removeAnnouncement, saveAnnouncement } from '../../commands/save-announcement.ts';
import type { AnnouncementDto } from '../../contract/schemas.ts';
import { Announcement } from '../../models/index.ts';
import { renderMarkdown } from '../../markdown.ts';
import type { Handlers } from '../call.ts';

export const announcementHandlers: Handlers<'announcements.list' | 'announcements.save' | 'announcements.remove' | 'markdown.preview'> = {
  'announcements.list': async () => (await Announcement.findAll({ order: [['startsOn', 'DESC']] })).map(present),
  'announcements.save': async (input, { actor }) => present(await saveAnnouncement({ ...input, actor })),
  'announcements.remove': async ({ id }, { actor }) => {
    await removeAnnouncement(id, actor);
    return {};
  },
  'markdown.preview': async ({ text, place }) => ({ html: renderMarkdown(text, place) }),
};

function present(announcement: Announcement): AnnouncementDto {
  const { id, title, body, startsOn, endsOn } = announcement;
  return { id, title, body, startsOn, endsOn, version: announcementVersion(announcement) };
}
