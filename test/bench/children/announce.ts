// Listens on a free port of this machine and says where, as the server does.
import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

export function announce(handler: RequestListener): void {
  const server = createServer(handler);
  server.listen(0, '127.0.0.1', () => console.log(`http://127.0.0.1:${(server.address() as AddressInfo).port}`));
  process.on('SIGTERM', () => process.exit(0));
}
