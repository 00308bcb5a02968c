// Why: gives the window its own pages through app://portail, so that file:// is never loaded.
import { readFile } from 'node:fs/promises';
import { protocol } from 'electron';
import { renderTrouble, renderWaiting, shellOrigin, shellPages, type Trouble } from './shell-html.ts';

const scheme = new URL(shellOrigin).protocol.slice(0, -1);
const contentPolicy = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** To be called before « ready »: Electron learns its schemes at that moment only. */
export function declareShellScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme, privileges: { standard: true, secure: true } }]);
}

/** `trouble` gives what is wrong now. Whatever is not one of the three pages does not exist. */
export function serveShellPages(styleFile: string, trouble: () => Trouble): void {
  const pages: Record<string, () => Promise<Response>> = {
    [shellPages.waiting]: async () => answer(renderWaiting(), 'text/html'),
    [shellPages.trouble]: async () => answer(renderTrouble(trouble()), 'text/html'),
    [shellPages.style]: async () => answer(await readFile(styleFile, 'utf8'), 'text/css'),
  };
  protocol.handle(scheme, async ({ url }) => (await pages[url]?.()) ?? new Response('', { status: 404 }));
}

function answer(body: string, type: string): Response {
  return new Response(body, {
    headers: { 'content-type': `${type}; charset=utf-8`, 'content-security-policy': contentPolicy, 'cache-control': 'no-store' },
  });
}
