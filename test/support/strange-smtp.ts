// SMTP servers that behave as bad ones do: real sockets on this machine, one behaviour each.
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

export interface StrangeServer { port: number; stop: () => Promise<void> }

/** Accepts the connection, then does this with it. */
export async function socketServer(greet: (socket: Socket) => void): Promise<StrangeServer> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined);
    greet(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Without options of its own it has a certificate that nobody has signed. */
export async function smtpServer(options: SMTPServerOptions): Promise<StrangeServer> {
  const server = new SMTPServer({ disableReverseLookup: true, closeTimeout: 100, logger: false, authOptional: true, ...options });
  server.on('error', () => undefined);
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  return { port: (server.server.address() as AddressInfo).port, stop: () => new Promise((resolve) => server.close(() => resolve())) };
}

export const refusal = (responseCode: number, message: string): Error => Object.assign(new Error(message), { responseCode });
