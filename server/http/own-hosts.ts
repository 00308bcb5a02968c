// Why: answers only to the portal's own names, so that no page or mail is ever built for somebody else's.
import { networkInterfaces } from 'node:os';
import type { Context, Middleware } from 'koa';
import type { BlockList } from 'node:net';
import { clientAddress, isPrivateAddress } from '../domain/client-address.ts';
import { AppError } from '../errors.ts';
import { readSettings } from '../settings.ts';
import { hostOf, isSecureContext } from './cookies.ts';

export interface HostRules { port: () => number; proxies: BlockList }

/** Sets ctx.state.clientAddress and ctx.state.isSecureContext. @throws AppError host_unknown, network_refused */
export function ownHosts({ port, proxies }: HostRules): Middleware {
  return async (ctx, next) => {
    const { portal } = await readSettings();
    const socketAddress = ctx.req.socket.remoteAddress ?? '';
    ctx.state.clientAddress = clientAddress(socketAddress, ctx.get('X-Forwarded-For') || undefined, proxies);
    ctx.state.isSecureContext = isSecureContext(ctx.host, portal.publicUrl);
    if (portal.exposure === 'local-network' && !isPrivateAddress(socketAddress)) throw new AppError('network_refused');
    if (!isOwnHost(ctx, portal.publicUrl, port())) throw new AppError('host_unknown');
    await next();
  };
}

/** The one name that a request for a path gives, in lower case; null when it gives none, several, or another one in its first line. */
export function requestedHost(ctx: Context): string | null {
  const [host, ...others] = ctx.req.headersDistinct.host ?? [];
  if (host === undefined || others.length > 0 || !ctx.req.url?.startsWith('/')) return null;
  return host.toLowerCase();
}

function isOwnHost(ctx: Context, publicUrl: string, port: number): boolean {
  const host = requestedHost(ctx);
  return host !== null && (host === hostOf(publicUrl) || ownAddresses(port).has(host));
}

let known: { readAt: number; port: number; hosts: Set<string> } | undefined;

/** The addresses of this machine with the portal's port, read again every ten seconds. */
function ownAddresses(port: number): Set<string> {
  if (known && known.port === port && Date.now() - known.readAt < 10_000) return known.hosts;
  const addresses = Object.values(networkInterfaces()).flat().flatMap((each) => (each ? [each.family === 'IPv6' ? `[${each.address}]` : each.address] : []));
  const names = ['localhost', '127.0.0.1', '[::1]', ...addresses];
  known = { readAt: Date.now(), port, hosts: new Set(names.flatMap((name) => (port === 80 ? [name, `${name}:80`] : [`${name}:${port}`]))) };
  return known.hosts;
}
