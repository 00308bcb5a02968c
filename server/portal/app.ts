// Why: the public application as a list: what each request goes through, then the routes.
import Router from '@koa/router';
import Koa from 'koa';
import compress from 'koa-compress';
import { constants } from 'node:zlib';
import type { BlockList } from 'node:net';
import { AppError } from '../errors.ts';
import { errorSink } from '../http/errors.ts';
import { fromWhere } from '../http/from-where.ts';
import { health } from '../http/health.ts';
import { ownHosts } from '../http/own-hosts.ts';
import { isSecureContext } from '../http/cookies.ts';
import { plainAddress } from '../http/plain-address.ts';
import { portalHeaders, securityHeaders } from '../http/security-headers.ts';
import { residentSession } from '../http/session.ts';
import { serveStatic } from '../http/static-files.ts';
import { readSettings } from '../settings.ts';
import { findAsset } from './assets.ts';
import { accountRoutes } from './routes/account.ts';
import { contactRoutes } from './routes/contact.ts';
import { homeRoutes } from './routes/home.ts';
import { informationRoutes } from './routes/information.ts';
import { invoiceRoutes } from './routes/invoices.ts';
import { legalRoutes } from './routes/legal.ts';
import { paymentDoors } from './routes/payment-doors.ts';
import { paymentRoutes } from './routes/payments.ts';
import { showError } from './show-error.ts';

export interface PortalOptions { dataFolder: string; port: () => number; proxies: BlockList }

export function portalRouter(dataFolder: string): Router {
  const router = new Router();
  homeRoutes(router);
  accountRoutes(router);
  invoiceRoutes(router, dataFolder);
  paymentDoors(router);
  paymentRoutes(router);
  informationRoutes(router);
  contactRoutes(router);
  legalRoutes(router);
  return router;
}

export function createPortal({ dataFolder, port, proxies }: PortalOptions): Koa {
  const app = new Koa();
  const router = portalRouter(dataFolder);
  const isHttps = async (host: string) => {
    const { portal } = await readSettings();
    return portal.publicUrl.startsWith('https:') && isSecureContext(host, portal.publicUrl);
  };
  app.use(securityHeaders(async () => portalHeaders(await paymentOrigin()), isHttps));
  app.use(errorSink(showError));
  app.use(plainAddress());
  // Before the rules of hosts and networks: their refusals are pages too, and these files hold nothing.
  app.use(serveStatic(findAsset));
  app.use(ownHosts({ port, proxies }));
  app.use(health(dataFolder));
  app.use(fromWhere());
  app.use(compress({ threshold: 1_024, br: { params: { [constants.BROTLI_PARAM_QUALITY]: 4 } }, zstd: false }));
  app.use(residentSession());
  app.use(router.routes());
  app.use(router.allowedMethods({ throw: true, methodNotAllowed: () => new AppError('method_not_allowed'), notImplemented: () => new AppError('method_not_allowed') }));
  return app;
}

/** Its pages may be reached by our forms. Settings that cannot be read do not strip an answer of its headers. */
async function paymentOrigin(): Promise<string | null> {
  const baseUrl = await readSettings().then(({ payments }) => payments.baseUrl, () => '');
  return baseUrl === '' ? null : new URL(baseUrl).origin;
}
