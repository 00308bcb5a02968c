// Why: cookies that only this host reads, never a script: `__Host-` wherever the browser accepts it.
import type { Context } from 'koa';

export type CookieName = 'session' | 'souvenir' | 'formulaire' | 'agent' | 'poste';
export interface CookieLife { maxAgeSeconds?: number; sameSite?: 'Lax' | 'Strict' }

const loopback = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;

/** Browsers take a loopback address for a secure one; a local network without https is the only exception. */
export function isSecureContext(host: string, publicUrl: string): boolean {
  return loopback.test(host) || (publicUrl.startsWith('https:') && host.toLowerCase() === hostOf(publicUrl));
}

let lastHost = { url: '', host: '' };

/** The host and port of the portal's own address; it is asked several times a request and seldom changes. */
export function hostOf(url: string): string {
  if (lastHost.url !== url) lastHost = { url, host: new URL(url).host };
  return lastHost.host;
}

export function readCookie(ctx: Context, name: CookieName): string | undefined {
  const header = ctx.get('Cookie');
  if (header === '') return undefined;
  const wanted = cookieName(ctx, name);
  for (const pair of header.split(';')) {
    const at = pair.indexOf('=');
    if (pair.slice(0, at).trim() === wanted) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** Without `maxAgeSeconds` the cookie ends with the browser; 0 removes it. */
export function writeCookie(ctx: Context, cookie: { name: CookieName; value: string } & CookieLife): void {
  const { name, value, maxAgeSeconds, sameSite = 'Lax' } = cookie;
  const parts = [`${cookieName(ctx, name)}=${value}`, 'Path=/', 'HttpOnly', `SameSite=${sameSite}`];
  if (ctx.state.isSecureContext) parts.push('Secure');
  if (maxAgeSeconds !== undefined) parts.push(`Max-Age=${maxAgeSeconds}`);
  ctx.append('Set-Cookie', parts.join('; '));
}

/** The window's Chromium keeps a Secure cookie of 127.0.0.1 but drops a `__Host-` one: the staff listener goes without. */
function cookieName(ctx: Context, name: CookieName): string {
  return ctx.state.isSecureContext && !ctx.state.isStaffListener ? `__Host-${name}` : name;
}
