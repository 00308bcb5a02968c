// The doors that PayFiP and a returning browser push: public, without session nor form token, and believed in nothing.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { receiveNotification } from '../../commands/receive-notification.ts';
import { reportUrlResult } from '../../commands/report-url-result.ts';
import { AppError } from '../../errors.ts';
import { readBody } from '../../http/form-body.ts';
import { fromWhere } from '../../http/from-where.ts';
import { log } from '../../log.ts';
import { readIdOp, readUrlResult } from '../../payfip/url-mode.ts';
import { isQuick } from '../departure.ts';

const largestNotice = 16 * 1024;
const methods = ['GET', 'POST'];
const placed = fromWhere({ evenReads: true });

export function paymentDoors(router: Router): void {
  router.register('/paiements/notification', methods, [placed, async (ctx) => {
    const idOp = readIdOp(await readNotice(ctx));
    receiveNotification({ idOp, door: 'notification', now: new Date() }).then((found) => found?.settling).catch(logFault);
    answerPlainly(ctx);
  }]);

  router.register('/paiements/retour', methods, [placed, async (ctx) => {
    const found = await receiveNotification({ idOp: readIdOp(await readNotice(ctx)), door: 'return', now: new Date() });
    // The page of the payment waits better than a blank window, and comes back by itself.
    if (found && (await isQuick(found.settling))) await found.settling;
    else found?.settling.catch(logFault);
    ctx.redirect(found ? `/paiements/${found.paymentId}` : '/factures');
    ctx.status = 303;
  }]);

  router.register('/paiements/resultat/:token', methods, [placed, async (ctx) => {
    const received = readUrlResult(await readNotice(ctx));
    if (received) await reportUrlResult({ token: ctx.params.token ?? '', received, now: new Date() });
    answerPlainly(ctx);
  }]);
}

const logFault = (error: unknown): void => log.error({ err: error }, 'notification not handled');

interface Notice { body: URLSearchParams | undefined; query: URLSearchParams }

/** Any type of body is read as a form: what is none holds no field. */
async function readNotice(ctx: Context): Promise<Notice> {
  const query = ctx.URL.searchParams;
  if (ctx.method !== 'POST') return { body: undefined, query };
  try {
    return { body: new URLSearchParams((await readBody(ctx, largestNotice)).toString('utf8')), query };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { body: undefined, query };
  }
}

/** The same for everything: nobody learns here what exists. */
function answerPlainly(ctx: Context): void {
  ctx.type = 'text/plain; charset=utf-8';
  ctx.body = 'OK\n';
}
