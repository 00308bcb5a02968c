// Why: a form is taken only from our own pages: origin, fetch metadata and a token bound to the browser's own cookie.
import { randomBytes } from 'node:crypto';
import type { Context } from 'koa';
import { derivedKey } from '../crypto/key-file.ts';
import { isSame, newSecret, sign } from '../crypto/tokens.ts';
import { AppError } from '../errors.ts';
import { readCookie, writeCookie } from './cookies.ts';

const formKey = () => derivedKey('forms');

/** A fresh token: it differs on each page, so that compression never tells it. */
export function formToken(ctx: Context): string {
  let binding = bindingOf(ctx);
  if (!binding) {
    binding = newSecret();
    writeCookie(ctx, { name: 'formulaire', value: binding });
    ctx.state.formCookie = binding;
  }
  const nonce = randomBytes(9).toString('base64url');
  return `${nonce}.${sign(formKey(), `${nonce}.${binding}`)}`;
}

/** @throws AppError form_expired */
export function checkForm(ctx: Context, token: string | undefined): void {
  checkOrigin(ctx);
  const binding = bindingOf(ctx);
  const [nonce = '', signature = ''] = (token ?? '').split('.');
  if (!binding || !isSame(signature, sign(formKey(), `${nonce}.${binding}`))) throw new AppError('form_expired');
}

/** Fetch metadata and Origin, when the browser sends them, must be ours. @throws AppError form_expired */
export function checkOrigin(ctx: Context): void {
  const site = ctx.get('Sec-Fetch-Site');
  if (site !== '' && site !== 'same-origin') throw new AppError('form_expired');
  const origin = ctx.get('Origin');
  if (origin !== '' && !isOwnOrigin(origin, ctx.host)) throw new AppError('form_expired');
}

function isOwnOrigin(origin: string, host: string): boolean {
  return origin === `http://${host}` || origin === `https://${host}`;
}

/** The logged-in browser's session, else a cookie made for forms alone. */
function bindingOf(ctx: Context): string | undefined {
  const session: { tokenHash: string } | null | undefined = ctx.state.session;
  return session?.tokenHash ?? ctx.state.formCookie ?? readCookie(ctx, 'formulaire');
}
