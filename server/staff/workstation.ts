// Why: who speaks to the staff listener: a browser opened with a launch key, on this machine, and then an agent.
import type { Context, Middleware } from 'koa';
import { Op } from 'sequelize';
import { touchSession } from '../commands/touch-session.ts';
import { fingerprint } from '../crypto/tokens.ts';
import { activityGrain, isSessionAlive, type SessionKind } from '../domain/session.ts';
import { AppError } from '../errors.ts';
import { readCookie } from '../http/cookies.ts';
import { requestedHost } from '../http/own-hosts.ts';
import { Agent, Session } from '../models/index.ts';

/** Only this machine's own names for the listener, whatever a page elsewhere resolves to us. @throws AppError host_unknown */
export function loopbackHost(port: () => number): Middleware {
  return async (ctx, next) => {
    const host = requestedHost(ctx);
    if (host !== `127.0.0.1:${port()}` && host !== `localhost:${port()}`) throw new AppError('host_unknown');
    ctx.state.isSecureContext = true;
    ctx.state.isStaffListener = true;
    await next();
  };
}

/** Every request that is not a plain GET must come from our own page. @throws AppError form_expired */
export function checkStaffOrigin(ctx: Context): void {
  const site = ctx.get('Sec-Fetch-Site');
  const isForeign = site !== '' && site !== 'same-origin' && site !== 'none';
  const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
  if (isForeign || (!isRead && ctx.get('Origin') !== `http://${ctx.host}`)) throw new AppError('form_expired');
}

/** @throws AppError workstation_unknown */
export async function requireWorkstation(ctx: Context): Promise<void> {
  const secret = readCookie(ctx, 'poste');
  const session = secret ? await findSession(secret, 'workstation') : null;
  if (!session) throw new AppError('workstation_unknown');
}

/** The agent logged in on this workstation, or null. */
export async function currentAgent(ctx: Context, now: Date): Promise<Agent | null> {
  const secret = readCookie(ctx, 'agent');
  const session = secret ? await findSession(secret, 'agent') : null;
  if (!session?.agentId || !isSessionAlive(session, now)) return null;
  if (now.getTime() - session.lastSeenAt.getTime() > activityGrain) await touchSession(session.tokenHash, now);
  return Agent.findByPk(session.agentId);
}

function findSession(secret: string, kind: SessionKind): Promise<Session | null> {
  return Session.findOne({ where: { tokenHash: fingerprint(secret), kind, expiresAt: { [Op.gt]: new Date() } } });
}
