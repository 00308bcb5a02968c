// Why: the one sink. Refusals become their sentence, outages and bugs a number that the log knows; nothing raw is shown.
import type { Context, Middleware } from 'koa';
import { newId } from '../crypto/tokens.ts';
import { AppError, isSystemError } from '../errors.ts';
import { log } from '../log.ts';

export interface ShownError { error: AppError; status: number }
/** How one application (pages or JSON) shows a refusal. */
export type ShowError = (ctx: Context, shown: ShownError) => Promise<void> | void;

export function errorSink(show: ShowError): Middleware {
  return async (ctx, next) => {
    try {
      await next();
      if (ctx.status === 404 && ctx.body === undefined) throw new AppError('not_found');
    } catch (error) {
      const refusal = asRefusal(ctx, error);
      setRefusal(ctx, refusal);
      await show(ctx, { error: refusal, status: statusOf(refusal) });
    }
  };
}

/** The status of a refusal, and when to come back if it is a matter of time. */
export function setRefusal(ctx: Context, { status, details }: AppError): void {
  ctx.status = status;
  if (status === 429 || status === 503) ctx.set('Retry-After', String(Number(details.minutes ?? 0.1) * 60));
}

/** What follows is the secret of an attempt to pay; the router takes capitals as well. */
const pathOf = (ctx: Context) => ctx.path.replace(/^(\/paiements\/resultat\/).+/is, '$1…');

const statusOf = (error: AppError) => (error.code === 'unexpected' ? 500 : error.code === 'disk_full' ? 507 : error.status);

/** What is no refusal is written down: a full disk, or a bug with its number. */
export function asRefusal(ctx: Context, error: unknown): AppError {
  if (error instanceof AppError) {
    log.info({ code: error.code, method: ctx.method, path: pathOf(ctx) }, 'refused');
    return error;
  }
  if (isSystemError(error, 'ENOSPC', 'EDQUOT') || (error instanceof Error && /SQLITE_FULL/.test(error.message))) {
    log.warn({ err: error }, 'disk full');
    return new AppError('disk_full');
  }
  const incident = newId().replace(/[^A-Za-z0-9]/g, '').slice(0, 6).toUpperCase();
  log.error({ err: error, incident, method: ctx.method, path: pathOf(ctx) }, 'unexpected error');
  return new AppError('unexpected', { incident });
}
