// Writes bytes on a socket where node:http would refuse to: strange Host headers, broken requests, idle connections.
import { connect, type Socket } from 'node:net';

export interface RawAnswer { status: number; text: string }

/** Everything the server sends before it closes, or before `timeoutMs`; status 0 when it sends nothing. */
export function sendRaw(port: number, request: string | Buffer, timeoutMs = 3_000): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(request));
    const finish = (): void => {
      socket.destroy();
      const text = Buffer.concat(chunks).toString('utf8');
      resolve({ status: Number(/^HTTP\/1\.1 (\d{3})/.exec(text)?.[1] ?? 0), text });
    };
    socket.setTimeout(timeoutMs, finish);
    socket.on('data', (chunk: Buffer) => chunks.push(chunk));
    socket.on('end', finish);
    // A server that refuses a body half-way may reset the connection: what it said before counts.
    socket.on('error', finish);
  });
}

/** A request that asks the server to close, from its lines. */
export const rawRequest = (lines: string[], body = ''): string => [...lines, 'Connection: close', '', body].join('\r\n');

export function openSocket(port: number): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => resolve(socket));
    socket.on('error', reject);
  });
}
