// The real server under the real supervisor, killed again and again: it comes back where it was, and nothing is left behind.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildServer } from '../support/built-server.ts';
import { storedState } from '../support/stored-state.ts';
import { hasEnded, isServing, supervise, type Supervised } from '../support/supervised-server.ts';

/** The bench does fifty of them, and prints how long each took. */
const kills = 6;
let place: string;
let pair: Supervised;

beforeAll(() => buildServer(), 60_000);
beforeEach(async () => {
  place = join(mkdtempSync(join(tmpdir(), 'portail-supervision-')), 'Mairie d’Éguzon, données');
  pair = await supervise(place);
  await serving();
  // The portal answers a moment before the supervisor hears where.
  await expect.poll(() => pair.server.state).toBe('open');
});
afterEach(async () => {
  await pair.server.stop();
  rmSync(join(place, '..'), { recursive: true, force: true });
});

const serving = () => expect.poll(() => isServing(pair.portalUrl), { timeout: 15_000, interval: 20 }).toBe(true);

it(`killed ${kills} times at random: each time the portal is back at its address, and one process remains`, async () => {
  const addresses = pair.server.addresses!;
  for (let kill = 0; kill < kills; kill += 1) {
    await wait(Math.random() * 2_000);
    const killed = pair.children.at(-1)!;
    killed.kill('SIGKILL');
    await expect.poll(() => pair.children.at(-1) !== killed, { timeout: 15_000, interval: 20 }).toBe(true);
    await serving();
  }
  expect(pair.children.filter((child) => !hasEnded(child))).toHaveLength(1);
  await expect.poll(() => pair.server.state).toBe('open');
  expect(pair.server.addresses).toEqual({ ...addresses, launchKey: expect.any(String) });
  expect(pair.troubles).toEqual([]);
  await pair.server.stop();
  expect(await storedState(place)).toMatchObject({ integrity: 'ok', foreignKeys: 0 });
  expect(await isServing(pair.portalUrl)).toBe(false);
}, 60_000);

it('ends by itself when its parent is gone, and gives the folder and the port back', async () => {
  const orphan = pair.children.at(-1)!;
  orphan.disconnect();
  await expect.poll(() => hasEnded(orphan), { timeout: 5_000 }).toBe(true);
  await serving();
  expect(pair.children).toHaveLength(2);
}, 30_000);
