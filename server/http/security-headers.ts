// Why: the same strict headers on every answer, errors, files and redirects included.
import type { Middleware } from 'koa';

const common = {
  'X-Content-Type-Options': 'nosniff',
  'X-Frame-Options': 'DENY',
  // Not no-referrer: browsers would then send « Origin: null » with our own forms.
  'Referrer-Policy': 'same-origin',
  'Permissions-Policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cache-Control': 'no-store',
};

/** For an answer without content. */
export const bareHeaders = { ...common, 'Content-Security-Policy': "default-src 'none'" };

/** The two hosts of PayFiP, that send to each other. */
const payfipOrigins = ['https://www.payfip.gouv.fr', 'https://www.tipi.budget.gouv.fr'];

/** `service`: origin of the service that takes payments, where our forms lead; null when it is not known. */
export const portalHeaders = (service: string | null = null) => ({
  ...common,
  'Content-Security-Policy': "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'self'; "
    + `form-action 'self' ${[...new Set([...payfipOrigins, ...(service ? [service] : [])])].join(' ')}; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'`,
});

/** `styleNonce`: of the one style element that a page writes by itself, as Vuetify does for its theme. */
const staffPolicy = (styleNonce?: string) =>
  `default-src 'none'; script-src 'self'; style-src 'self'${styleNonce ? ` 'nonce-${styleNonce}'` : ''}; img-src 'self' data: blob:; font-src 'self'; connect-src 'self'; `
  + "form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

export const staffHeaders = (styleNonce?: string) => ({ ...common, 'Content-Security-Policy': staffPolicy(styleNonce) });

/** For what others have made (PDF, logo): never runs anything, whatever it holds. */
export const fileContentPolicy = "default-src 'none'; sandbox";

export function securityHeaders(headersNow: () => Record<string, string> | Promise<Record<string, string>>, isSecure: (host: string) => boolean | Promise<boolean>): Middleware {
  return async (ctx, next) => {
    ctx.set(await headersNow());
    if (await isSecure(ctx.host)) ctx.set('Strict-Transport-Security', 'max-age=31536000');
    await next();
  };
}
