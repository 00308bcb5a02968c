// The door (`/`, with the links of the mails), the accueil and the important information.
import type Router from '@koa/router';
import { Op } from 'sequelize';
import { closeAnnouncement } from '../../commands/close-announcement.ts';
import { findToken } from '../../commands/find-token.ts';
import { readStateTotals } from '../../db/reads.ts';
import { dayInFrance } from '../../domain/days.ts';
import { AppError } from '../../errors.ts';
import { requireAccount, sessionOf } from '../../http/session.ts';
import { Account, Announcement, AnnouncementRead } from '../../models/index.ts';
import { readSettings } from '../../settings.ts';
import { chromeFor } from '../chrome.ts';
import { emptyForm, readPortalForm } from '../forms.ts';
import { renderMarkdown } from '../../markdown.ts';
import ConfirmLinkPage from '../pages/ConfirmLinkPage.vue';
import ExpiredLinkPage from '../pages/ExpiredLinkPage.vue';
import HomePage from '../pages/HomePage.vue';
import { renderPage } from '../render.ts';
import { showNewPassword } from '../show-new-password.ts';
import { suspendedAmong } from '../suspended-words.ts';
import type { AnnouncementView } from '../views.ts';
import type { Context } from 'koa';

export function homeRoutes(router: Router): void {
  router.get('/', async (ctx) => {
    const link = ctx.URL.searchParams.get('LIEN');
    if (link !== null) return showLink(ctx, link);
    ctx.redirect(sessionOf(ctx) ? '/accueil' : '/connexion');
    ctx.status = 303;
  });

  router.get('/accueil', async (ctx) => {
    const { accountId, isView } = requireAccount(ctx);
    const passedOver = isView ? ctx.URL.searchParams.getAll('vue').slice(0, 50) : [];
    const { welcome, payments } = await readSettings();
    const unpaid = (await readStateTotals(accountId)).find((total) => total.state === 'unpaid');
    await renderPage(ctx, HomePage, {
      chrome: await chromeFor(ctx, 'accueil'), announcement: await currentAnnouncement(accountId, passedOver),
      title: welcome.title, html: renderMarkdown(welcome.text, 'welcome'),
      unpaidCount: unpaid?.dueCount ?? 0, unpaidCents: unpaid?.dueCents ?? 0, suspendedCount: suspendedAmong(unpaid, payments.suspension), notice: null,
    });
  });

  router.post('/annonces/:id/fermer', async (ctx) => {
    const { accountId } = requireAccount(ctx);
    await readPortalForm(ctx);
    await closeAnnouncement({ accountId, announcementId: ctx.params.id ?? '', now: new Date() });
    ctx.redirect('/accueil');
    ctx.status = 303;
  });
}

/** Shows what the link opens; only the form that follows consumes it. */
async function showLink(ctx: Context, link: string): Promise<void> {
  const token = await findToken(link, ['activation', 'reset', 'email_change', 'email_undo', 'resident_view'], new Date()).catch((error: unknown) => {
    if (error instanceof AppError) return null;
    throw error;
  });
  const account = token ? await Account.findByPk(token.accountId ?? '') : null;
  const chrome = await chromeFor(ctx);
  if (!token || !account) {
    ctx.status = 410;
    await renderPage(ctx, ExpiredLinkPage, { chrome });
  } else if (token.purpose === 'activation' || token.purpose === 'reset') {
    await showNewPassword(ctx, { form: emptyForm, kind: token.purpose, link, email: account.email });
  } else if (token.purpose === 'resident_view') {
    await renderPage(ctx, ConfirmLinkPage, { chrome, kind: token.purpose, link, email: account.email });
  } else if (token.purpose !== 'launch') {
    await renderPage(ctx, ConfirmLinkPage, { chrome, kind: token.purpose, link, email: token.payload });
  }
}

/** The oldest announcement of today that this account has not closed. */
async function currentAnnouncement(accountId: string, passedOver: string[]): Promise<AnnouncementView | null> {
  const today = dayInFrance(new Date());
  const closed = await AnnouncementRead.findAll({ where: { accountId }, attributes: ['announcementId'], raw: true });
  const announcement = await Announcement.findOne({
    where: { id: { [Op.notIn]: [...closed.map((each) => each.announcementId), ...passedOver] }, startsOn: { [Op.lte]: today }, endsOn: { [Op.or]: [null, { [Op.gte]: today }] } },
    order: [['startsOn', 'ASC'], ['createdAt', 'ASC']],
  });
  return announcement && { id: announcement.id, title: announcement.title, html: renderMarkdown(announcement.body, 'announcement'), passedOver: [...passedOver, announcement.id] };
}
