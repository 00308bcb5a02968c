// Why: the built staff interface; its start page is never kept by the browser, the fingerprinted files always.
import { createReadStream, existsSync, statSync } from 'node:fs';
import { extname, join, normalize, sep } from 'node:path';
import type { Middleware } from 'koa';
import { programFolder } from '../resources-folder.ts';

const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.png': 'image/png', '.woff2': 'font/woff2' };

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
    ctx.body = createReadStream(file);
  };
}
