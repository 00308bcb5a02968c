// Why: how the portal shows a refusal that no form shows: a page with one way on.
import type { Context } from 'koa';
import type { AppError } from '../errors.ts';
import type { ShownError } from '../http/errors.ts';
import { sessionOf } from '../http/session.ts';
import { log } from '../log.ts';
import { readSettings } from '../settings.ts';
import { chromeFor } from './chrome.ts';
import ErrorPage from './pages/ErrorPage.vue';
import { renderPage } from './render.ts';

export async function showError(ctx: Context, { error, status }: ShownError): Promise<void> {
  if (error.code === 'login_required' && (ctx.method === 'GET' || ctx.method === 'HEAD')) {
    ctx.redirect(`/connexion?suite=${encodeURIComponent(ctx.path + ctx.search)}`);
    ctx.status = 303;
    return;
  }
  try {
    await renderPage(ctx, ErrorPage, { chrome: await chromeFor(ctx), status, title: titleOf(status), message: error.sentence, link: await wayOn(ctx, error) });
  } catch (secondError) {
    log.error({ err: secondError }, 'error page not rendered');
    ctx.type = 'text/plain; charset=utf-8';
    ctx.body = `${error.sentence}\n`;
  }
  ctx.status = status;
}

/** Behind a wrong name every address is refused: the only way on is the portal's own. */
async function wayOn(ctx: Context, error: AppError): Promise<{ href: string; label: string }> {
  if (error.code === 'host_unknown' || error.code === 'network_refused') return { href: (await readSettings()).portal.publicUrl, label: 'Ouvrir le portail à son adresse' };
  if (error.code === 'login_required') return { href: '/connexion?suite=%2Ffactures', label: 'Me reconnecter' };
  return sessionOf(ctx) ? { href: '/accueil', label: 'Retour à l’accueil' } : { href: '/connexion', label: 'Aller à la connexion' };
}

function titleOf(status: number): string {
  const titles: Record<number, string> = { 401: 'Votre session a expiré', 403: 'Action refusée', 404: 'Page introuvable', 413: 'Envoi trop volumineux', 421: 'Adresse inconnue', 429: 'Trop de tentatives', 500: 'Erreur inattendue', 503: 'Un instant…', 507: 'Service indisponible' };
  return titles[status] ?? 'Action impossible';
}
