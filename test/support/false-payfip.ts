// PayFiP's own name with a certificate that nobody vouches for: an https listener on this machine, in front of the simulator.
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import tls from 'node:tls';
import { onTestFinished, vi } from 'vitest';
import type { PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';

/** For « www.payfip.gouv.fr », signed by itself, until 2126; of no use to anyone but these tests. */
const key = `-----BEGIN PRIVATE KEY-----
MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgvnMZozI2sg8vaJEK
XZ7jjoJv91h9mgL1SjEHKg6iEyOhRANCAATARvmR+vX8j3HNeVBljdYyOYwEjAo2
/x9LlBK+ngZNCv4Y8BTYpridez5pQ5RRFc2aVIfOGUdN5PGlOSrr2mC0
-----END PRIVATE KEY-----
`;
const cert = `-----BEGIN CERTIFICATE-----
MIIBsDCCAVagAwIBAgIUEh+goQBM7g0lMGgykMHlDP/Kj04wCgYIKoZIzj0EAwIw
HTEbMBkGA1UEAwwSd3d3LnBheWZpcC5nb3V2LmZyMCAXDTI2MTEyMzE2MTE1OFoY
DzIxMjYxMDMwMTYxMTU4WjAdMRswGQYDVQQDDBJ3d3cucGF5ZmlwLmdvdXYuZnIw
WTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATARvmR+vX8j3HNeVBljdYyOYwEjAo2
/x9LlBK+ngZNCv4Y8BTYpridez5pQ5RRFc2aVIfOGUdN5PGlOSrr2mC0o3IwcDAd
BgNVHQ4EFgQUQTYIVZPmaSbPgrIKJJU/j2PblZEwHwYDVR0jBBgwFoAUQTYIVZPm
aSbPgrIKJJU/j2PblZEwDwYDVR0TAQH/BAUwAwEB/zAdBgNVHREEFjAUghJ3d3cu
cGF5ZmlwLmdvdXYuZnIwCgYIKoZIzj0EAwIDSAAwRQIgCn3wGUz/m2Rn8+OFNIOV
9928BJcgGXBq4PmXQrMvud0CIQCAQj+y9JgQ9xW/NRj3QRXgZX8nCsyUihXN6hPb
0I9PBg==
-----END CERTIFICATE-----
`;

export interface FalsePayfip { requests: () => number; /** Whether this machine takes the certificate for a good one. */ isTrusted: boolean }

/** Until the end of the test, whatever this process sends to https://www.payfip.gouv.fr arrives here. */
export async function standForPayfip(simulator: PayfipSimulator): Promise<FalsePayfip> {
  let requests = 0;
  const server = createServer({ key, cert }, (request, response) => {
    requests += 1;
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', async () => {
      const answer = await fetch(new URL(request.url ?? '/', simulator.baseUrl), { method: 'POST', body: Buffer.concat(chunks), headers: { 'Content-Type': 'text/xml' } });
      response.writeHead(answer.status, { 'Content-Type': 'text/xml; charset=utf-8', Connection: 'close' }).end(await answer.text());
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const payfip: FalsePayfip = { requests: () => requests, isTrusted: false };
  const { connect } = tls;
  const redirected = vi.spyOn(tls, 'connect').mockImplementation((...given: unknown[]) => {
    const [options] = given as [tls.ConnectionOptions];
    return connect({ ...options, host: '127.0.0.1', port, session: undefined, ...(payfip.isTrusted ? { ca: cert } : {}) });
  });
  onTestFinished(() => new Promise<void>((resolve) => {
    redirected.mockRestore();
    server.close(() => resolve());
    server.closeAllConnections();
  }));
  return payfip;
}
