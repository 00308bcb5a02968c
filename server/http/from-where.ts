// Why: what a request writes in the journal says from where it came.
import type { Middleware } from 'koa';
import { runFrom } from '../call-place.ts';
import { placeOf } from '../domain/place.ts';

/** On the portal, a request that only reads writes nothing, and stays as quick as it was. `evenReads`: those of a door that writes whatever the method. */
export function fromWhere({ evenReads = false } = {}): Middleware {
  return (ctx, next) => {
    const isRead = ctx.method === 'GET' || ctx.method === 'HEAD';
    if (isRead && !ctx.state.isStaffListener && !evenReads) return next();
    return runFrom(placeOf(ctx.state.clientAddress ?? ctx.req.socket.remoteAddress ?? '', ctx.get('User-Agent')), next);
  };
}
