// Why: the private application, on this machine only: the interface's files, its calls, and the files it sends or opens.
import Router from '@koa/router';
import Koa, { type Context } from 'koa';
import { openWorkstation } from '../commands/open-workstation.ts';
import { AppError } from '../errors.ts';
import { readCookie } from '../http/cookies.ts';
import { errorSink, type ShownError } from '../http/errors.ts';
import { readBody } from '../http/form-body.ts';
import { fromWhere } from '../http/from-where.ts';
import { health } from '../http/health.ts';
import { plainAddress } from '../http/plain-address.ts';
import { securityHeaders, staffHeaders } from '../http/security-headers.ts';
import { admit } from './admit.ts';
import { answerCall } from './api.ts';
import type { StaffCall } from './call.ts';
import { fileRoutes } from './files.ts';
import { serveInterface } from './interface-files.ts';
import { checkStaffOrigin, currentVisit, keepWorkstation, loopbackHost, requireWorkstation } from './workstation.ts';

export interface StaffOptions {
  dataFolder: string;
  port: () => number;
  listensAt: () => string[];
  portalChanged: () => Promise<void>;
  replaceState: () => Promise<void>;
}

export function createStaff(options: StaffOptions): Koa {
  const app = new Koa();
  const router = staffRouter(options);
  app.use(securityHeaders(() => staffHeaders(), () => false));
  app.use(errorSink(showJsonError));
  app.use(loopbackHost(options.port));
  app.use(health(options.dataFolder));
  app.use(plainAddress());
  app.use(fromWhere());
  app.use(async (ctx, next) => {
    checkStaffOrigin(ctx);
    await next();
  });
  app.use(router.routes());
  app.use(router.allowedMethods({ throw: true, methodNotAllowed: () => new AppError('method_not_allowed'), notImplemented: () => new AppError('method_not_allowed') }));
  app.use(serveInterface());
  return app;
}

export function staffRouter(options: StaffOptions): Router {
  const router = new Router();
  const callOf = async (ctx: Context): Promise<StaffCall> => {
    await requireWorkstation(ctx);
    const now = new Date();
    const { agent, sessionHash } = await currentVisit(ctx, now);
    const { dataFolder, listensAt, portalChanged, replaceState } = options;
    return { ctx, agent, sessionHash, now, dataFolder, listensAt, portalChanged, replaceState, actor: agent ? `agent:${agent.id}` : 'workstation' };
  };
  router.post('/launch', launch);
  router.post('/api/:name', async (ctx) => answerCall(ctx, ctx.params.name ?? '', await callOf(ctx)));
  fileRoutes(router, async (ctx, needs) => {
    const call = await callOf(ctx);
    await admit(call, needs);
    return call;
  });
  return router;
}

/** The launch key opens this browser as a workstation, once. @throws AppError launch_key_invalid */
async function launch(ctx: Context): Promise<void> {
  if (!ctx.is('application/json')) throw new AppError('form_expired');
  const key = readKey((await readBody(ctx, 1_024)).toString('utf8'));
  const secret = await openWorkstation(key, { isNew: readCookie(ctx, 'agent') === undefined, now: new Date() });
  keepWorkstation(ctx, secret);
  ctx.body = { ok: true, value: {} };
}

function readKey(text: string): string {
  try {
    const { key }: { key?: unknown } = JSON.parse(text);
    return typeof key === 'string' ? key : '';
  } catch {
    throw new AppError('form_unreadable');
  }
}

function showJsonError(ctx: Context, { error, status }: ShownError): void {
  ctx.status = status;
  ctx.body = { ok: false, code: error.code, message: error.sentence, ...(error.field ? { fields: { [error.field]: error.sentence } } : {}) };
}
