// The server as a process: how it starts, how it stops, what a kill leaves behind.
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { buildServer, run, runNpmServe, runServer, type ServerRun } from '../support/built-server.ts';
import { Browser } from '../support/browser.ts';
import { csvOf, pdfOf } from '../support/household.ts';
import { StaffBrowser } from '../support/staff-browser.ts';
import { storedState } from '../support/stored-state.ts';

const size = 300;
const rowsOf = (year: number) => Array.from({ length: size }, (_, index) => ({ numero: `${year}-${index}`, montant: '12,30', code_payeur: `F${index % 100}`, nom: `Nom ${index % 100}`, email: `f${index % 100}@x.fr`, fichier: `${index}.pdf` }));
const pdfs = Object.fromEntries(rowsOf(2026).map(({ fichier }) => [fichier, pdfOf(fichier, 5_000)]));

let place: string;
let server: ServerRun | undefined;
beforeAll(() => buildServer(), 60_000);
beforeEach(() => { place = mkdtempSync(join(tmpdir(), 'portail-processus-')); });
afterEach(async () => {
  server?.child.kill('SIGKILL');
  await server?.ended;
  server = undefined;
  rmSync(place, { recursive: true, force: true });
});

it('prints its two addresses, answers there, refuses a second server, and stops on a signal', async () => {
  server = await runServer(place);
  expect((await new Browser(server.portalUrl).get('/')).status).toBeLessThan(400);
  expect((await new Browser(server.staffUrl).postJson('/launch', { key: server.launchKey })).status).toBe(200);
  const second = run('server/serve.cjs', ['--data', place, '--portal-port', '0']);
  expect([await second.ended, second.output()]).toEqual([1, expect.stringMatching(/^Le portail est déjà ouvert avec le dossier/)]);
  const wrong = run('server/serve.cjs', ['--data', place, '--portal-port', '70000']);
  expect([await wrong.ended, wrong.output()]).toEqual([1, expect.stringMatching(/^Configuration : portalPort : 65 535 au plus\./)]);
  const proxies = run('server/serve.cjs', ['--data', place, '--trusted-proxies', '127.0.0.1,proxy.local']);
  expect([await proxies.ended, proxies.output()]).toEqual([1, expect.stringMatching(/^Configuration : trustedProxies.1 : doit être une liste d’adresses/)]);
  expect(readdirSync(place).filter((name) => (statSync(join(place, name)).mode & 0o077) !== 0)).toEqual([]);
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
});

it('stops when npm, which started it, is told to', async () => {
  server = await runNpmServe(place);
  const { portalUrl } = server;
  server.child.kill('SIGTERM');
  await expect.poll(() => new Browser(portalUrl).get('/').then(() => 'answers', () => 'gone')).toBe('gone');
}, 30_000);

it('stopped during an import and a slow request: leaves within 5 s, and publishes everything or nothing', async () => {
  server = await runServer(place);
  const staff = new StaffBrowser(server.staffUrl);
  await staff.launch(server.launchKey);
  await staff.logIn();
  const batchId = await staff.sendImport(csvOf(rowsOf(2026)), pdfs);
  const slow = connect(Number(new URL(server.portalUrl).port), '127.0.0.1');
  slow.on('error', () => undefined);
  slow.write('POST /connexion HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 500\r\n\r\nemail=');
  const publishing = staff.call('imports.publish', { batchId }).then(() => 'published', () => 'cut');
  await wait(20);
  const start = performance.now();
  server.child.kill('SIGTERM');
  expect(await server.ended).toBe(0);
  expect(performance.now() - start).toBeLessThan(6_000);
  slow.destroy();
  const answer = await publishing;
  const state = await storedState(place);
  expect(state).toMatchObject({ integrity: 'ok', foreignKeys: 0, orphans: 0, badDocuments: [] });
  expect([0, size]).toContain(state.invoices);
  if (answer === 'published') expect(state.invoices).toBe(size);
}, 60_000);

it('killed fifteen times during an import: each time the database is whole, and all of it or none of it is published', async () => {
  server = await runServer(place);
  const staff = new StaffBrowser(server.staffUrl);
  await staff.launch(server.launchKey);
  await staff.logIn();
  let published = 0;
  let batchId = await staff.sendImport(csvOf(rowsOf(2026)), pdfs);
  for (let kill = 0; kill < 15; kill += 1) {
    const acknowledged = staff.call('imports.publish', { batchId }).then(() => true, () => false);
    await wait((kill % 8) * 10);
    server.child.kill('SIGKILL');
    await server.ended;
    const wasAnswered = await acknowledged;
    const state = await storedState(place);
    expect(state).toMatchObject({ integrity: 'ok', foreignKeys: 0, orphans: 0, badDocuments: [] });
    expect(state.invoices).toBe(state.published * size);
    if (wasAnswered) expect(state.published).toBe(published + 1);
    server = await runServer(place);
    Object.assign(staff, { origin: server.staffUrl });
    if (state.published > published && kill < 14) batchId = await staff.sendImport(csvOf(rowsOf(2027 + kill)), pdfs);
    ({ published } = state);
  }
  await staff.call('imports.publish', { batchId });
  expect(await storedState(place)).toMatchObject({ integrity: 'ok', orphans: 0, badDocuments: [] });
}, 90_000);
