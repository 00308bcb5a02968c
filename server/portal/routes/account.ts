// Login, logout, activation, forgotten password, and the forms that the links of the mails open.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { choosePassword } from '../../commands/choose-password.ts';
import { confirmEmailChange, undoEmailChange } from '../../commands/confirm-email-change.ts';
import { findToken } from '../../commands/find-token.ts';
import { logIn } from '../../commands/log-in.ts';
import { logOut } from '../../commands/log-out.ts';
import { openResidentView } from '../../commands/open-resident-view.ts';
import { requestActivation } from '../../commands/request-activation.ts';
import { requestPasswordReset } from '../../commands/request-password-reset.ts';
import { spendTries } from '../../commands/spend-tries.ts';
import { emailAddress } from '../../contract/schemas.ts';
import { addressBlock } from '../../domain/client-address.ts';
import { limits } from '../../domain/limits.ts';
import { AppError } from '../../errors.ts';
import { readCookie } from '../../http/cookies.ts';
import type { Form } from '../../http/form-body.ts';
import { clearSessionCookies, rememberedAccountId, sessionOf, writeSessionCookies } from '../../http/session.ts';
import { Account } from '../../models/index.ts';
import { chromeFor } from '../chrome.ts';
import { emptyForm, readPortalForm, refusedForm } from '../forms.ts';
import ActivationPage from '../pages/ActivationPage.vue';
import ExpiredLinkPage from '../pages/ExpiredLinkPage.vue';
import ForgottenPasswordPage from '../pages/ForgottenPasswordPage.vue';
import LoginPage from '../pages/LoginPage.vue';
import { renderPage } from '../render.ts';
import { showNewPassword } from '../show-new-password.ts';
import type { FormView, Notice } from '../views.ts';

const neutralAnswer = 'Si cette adresse est connue du service, un message vient de lui être envoyé. Pensez à regarder dans les indésirables.';

const arrivals: Record<string, Notice> = {
  'mot-de-passe': { kind: 'success', text: 'Le nouveau mot de passe a été enregistré avec succès.' },
  adresse: { kind: 'success', text: 'Votre nouvelle adresse est confirmée. Connectez-vous avec elle.' },
  retablie: { kind: 'success', text: 'Votre ancienne adresse est rétablie. Par prudence, choisissez un nouveau mot de passe avec «\u00a0Oublié\u00a0?\u00a0».' },
  deconnexion: { kind: 'info', text: 'Vous êtes déconnecté.' },
};

export function accountRoutes(router: Router): void {
  router.get('/connexion', async (ctx) => {
    if (sessionOf(ctx)) return seeOther(ctx, '/accueil');
    await showLogin(ctx, { form: emptyForm, notice: arrivals[ctx.URL.searchParams.get('message') ?? ''] ?? null, next: ctx.URL.searchParams.get('suite') ?? '' });
  });
  router.post('/connexion', async (ctx) => {
    const form = await readPortalForm(ctx);
    try {
      const opened = await logIn({
        email: form.email ?? '', password: form.password ?? '', remember: form.remember !== undefined,
        addressBlock: blockOf(ctx), knownAccountId: await rememberedAccountId(ctx), now: new Date(),
      });
      if (sessionOf(ctx)) await leave(ctx);
      writeSessionCookies(ctx, opened);
      seeOther(ctx, safePath(form.next ?? ''));
    } catch (error) {
      await showLogin(ctx, { form: refusedForm(ctx, form, error), notice: null, next: form.next ?? '' });
    }
  });
  router.post('/deconnexion', async (ctx) => {
    await readPortalForm(ctx);
    await leave(ctx);
    seeOther(ctx, '/connexion?message=deconnexion');
  });

  router.get('/activation', async (ctx) => renderPage(ctx, ActivationPage, { chrome: await chromeFor(ctx), form: emptyForm, notice: null }));
  router.post('/activation', async (ctx) => {
    const form = await readPortalForm(ctx);
    const result = await answerEmailForm(ctx, form, async (email) => {
      const answer = await requestActivation({ email, addressBlock: blockOf(ctx), now: new Date() });
      return answer === 'sent' ? "Un message d'activation du compte vous a été envoyé avec succès." : neutralAnswer;
    });
    await renderPage(ctx, ActivationPage, { chrome: await chromeFor(ctx), ...result });
  });

  router.get('/mot-de-passe-oublie', async (ctx) => renderPage(ctx, ForgottenPasswordPage, { chrome: await chromeFor(ctx), form: emptyForm, notice: null }));
  router.post('/mot-de-passe-oublie', async (ctx) => {
    const form = await readPortalForm(ctx);
    const result = await answerEmailForm(ctx, form, async (email) => {
      await requestPasswordReset({ email, addressBlock: blockOf(ctx), now: new Date() });
      return neutralAnswer;
    });
    await renderPage(ctx, ForgottenPasswordPage, { chrome: await chromeFor(ctx), ...result });
  });

  router.post('/mot-de-passe', choosePasswordRoute);
  router.post('/confirmation', confirmLinkRoute);
}

