// Why: a request as the doors of the simulator see it, and the few ways in which they answer.
import type { IncomingMessage } from 'node:http';

export interface Incoming { method: string; path: string; query: URLSearchParams; body: string; form: URLSearchParams; contentType: string }
/** `silent`: never answers, as a service that hangs; `fileName`: to be kept rather than shown. */
export interface Outgoing { status: number; type?: string; body?: string; fileName?: string; location?: string; silent?: true; formTarget?: string }
export type Door = (incoming: Incoming) => Promise<Outgoing> | Outgoing;

const longestBody = 256 * 1024;

export class BodyTooLarge extends Error {
  override name = 'BodyTooLarge';
}

export async function readIncoming(message: IncomingMessage): Promise<Incoming> {
  const url = new URL(message.url ?? '/', 'http://localhost');
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longestBody) throw new BodyTooLarge();
    chunks.push(chunk);
  }
  const body = Buffer.concat(chunks).toString('utf8');
  return {
    method: message.method ?? 'GET', path: url.pathname, query: url.searchParams, body, form: new URLSearchParams(body),
    contentType: message.headers['content-type'] ?? '',
  };
}

/** `formTarget`: origin that the page's form may be sent to, besides the simulator. */
export const html = (body: string, status = 200, formTarget = ''): Outgoing => ({ status, type: 'text/html; charset=utf-8', body, formTarget });
export const xml = (body: string, status = 200): Outgoing => ({ status, type: 'text/xml;charset=utf-8', body });
export const seeOther = (location: string): Outgoing => ({ status: 303, location });
