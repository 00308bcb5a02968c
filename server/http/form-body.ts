// Why: reads a form as one text a field. A repeated field, `email[]` or another type of body is refused before anyone trusts it.
import type { Context } from 'koa';
import rawBody from 'raw-body';
import { AppError } from '../errors.ts';

const largestForm = 64 * 1024;

export type Form = Readonly<Record<string, string>>;

/** @throws AppError form_unreadable, form_too_large */
export async function readForm(ctx: Context): Promise<Form> {
  if (!ctx.is('application/x-www-form-urlencoded')) throw new AppError('form_unreadable');
  const text = (await readBody(ctx, largestForm)).toString('utf8');
  const fields: Record<string, string> = Object.create(null);
  for (const [name, value] of new URLSearchParams(text)) {
    if (name in fields || /[[\]]/.test(name) || value.includes('\0')) throw new AppError('form_unreadable');
    fields[name] = value.replace(/\r\n/g, '\n');
  }
  return fields;
}

/** The whole body, up to `limit` bytes. @throws AppError form_too_large, form_unreadable */
export async function readBody(ctx: Context, limit: number): Promise<Buffer> {
  try {
    return await rawBody(ctx.req, { limit, length: ctx.get('Content-Length') || null });
  } catch (error) {
    ctx.set('Connection', 'close');
    const isTooLarge = error instanceof Error && 'type' in error && error.type === 'entity.too.large';
    throw new AppError(isTooLarge ? 'form_too_large' : 'form_unreadable');
  }
}
