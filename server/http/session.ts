// Why: who is asking. Finds the resident's session, resumes a remembered one, and refuses pages to strangers.
import type { Context, Middleware } from 'koa';
import { Op } from 'sequelize';
import { resumeSession } from '../commands/resume-session.ts';
import { touchSession } from '../commands/touch-session.ts';
import { fingerprint } from '../crypto/tokens.ts';
import { readSession, type SessionRead } from '../db/reads.ts';
import { activityGrain, isSessionAlive, sessionLife } from '../domain/session.ts';
import { AppError } from '../errors.ts';
import { log } from '../log.ts';
import { Session } from '../models/index.ts';
import { readCookie, writeCookie } from './cookies.ts';

export interface ResidentSession { tokenHash: string; accountId: string; email: string; payerNames: string; /** Staff look over the resident's shoulder. */ isView: boolean }

export function residentSession(): Middleware {
  return async (ctx, next) => {
    ctx.state.session = (await currentSession(ctx)) ?? (await rememberedSession(ctx));
    refuseChangesOfViewers(ctx);
    await next();
  };
}

/** Nothing that staff do there may pass for the resident's act. @throws AppError view_is_read_only */
function refuseChangesOfViewers(ctx: Context): void {
  if (sessionOf(ctx)?.isView && ctx.method !== 'GET' && ctx.method !== 'HEAD' && ctx.path !== '/deconnexion') throw new AppError('view_is_read_only');
}

/** @throws AppError login_required */
export function requireAccount(ctx: Context): ResidentSession {
  const session: ResidentSession | null = ctx.state.session;
  if (!session) throw new AppError('login_required');
  return session;
}

export function sessionOf(ctx: Context): ResidentSession | null {
  return ctx.state.session ?? null;
}

export function writeSessionCookies(ctx: Context, { secret, rememberSecret }: { secret: string; rememberSecret: string | null }): void {
  writeCookie(ctx, { name: 'session', value: secret });
  if (rememberSecret) writeCookie(ctx, { name: 'souvenir', value: rememberSecret, maxAgeSeconds: sessionLife.remember / 1_000 });
}

export function clearSessionCookies(ctx: Context): void {
  writeCookie(ctx, { name: 'session', value: '', maxAgeSeconds: 0 });
  writeCookie(ctx, { name: 'souvenir', value: '', maxAgeSeconds: 0 });
}

/** The account for which this browser holds a remembered secret, still good. */
export async function rememberedAccountId(ctx: Context): Promise<string | null> {
  const secret = readCookie(ctx, 'souvenir');
  if (!secret) return null;
  const remembered = await Session.findOne({ where: { tokenHash: fingerprint(secret), kind: 'remember', usedAt: null, expiresAt: { [Op.gt]: new Date() } }, raw: true });
  return remembered?.accountId ?? null;
}

async function currentSession(ctx: Context): Promise<ResidentSession | null> {
  const secret = readCookie(ctx, 'session');
  if (!secret) return null;
  const now = new Date();
  const tokenHash = fingerprint(secret);
  const found = await readSession(tokenHash);
  if (!found) return null;
  const lastSeenAt = new Date(found.lastSeenAt);
  if (!isSessionAlive({ lastSeenAt, expiresAt: new Date(found.expiresAt) }, now)) return null;
  if (now.getTime() - lastSeenAt.getTime() > activityGrain) noteActivity(tokenHash, now);
  return residentOf(tokenHash, found);
}

function residentOf(tokenHash: string, { accountId, email, payerNames, viewerId }: SessionRead): ResidentSession {
  return { tokenHash, accountId, email, payerNames: payerNames ?? '', isView: viewerId !== null };
}

/** Not awaited: a page never waits behind an import for this. */
function noteActivity(tokenHash: string, now: Date): void {
  touchSession(tokenHash, now).catch((error: unknown) => log.warn({ err: error }, 'activity not noted'));
}

async function rememberedSession(ctx: Context): Promise<ResidentSession | null> {
  const secret = readCookie(ctx, 'souvenir');
  if (!secret) return null;
  const opened = await resumeSession(secret, new Date());
  if (!opened) return null;
  writeSessionCookies(ctx, opened);
  const tokenHash = fingerprint(opened.secret);
  const found = await readSession(tokenHash);
  return found ? residentOf(tokenHash, found) : null;
}
