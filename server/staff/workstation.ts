// Why: who speaks to the staff listener: a browser opened with a launch key, on this machine, and then an agent.
import type { Context, Middleware } from 'koa';
import { Op } from 'sequelize';
import { touchSession } from '../commands/touch-session.ts';
import { backgroundHeader } from '../contract/background.ts';
import { fingerprint } from '../crypto/tokens.ts';
import { activityGrain, isSessionLocked, sessionLife, type SessionKind } from '../domain/session.ts';
import { AppError } from '../errors.ts';
import { readCookie, writeCookie } from '../http/cookies.ts';
import { requestedHost } from '../http/own-hosts.ts';
import { Agent, Session } from '../models/index.ts';
import { readSettings } from '../settings.ts';

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

/** Inscribes this browser: the cookie lives as long as the session. */
export function keepWorkstation(ctx: Context, secret: string): void {
  writeCookie(ctx, { name: 'poste', value: secret, sameSite: 'Strict', maxAgeSeconds: sessionLife.workstation / 1_000 });
}

export interface Visit { agent: Agent | null; sessionHash: string }
const nobody: Visit = { agent: null, sessionHash: '' };

/** The agent logged in on this workstation, with a session that is not locked; or nobody. */
export async function currentVisit(ctx: Context, now: Date): Promise<Visit> {
  const secret = readCookie(ctx, 'agent');
  const session = secret ? await findSession(secret, 'agent') : null;
  const { staff } = await readSettings();
  if (!session?.agentId || isSessionLocked(session, now, staff.lockMinutes)) return nobody;
  // What the window asks by itself does not say that somebody is there.
  const isBackground = ctx.get(backgroundHeader) !== '';
  if (!isBackground && now.getTime() - session.lastSeenAt.getTime() > activityGrain) await touchSession(session.tokenHash, now);
  const agent = await Agent.findOne({ where: { id: session.agentId, disabledAt: null } });
  return agent ? { agent, sessionHash: session.tokenHash } : nobody;
}

function findSession(secret: string, kind: SessionKind): Promise<Session | null> {
  return Session.findOne({ where: { tokenHash: fingerprint(secret), kind, expiresAt: { [Op.gt]: new Date() } } });
}
