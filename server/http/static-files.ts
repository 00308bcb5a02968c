// Why: the few files of the portal, kept in memory, each at an address that changes with its content.
import { createHash } from 'node:crypto';
import type { Context, Middleware } from 'koa';

export interface StaticFile { type: string; content: Buffer }

const prefix = '/static/';

/** `portal.css` → `/static/portal-3f9a….css`. */
export function fingerprintedUrl(name: string, content: Buffer): string {
  const hash = createHash('sha256').update(content).digest('hex').slice(0, 12);
  return `${prefix}${name.replace(/(\.\w+)$/, `-${hash}$1`)}`;
}

/** `find` answers the file at an address; a former fingerprint gets the present content, not kept by the browser. */
export function serveStatic(find: (url: string) => Promise<{ file: StaticFile; isCurrent: boolean } | null>): Middleware {
  return async (ctx, next) => {
    if (!ctx.path.startsWith(prefix) || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    const found = await find(ctx.path);
    if (!found) return next();
    send(ctx, found.file, found.isCurrent);
  };
}

function send(ctx: Context, file: StaticFile, isCurrent: boolean): void {
  ctx.type = file.type;
  ctx.set('Cache-Control', isCurrent ? 'public, max-age=31536000, immutable' : 'no-cache');
  ctx.body = file.content;
}
