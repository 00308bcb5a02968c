// Why: a file sent by the staff interface is bounded, and named in the refusal.
import type { Context } from 'koa';
import { AppError } from '../errors.ts';
import { readBody } from '../http/form-body.ts';

export const nameOf = (ctx: Context): string => ctx.URL.searchParams.get('name') ?? '';

/** `max`: the limit in words. @throws AppError file_too_large, form_unreadable */
export async function readFileBody(ctx: Context, limit: number, max: string): Promise<Buffer> {
  try {
    return await readBody(ctx, limit);
  } catch (error) {
    if (error instanceof AppError && error.code === 'form_too_large') throw new AppError('file_too_large', { name: nameOf(ctx) || 'logo', max });
    throw error;
  }
}
