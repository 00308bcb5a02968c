// Why: an SQL text and a file name both end at NUL: no address of ours holds one.
import type { Middleware } from 'koa';
import { AppError } from '../errors.ts';

/** @throws AppError not_found */
export function plainAddress(): Middleware {
  return (ctx, next) => {
    if (ctx.url.includes('%00')) throw new AppError('not_found');
    return next();
  };
}
