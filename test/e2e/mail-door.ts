// Why: a mail server at a port that one may type in the settings; it hangs, or leads to the mail catcher, whose own port is any.
import { connect, createServer, type Socket } from 'node:net';
import { once } from 'node:events';

export interface MailDoor { host: string; port: number; /** Accepts, then says nothing. */ isSilent: boolean; close(): Promise<void> }

/** Another loopback address for each process: two runs on one machine may both want the port. */
const host = process.platform === 'darwin' ? '127.0.0.1' : `127.0.${1 + Math.floor(process.pid / 250) % 250}.${1 + (process.pid % 250)}`;

export async function openMailDoor(smtpPort: number): Promise<MailDoor> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    const inner = door.isSilent ? undefined : connect(smtpPort, '127.0.0.1');
    for (const each of [socket, ...(inner ? [inner] : [])]) {
      sockets.add(each);
      each.on('error', () => undefined).on('close', () => sockets.delete(each));
    }
    if (inner) socket.pipe(inner).pipe(socket);
  }).listen(2525, host);
  await once(server, 'listening');
  const door: MailDoor = {
    host, port: 2525, isSilent: true,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
  return door;
}
