// The portal listens where the settings say: this machine, the local network, everywhere; a change that fails leaves it where it was.
import { execFileSync } from 'node:child_process';
import { createServer, request, type Server } from 'node:http';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Exposure } from '../../server/contract/schemas.ts';
import { readSettings } from '../../server/settings.ts';
import { openStaff, codeOf, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const neighbour = '10.203.0.77';
/** Of those kept for documentation: no private network. */
const stranger = '203.0.113.77';
let server: TestServer;
let staff: StaffBrowser;
let port: number;
const undo: (() => void)[] = [];

beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
  port = Number(new URL(server.portalUrl).port);
});
afterEach(() => { for (const step of undo.splice(0)) step(); });
afterAll(() => server.stop());

async function expose(exposure: Exposure): Promise<string> {
  const { portal } = await readSettings();
  return codeOf(await staff.postJson('/api/settings.update', { patch: { portal: { ...portal, exposure } } }));
}

/** Status of a page asked of this address; 0 when nobody answers. */
function statusAt(address: string): Promise<number> {
  return new Promise((resolve) => {
    const asked = request({ host: address, port, path: '/connexion', localAddress: address, agent: false }, (answer) => { answer.resume(); resolve(answer.statusCode ?? 0); });
    asked.on('error', () => resolve(0));
    asked.end();
  });
}

/** Gives this machine one more address for the time of a test; false when it does not let us. */
function takeAddress(address: string): boolean {
  try {
    execFileSync('ip', ['address', 'add', `${address}/32`, 'dev', 'lo'], { stdio: 'ignore' });
  } catch {
    return false;
  }
  undo.push(() => execFileSync('ip', ['address', 'del', `${address}/32`, 'dev', 'lo']));
  return true;
}

test('this machine only, the local network, everywhere, and back', async ({ skip }) => {
  if (!takeAddress(neighbour) || !takeAddress(stranger)) return skip('this machine does not let us add an address');
  const answers = async () => [await statusAt('127.0.0.1'), await statusAt(neighbour), await statusAt(stranger)];
  expect(await answers()).toEqual([200, 0, 0]);
  expect([await expose('local-network'), ...await answers()]).toEqual(['ok', 200, 200, 403]);
  expect([await expose('everywhere'), ...await answers()]).toEqual(['ok', 200, 200, 200]);
  expect([await expose('this-pc'), ...await answers()]).toEqual(['ok', 200, 0, 0]);
});

test('a port held elsewhere on the machine: the change is refused in words, undone, and the portal goes on', async () => {
  const other = await holdPort('127.0.0.2');
  undo.push(() => other.close());
  const answer = await staff.postJson('/api/settings.update', { patch: { portal: { ...(await readSettings()).portal, exposure: 'everywhere' } } });
  expect([codeOf(answer), answer.text.includes(`Le port ${port} est déjà utilisé`)]).toEqual(['port_in_use', true]);
  expect([(await readSettings()).portal.exposure, await statusAt('127.0.0.1')]).toEqual(['this-pc', 200]);
  await new Promise((resolve) => other.close(resolve));
  expect([await expose('everywhere'), await statusAt('127.0.0.1')]).toEqual(['ok', 200]);
});

function holdPort(host: string): Promise<Server> {
  return new Promise((resolve) => {
    const holder = createServer();
    holder.listen(port, host, () => resolve(holder));
  });
}
