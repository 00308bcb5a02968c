// Why: the public listener, on the addresses that the settings say, opened again when they change.
import { networkInterfaces } from 'node:os';
import type { BlockList } from 'node:net';
import type { Exposure } from './contract/schemas.ts';
import { AppError } from './errors.ts';
import { listen, type Listener } from './listener.ts';
import { healthPath, healthWords } from './http/health.ts';
import { createPortal } from './portal/app.ts';
import { readSettings } from './settings.ts';

export interface PortalListener {
  /** Address for this machine. */
  url: () => string;
  listensAt: () => string[];
  /** After a refusal the portal answers where it did. @throws AppError port_in_use, port_forbidden */
  reopen: () => Promise<void>;
  close: () => Promise<void>;
}
const occupantMs = 1_000;
const hosts: Record<Exposure, string> = { 'this-pc': '127.0.0.1', 'local-network': '0.0.0.0', everywhere: '0.0.0.0' };

/** @throws AppError port_in_use, port_forbidden, portal_already_open */
export async function openPortal({ dataFolder, portalPort, proxies }: { dataFolder: string; portalPort: number; proxies: BlockList }): Promise<PortalListener> {
  let listener: Listener | undefined;
  let host = hosts[(await readSettings()).portal.exposure];
  const port = () => listener?.port ?? portalPort;
  const handler = createPortal({ dataFolder, port, proxies }).callback();
  listener = await listen(handler, portalPort, { host }).catch(async (error: unknown) => { throw (await nameOccupant(error, portalPort)); });
  return {
    url: () => `http://127.0.0.1:${port()}`,
    listensAt: () => (host === '127.0.0.1' ? ['127.0.0.1'] : ['127.0.0.1', ...lanAddresses()]).map((address) => `http://${address}:${port()}`),
    async reopen() {
      const wanted = hosts[(await readSettings()).portal.exposure];
      if (wanted === host) return;
      const samePort = port();
      await listener?.close();
      try {
        listener = await listen(handler, samePort, { host: wanted });
        host = wanted;
      } catch (error) {
        listener = await listen(handler, samePort, { host });
        throw error;
      }
    },
    close: async () => listener?.close(),
  };
}

/** Another user of this machine may have opened the portal: a second one, empty, on another port would deceive everybody. */
async function nameOccupant(error: unknown, port: number): Promise<unknown> {
  if (!(error instanceof AppError) || error.code !== 'port_in_use') return error;
  const said = await fetch(`http://127.0.0.1:${port}${healthPath}`, { signal: AbortSignal.timeout(occupantMs) }).then((answer) => answer.text(), () => '');
  return Object.values(healthWords).includes(said) ? new AppError('portal_already_open', { port }) : error;
}

function lanAddresses(): string[] {
  return Object.values(networkInterfaces()).flat().flatMap((each) => (each && !each.internal && each.family === 'IPv4' ? [each.address] : []));
}
