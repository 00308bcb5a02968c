// Why: the built staff interface; its start page is never kept by the browser, the fingerprinted files always.
import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import type { Context, Middleware } from 'koa';
import { staffHeaders } from '../http/security-headers.ts';
import { programFolder } from '../resources-folder.ts';

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2' };

/** Where the build leaves room for what changes with each answer. */
export const nonceMark = 'NONCE-OF-THIS-ANSWER';

export function serveInterface(): Middleware {
  const root = join(programFolder, 'dist', 'renderer');
  return async (ctx, next) => {
    const path = ctx.path === '/' ? '/index.html' : ctx.path;
    const file = normalize(join(root, path));
    const type = types[extname(file)];
    const isServed = file.startsWith(root + sep) && type && !path.includes('\0') && existsSync(file) && statSync(file).isFile();
    if (!isServed || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    ctx.type = type;
    if (path.startsWith('/assets/')) ctx.set('Cache-Control', 'private, max-age=31536000, immutable');
    if (type.startsWith('text/html')) sendPage(ctx, file);
    else ctx.body = createReadStream(file);
  };
}

function sendPage(ctx: Context, file: string): void {
  const nonce = randomBytes(18).toString('base64');
  ctx.set(staffHeaders(nonce));
  ctx.body = readFileSync(file, 'utf8').replaceAll(nonceMark, nonce);
}
