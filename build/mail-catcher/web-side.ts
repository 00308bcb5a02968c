// Why this file exists: the page that shows the caught mails, and the same list as JSON for tests.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { listPage, mailPage, missingPage } from './pages.ts';
import type { CaughtMail } from './model.ts';

export interface WebHooks {
  messages(): CaughtMail[];
  clear(): void;
}

interface Reply {
  status?: number;
  type?: string;
  policy?: string;
  location?: string;
  body: string;
}

const pagePolicy = "default-src 'none'; style-src 'unsafe-inline'; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";
/** A mail runs nothing and loads nothing; its links open elsewhere. */
const mailPolicy = "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; img-src data:; style-src 'unsafe-inline'; frame-ancestors 'self'";

export async function startWebSide({ port, host }: { port: number; host: string }, hooks: WebHooks): Promise<{ url: string; stop(): Promise<void> }> {
  const server = createServer((request, response) => send(response, answer(request, hooks)));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => { server.off('error', reject); resolve(); });
  });
  const address = server.address();
  const bound = typeof address === 'object' && address ? address.port : port;
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}`,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    }),
  };
}

function answer(request: IncomingMessage, hooks: WebHooks): Reply {
  if (!isFromHere(request)) return { status: 403, body: 'Refusé.', type: 'text/plain' };
  const path = (request.url ?? '/').split('?')[0] ?? '/';
  if (request.method === 'POST') {
    if (path !== '/effacer') return { status: 404, body: missingPage() };
    hooks.clear();
    return { status: 303, location: '/', body: '' };
  }
  if (path === '/') return { body: listPage(hooks.messages().reverse()) };
  if (path === '/messages.json') return { type: 'application/json', body: JSON.stringify(hooks.messages()) };
  const [, id = '', part] = /^\/messages\/(\d+)(\/html)?$/.exec(path) ?? [];
  const mail = hooks.messages().find((each) => String(each.id) === id);
  if (!mail) return { status: 404, body: missingPage() };
  return part ? { body: withOutsideLinks(mail.html), policy: mailPolicy } : { body: mailPage(mail) };
}

/** Refuses another site's page that would reach this one through the browser (renamed host, foreign form). */
function isFromHere({ headers }: IncomingMessage): boolean {
  const isLocalName = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/.test(headers.host ?? '');
  return isLocalName && (headers.origin === undefined || headers.origin === `http://${headers.host}`);
}

function withOutsideLinks(html: string): string {
  const base = '<base target="_blank">';
  return /<head[^>]*>/i.test(html) ? html.replace(/<head[^>]*>/i, (head) => head + base) : base + html;
}

function send(response: ServerResponse, { status = 200, type = 'text/html', policy = pagePolicy, location, body }: Reply): void {
  response.writeHead(status, {
    'content-type': `${type}; charset=utf-8`,
    'content-security-policy': policy,
    'x-content-type-options': 'nosniff',
    // With `no-referrer` the browser would send « Origin: null » with the page's own form.
    'referrer-policy': 'same-origin',
    'cache-control': 'no-store',
    ...(location && { location }),
  });
  response.end(body);
}
