// Why: opens and closes a port; a taken port is named, with another to try.
import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { AppError, isSystemError } from './errors.ts';
import { bareHeaders } from './http/security-headers.ts';

export interface Listener { port: number; close: () => Promise<void> }

let underWay = 0;
/** Of every listener of this process: received, not yet answered. */
export const requestsUnderWay = (): number => underWay;

const graceMs = 3_000;
const usualPort = 8_080;
const largestPort = 65_535;
const portsTried = 100;
const brokenRequestStatus: Record<string, string> = {
  HPE_HEADER_OVERFLOW: '431 Request Header Fields Too Large', HPE_CHUNK_EXTENSIONS_OVERFLOW: '413 Payload Too Large', ERR_HTTP_REQUEST_TIMEOUT: '408 Request Timeout',
};

/** `longestRequestMs`: to receive one, body included. @throws AppError port_in_use, port_forbidden; each proposes another port */
export async function listen(handler: RequestListener, port: number, { host, longestRequestMs = 300_000 }: { host: string; longestRequestMs?: number }): Promise<Listener> {
  const server = createServer({ maxHeaderSize: 16 * 1024, headersTimeout: 15_000, requestTimeout: longestRequestMs, keepAliveTimeout: 10_000 }, counted(handler));
  server.on('clientError', refuseBrokenRequest);
  try {
    await open(server, port, host);
  } catch (error) {
    if (isSystemError(error, 'EADDRINUSE')) throw new AppError('port_in_use', { port, other: await freePort(port + 1, host) });
    if (isSystemError(error, 'EACCES')) throw new AppError('port_forbidden', { port, other: await freePort(usualPort, host) });
    throw error;
  }
  return { port: (server.address() as AddressInfo).port, close: () => close(server) };
}

const counted = (handler: RequestListener): RequestListener => (request, response) => {
  underWay += 1;
  response.once('close', () => { underWay -= 1; });
  handler(request, response);
};

function open(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** What is no HTTP is answered by node's parser, not by the application: it gets the same headers, and nothing more. */
function refuseBrokenRequest(error: NodeJS.ErrnoException, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') return void socket.destroy();
  const status = brokenRequestStatus[error.code ?? ''] ?? '400 Bad Request';
  const headers = Object.entries({ ...bareHeaders, 'Content-Length': '0', Connection: 'close' });
  socket.end(`HTTP/1.1 ${status}\r\n${headers.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n`);
}

/** Answers what is under way, then cuts what remains. */
function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    server.close(() => {
      clearTimeout(cut);
      resolve();
    });
    server.closeIdleConnections();
  });
}

async function freePort(from: number, host: string): Promise<number> {
  const start = Math.min(from, largestPort - portsTried);
  for (let port = start; port <= start + portsTried; port += 1) {
    const probe = createServer();
    try {
      await open(probe, port, host);
      return port;
    } catch (error) {
      if (!isSystemError(error, 'EADDRINUSE', 'EACCES')) throw error;
    } finally {
      probe.close();
    }
  }
  return 0;
}
