// Why: the HTTP side: loopback only, one table of doors, the headers of every answer.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { BodyTooLarge, readIncoming, type Door, type Outgoing } from './exchange.ts';

/** `doors` by « METHOD path ». `port` 0: any free port. */
export async function listen(port: number, doorOf: (method: string, path: string) => Door | undefined): Promise<{ server: Server; port: number }> {
  const server = createServer((message, response) => void answer(message, response, doorOf));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve());
  });
  return { server, port: (server.address() as AddressInfo).port };
}

async function answer(message: IncomingMessage, response: ServerResponse, doorOf: (method: string, path: string) => Door | undefined): Promise<void> {
  let outgoing: Outgoing;
  try {
    outgoing = await findAnswer(message, doorOf);
  } catch (error) {
    outgoing = error instanceof BodyTooLarge ? { status: 413 } : { status: 500, type: 'text/plain; charset=utf-8', body: String(error) };
  }
  if (outgoing.silent) return;
  response.writeHead(outgoing.status, headersOf(outgoing));
  response.end(message.method === 'HEAD' ? undefined : outgoing.body ?? '');
}

async function findAnswer(message: IncomingMessage, doorOf: (method: string, path: string) => Door | undefined): Promise<Outgoing> {
  if (!isFromHere(message)) return { status: 403, type: 'text/plain; charset=utf-8', body: 'Refusé' };
  const incoming = await readIncoming(message);
  const door = doorOf(incoming.method === 'HEAD' ? 'GET' : incoming.method, incoming.path);
  return door ? door(incoming) : { status: 404, type: 'text/plain; charset=utf-8', body: 'Introuvable' };
}

/** Against other sites open in the same browser: our own name only, and no form from elsewhere. */
function isFromHere({ headers }: IncomingMessage): boolean {
  const isOwnName = /^(?:127\.0\.0\.1|localhost)(?::\d+)?$/.test(headers.host ?? '');
  return isOwnName && (headers.origin === undefined || headers.origin === `http://${headers.host}`);
}

function headersOf({ type, fileName, location, formTarget }: Outgoing): Record<string, string> {
  return {
    ...(type && { 'Content-Type': type }), ...(location && { Location: location }), ...(fileName && { 'Content-Disposition': `attachment; filename="${fileName}"` }),
    'Content-Security-Policy': `default-src 'none'; style-src 'self'; form-action 'self'${formTarget ? ` ${formTarget}` : ''}; base-uri 'none'; frame-ancestors 'none'`,
    'X-Content-Type-Options': 'nosniff', 'Referrer-Policy': 'same-origin', 'Cache-Control': 'no-store',
  };
}
