// What a proxy or a supervisor learns from « /sante », on both doors: whether the portal serves, and nothing more.
import { renameSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { databaseFileName } from '../../server/db/database.ts';
import { rawRequest, sendRaw } from '../support/raw-http.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
beforeAll(async () => { server = await startTestServer(); });
afterAll(() => server.stop());

const doors = () => [server.portalUrl, server.staffUrl];

test('says that it serves: no cookie, nothing of the commune, nothing kept on the way', async () => {
  for (const door of doors()) {
    const answer = await fetch(`${door}/sante`);
    expect([answer.status, await answer.text(), answer.headers.get('cache-control'), answer.headers.get('set-cookie')]).toEqual([200, 'en service\n', 'no-store', null]);
    expect(answer.headers.get('portail-processus')).toMatch(/^[\da-f-]{36}$/);
    expect((await fetch(`${door}/sante`, { method: 'HEAD' })).status).toBe(200);
    expect((await fetch(`${door}/sante`, { method: 'POST', headers: { Origin: door } })).status).toBeGreaterThanOrEqual(400);
  }
});

test('is asked by the names of this portal only', async () => {
  for (const door of doors()) expect((await sendRaw(Number(new URL(door).port), rawRequest(['GET /sante HTTP/1.1', 'Host: evil.test']))).status).toBe(421);
});

test('says that it does not serve once its data are gone, and that it does again', async () => {
  const file = join(server.dataFolder, databaseFileName);
  const states = () => Promise.all(doors().map(async (door) => (await fetch(`${door}/sante`)).status));
  renameSync(file, `${file}.ailleurs`);
  await expect.poll(states).toEqual([503, 503]);
  renameSync(`${file}.ailleurs`, file);
  await expect.poll(states).toEqual([200, 200]);
});
