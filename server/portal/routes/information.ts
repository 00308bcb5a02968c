// Mes informations: paper, address of messages, password.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { changePassword } from '../../commands/change-password.ts';
import { requestEmailChange } from '../../commands/request-email-change.ts';
import { setPaperless } from '../../commands/set-paperless.ts';
import { addressBlock } from '../../domain/client-address.ts';
import { requireAccount } from '../../http/session.ts';
import { Payer, PayerAccess } from '../../models/index.ts';
import { readSettings } from '../../settings.ts';
import { chromeFor } from '../chrome.ts';
import { emptyForm, readPortalForm, refusedForm } from '../forms.ts';
import ChangeEmailPage from '../pages/ChangeEmailPage.vue';
import ChangePasswordPage from '../pages/ChangePasswordPage.vue';
import InformationsPage from '../pages/InformationsPage.vue';
import PaperlessPage from '../pages/PaperlessPage.vue';
import { renderPage } from '../render.ts';
import type { FormView, Notice } from '../views.ts';

const notices: Record<string, Notice> = {
  papier: { kind: 'success', text: 'Votre demande est enregistrée. Le service est prévenu.' },
  adresse: { kind: 'success', text: 'Un message vient d’être envoyé à votre nouvelle adresse. Ouvrez-le pour la confirmer\u00a0: d’ici là, rien ne change.' },
  'mot-de-passe': { kind: 'success', text: 'Le nouveau mot de passe a été enregistré avec succès.' },
};

export function informationRoutes(router: Router): void {
  router.get('/informations', async (ctx) => {
    const { accountId, email } = requireAccount(ctx);
    const payers = await payersOf(accountId);
    await renderPage(ctx, InformationsPage, {
      chrome: await chromeFor(ctx, 'informations'), email, notice: notices[ctx.URL.searchParams.get('message') ?? ''] ?? null,
      isPaperless: payers.length > 0 && payers.every((payer) => payer.isPaperless),
      payers: payers.map(({ code, name, address }) => ({ code, name, address })),
    });
  });

  router.get('/informations/papier', async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const isPaperless = (await payersOf(accountId)).every((payer) => payer.isPaperless);
    await renderPage(ctx, PaperlessPage, { chrome: await chromeFor(ctx, 'informations'), wanted: !isPaperless });
  });
  router.post('/informations/papier', async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const form = await readPortalForm(ctx);
    await setPaperless({ accountId, wanted: form.wanted === '1', now: new Date() });
    backToInformations(ctx, 'papier');
  });

  router.get('/informations/adresse', async (ctx) => showChangeEmail(ctx, emptyForm));
  router.post('/informations/adresse', async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const form = await readPortalForm(ctx);
    try {
      await requestEmailChange({ accountId, email: form.email ?? '', password: form.password ?? '', addressBlock: addressBlock(ctx.state.clientAddress), now: new Date() });
      backToInformations(ctx, 'adresse');
    } catch (error) {
      await showChangeEmail(ctx, refusedForm(ctx, form, error));
    }
  });

  router.get('/informations/mot-de-passe', async (ctx) => showChangePassword(ctx, emptyForm));
  router.post('/informations/mot-de-passe', async (ctx) => {
    const { accountId, tokenHash } = requireAccount(ctx);
    const form = await readPortalForm(ctx);
    try {
      const { current = '', password = '', confirmation = '' } = form;
      await changePassword({ accountId, current, password, confirmation, sessionHash: tokenHash, now: new Date() });
      backToInformations(ctx, 'mot-de-passe');
    } catch (error) {
      await showChangePassword(ctx, refusedForm(ctx, form, error));
    }
  });
}

async function payersOf(accountId: string): Promise<Payer[]> {
  const accesses = await PayerAccess.findAll({ where: { accountId }, include: Payer, order: [[Payer, 'name', 'ASC']] });
  return accesses.map((access) => (access as PayerAccess & { Payer: Payer }).Payer);
}

async function showChangeEmail(ctx: Context, form: FormView): Promise<void> {
  const { email } = requireAccount(ctx);
  await renderPage(ctx, ChangeEmailPage, { chrome: await chromeFor(ctx, 'informations'), form, email });
}

async function showChangePassword(ctx: Context, form: FormView): Promise<void> {
  requireAccount(ctx);
  const { portal } = await readSettings();
  await renderPage(ctx, ChangePasswordPage, { chrome: await chromeFor(ctx, 'informations'), form, minLength: portal.minPasswordLength });
}

function backToInformations(ctx: Context, message: string): void {
  ctx.redirect(`/informations?message=${message}`);
  ctx.status = 303;
}