/** Whoever was in this browser is out, on the server and in its cookies. */
async function leave(ctx: Context): Promise<void> {
  await logOut([readCookie(ctx, 'session'), readCookie(ctx, 'souvenir')]);
  clearSessionCookies(ctx);
}

async function showLogin(ctx: Context, view: { form: FormView; notice: Notice | null; next: string }): Promise<void> {
  await renderPage(ctx, LoginPage, { chrome: await chromeFor(ctx), ...view });
}

async function answerEmailForm(ctx: Context, form: Form, answer: (email: string) => Promise<string>): Promise<{ form: FormView; notice: Notice | null }> {
  try {
    const email = (form.email ?? '').trim();
    if (!emailAddress.safeParse(email).success) throw new AppError('email_invalid', {}, 'email');
    return { form: emptyForm, notice: { kind: 'success', text: await answer(email) } };
  } catch (error) {
    return { form: refusedForm(ctx, form, error), notice: null };
  }
}

async function choosePasswordRoute(ctx: Context): Promise<void> {
  const form = await readPortalForm(ctx);
  const link = form.link ?? '';
  const now = new Date();
  try {
    await spendTries([{ limit: limits.links, key: blockOf(ctx) }], now);
    await choosePassword({ link, password: form.password ?? '', confirmation: form.confirmation ?? '', now });
    clearSessionCookies(ctx);
    seeOther(ctx, '/connexion?message=mot-de-passe');
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_attempts') throw error;
    if (error instanceof AppError && error.code === 'link_invalid') return showExpired(ctx);
    const view = refusedForm(ctx, form, error);
    const { purpose, accountId } = await findToken(link, ['activation', 'reset'], now);
    const account = await Account.findByPk(accountId ?? '');
    if (!account) return showExpired(ctx);
    await showNewPassword(ctx, { form: view, kind: purpose === 'reset' ? 'reset' : 'activation', link, email: account.email });
  }
}

async function confirmLinkRoute(ctx: Context): Promise<void> {
  const { link = '' } = await readPortalForm(ctx);
  const now = new Date();
  try {
    await spendTries([{ limit: limits.links, key: blockOf(ctx) }], now);
    const { purpose } = await findToken(link, ['email_change', 'email_undo', 'resident_view'], now);
    if (purpose === 'resident_view') return openView(ctx, link, now);
    await (purpose === 'email_change' ? confirmEmailChange(link, now) : undoEmailChange(link, now));
    clearSessionCookies(ctx);
    seeOther(ctx, `/connexion?message=${purpose === 'email_change' ? 'adresse' : 'retablie'}`);
  } catch (error) {
    if (error instanceof AppError && error.code === 'link_invalid') return showExpired(ctx);
    throw error;
  }
}

async function openView(ctx: Context, link: string, now: Date): Promise<void> {
  const secret = await openResidentView(link, now);
  await leave(ctx);
  writeSessionCookies(ctx, { secret, rememberSecret: null });
  seeOther(ctx, '/accueil');
}

async function showExpired(ctx: Context): Promise<void> {
  ctx.status = 410;
  await renderPage(ctx, ExpiredLinkPage, { chrome: await chromeFor(ctx) });
}

const blockOf = (ctx: Context) => addressBlock(ctx.state.clientAddress ?? '');

/** Only a path of this portal; anything else leads to the accueil. */
function safePath(path: string): string {
  return /^\/(?![/\\])[\w\-./?=&%]*$/.test(path) && path !== '/' ? path : '/accueil';
}

function seeOther(ctx: Context, path: string): void {
  ctx.redirect(path);
  ctx.status = 303;
}
