// T-EX-1: the staff's application is on this machine only, for a browser that was opened with a launch key.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffApi } from '../../server/contract/staff-api.ts';
import { newSecret } from '../../server/crypto/tokens.ts';
import { RateLimit } from '../../server/models/index.ts';
import { staffRouter } from '../../server/staff/app.ts';
import { Browser } from '../support/browser.ts';
import { everyRow, minutesAgo, rewrite } from '../support/database-state.ts';
import { createHousehold, password } from '../support/household.ts';
import { fill, routesOf } from '../support/portal-routes.ts';
import { rawRequest, sendRaw } from '../support/raw-http.ts';
import { codeOf, firstAgent, openStaff, openWorkstation } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let staff: Browser;
let invoiceId: string;

beforeAll(async () => {
  server = await startTestServer();
  const household = await createHousehold(server.dataFolder, { code: 'A1', email: 'a@exemple.test', numbers: ['2026-1'] });
  invoiceId = household.invoices[0]!.id;
  staff = await openStaff(server);
});
afterAll(() => server.stop());

interface Call { method: string; path: string }

/** Every call and file of the staff listener. */
function staffCalls(): Call[] {
  const router = staffRouter({ dataFolder: server.dataFolder, port: () => 0, listensAt: () => [], portalChanged: async () => undefined, replaceState: async () => undefined });
  const routes = routesOf(router).map((name) => name.split(' ')).map(([method = '', path = '']) => ({ method, path: fill(path, invoiceId) }));
  return [...routes.filter(({ path }) => !path.startsWith('/api/')), ...Object.keys(staffApi).map((name) => ({ method: 'POST', path: `/api/${name}` }))];
}

const call = (browser: Browser, { method, path }: Call, origin = browser.origin) =>
  browser.send(path, { method, ...(method === 'GET' ? {} : { body: '{}', headers: { 'Content-Type': 'application/json', Origin: origin } }) });

test('T-EX-1 no route of the staff exists on the portal, even with the cookies of the staff', async () => {
  const resident = server.browser();
  await resident.login('a@exemple.test', password);
  for (const [name, value] of staff.cookies) resident.cookies.set(name, value);
  const before = await everyRow();
  for (const each of [...staffCalls(), { method: 'GET', path: '/index.html' }]) {
    for (const visitor of [resident, server.browser()]) expect([each, (await call(visitor, each)).status]).toEqual([each, 404]);
  }
  expect(await everyRow()).toBe(before);
});

test('T-EX-1 nothing answers a browser that was not opened with a key', async () => {
  const strangers = [new Browser(server.staffUrl), new Browser(server.staffUrl), new Browser(server.staffUrl)];
  strangers[1]!.cookies.set('poste', newSecret());
  strangers[2]!.cookies.set('agent', staff.cookies.get('agent') ?? '').set('poste', staff.cookies.get('agent') ?? '');
  for (const each of staffCalls().filter(({ path }) => path !== '/launch' && path !== '/files/restore')) {
    for (const stranger of strangers) {
      const answer = await call(stranger, each);
      expect([each, answer.status, codeOf(answer)]).toEqual([each, 403, 'workstation_unknown']);
    }
  }
});

test('T-EX-1 a workstation without an agent reaches only what comes before login', async () => {
  const workstation = await openWorkstation(server);
  for (const each of staffCalls().filter(({ path }) => path !== '/launch' && path !== '/files/restore')) {
    const endpoint = Object.entries(staffApi).find(([name]) => each.path === `/api/${name}`)?.[1];
    if (endpoint?.needs === 'workstation') continue;
    const answer = await call(workstation, each);
    expect([each, answer.status, codeOf(answer)]).toEqual([each, 401, 'agent_required']);
  }
  const open = Object.entries(staffApi).filter(([, { needs }]) => needs === 'workstation').map(([name]) => name);
  expect(open.sort()).toEqual(['agents.createFirst', 'backups.progress', 'restore.preview', 'session.current', 'session.login', 'session.logout']);
  expect(codeOf(await workstation.postJson('/api/agents.createFirst', { ...firstAgent, email: 'intrus@sistec.test' }))).toBe('agent_exists');
  expect(codeOf(await workstation.postJson('/api/restore.preview', { head: '', passphrase: '' }))).toBe('restore_not_first');
  expect(codeOf(await workstation.send('/files/restore', { method: 'PUT', body: 'x', headers: { Origin: server.staffUrl } }))).toBe('restore_not_first');
});

test('T-EX-1 a launch key serves once; a wrong, old or damaged one never', async () => {
  const key = await server.running.newLaunchKey();
  const twice = await Promise.all([1, 2, 3].map(() => new Browser(server.staffUrl).postJson('/launch', { key })));
  expect(twice.map((answer) => answer.status).sort()).toEqual([200, 403, 403]);
  const expired = await server.running.newLaunchKey();
  await rewrite(`UPDATE tokens SET expires_at = '${minutesAgo(1)}' WHERE purpose = 'launch'`);
  const wrong = [expired, '', key.slice(1), newSecret(), [key], { key }, 1, null, '\0'];
  for (const each of wrong) {
    const browser = new Browser(server.staffUrl);
    expect((await browser.postJson('/launch', { key: each })).status).toBe(403);
    expect(browser.cookies.size).toBe(0);
  }
  for (const body of ['', 'null', '[]', '{', '"x"']) {
    const answer = await staff.send('/launch', { method: 'POST', body, headers: { 'Content-Type': 'application/json', Origin: server.staffUrl } });
    expect([body, answer.status >= 400 && answer.status < 500]).toEqual([body, true]);
  }
  await RateLimit.destroy({ where: {} });
});

test('T-EX-1 guessing keys is stopped', async () => {
  const statuses = [];
  for (let tries = 0; tries < 22; tries += 1) statuses.push((await new Browser(server.staffUrl).postJson('/launch', { key: newSecret() })).status);
  expect(statuses.filter((status) => status === 403).length).toBe(20);
  expect(statuses.at(-1)).toBe(429);
  await RateLimit.destroy({ where: {} });
});

test('T-EX-1 a name that resolves to this machine is not this machine', async () => {
  const port = Number(new URL(server.staffUrl).port);
  const cookie = [...staff.cookies].map((pair) => pair.join('=')).join('; ');
  const hosts = ['evil.test', `evil.test:${port}`, `127.0.0.1.nip.io:${port}`, '127.0.0.1', 'localhost', `127.1:${port}`, `[::1]:${port}`, `0.0.0.0:${port}`, `127.0.0.1:${port}0`, `192.0.2.2:${port}`, ''];
  const lines = [...hosts.map((host) => [`Host: ${host}`]), [`Host: 127.0.0.1:${port}`, 'Host: evil.test'], []];
  for (const hostLines of lines) {
    const origin = `http://${hostLines[0]?.slice(6) ?? ''}`;
    const body = '{}';
    const answer = await sendRaw(port, rawRequest(['POST /api/dashboard.read HTTP/1.1', ...hostLines, `Origin: ${origin}`, `Cookie: ${cookie}`, 'Content-Type: application/json', `Content-Length: ${body.length}`], body));
    expect([hostLines, [400, 421].includes(answer.status)]).toEqual([hostLines, true]);
  }
  const absolute = await sendRaw(port, rawRequest(['GET http://evil.test/files/logo HTTP/1.1', `Host: 127.0.0.1:${port}`, `Cookie: ${cookie}`]));
  expect(absolute.status).toBe(421);
});

test('T-EX-1 another site’s page may not even read a file', async () => {
  const path = `/files/invoices/${invoiceId}`;
  expect((await staff.get(path)).status).toBe(200);
  for (const site of ['cross-site', 'same-site']) expect((await staff.get(path, { 'Sec-Fetch-Site': site })).status).toBe(403);
});

test('T-CK-1 T-SE-1 the cookies of the staff, and the end of their session', async () => {
  const browser = new Browser(server.staffUrl);
  const launched = await browser.postJson('/launch', { key: await server.running.newLaunchKey() });
  expect(String(launched.headers['set-cookie'])).toMatch(/^poste=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure; Max-Age=\d+$/);
  const login = await browser.postJson('/api/session.login', { email: firstAgent.email, password: firstAgent.password });
  expect(String(login.headers['set-cookie'])).toMatch(/^agent=[\w-]{43}; Path=\/; HttpOnly; SameSite=Strict; Secure$/);
  const former = browser.cookies.get('agent') ?? '';
  await browser.postJson('/api/session.login', { email: firstAgent.email, password: firstAgent.password });
  const stolen = new Map(browser.cookies);
  browser.cookies.set('agent', former);
  expect(codeOf(await browser.postJson('/api/dashboard.read', {}))).toBe('agent_required');
  browser.cookies.set('agent', stolen.get('agent') ?? '');
  await browser.postJson('/api/session.logout', {});
  browser.cookies.set('agent', stolen.get('agent') ?? '');
  expect(codeOf(await browser.postJson('/api/dashboard.read', {}))).toBe('agent_required');
  await rewrite(`UPDATE sessions SET last_seen_at = '${minutesAgo(31)}' WHERE kind = 'agent'`);
  expect(codeOf(await staff.postJson('/api/dashboard.read', {}))).toBe('agent_required');
});

test('T-RL-1 an agent’s password is not guessed', async () => {
  const workstation = await openWorkstation(server);
  const codes = [];
  for (let tries = 0; tries < 12; tries += 1) codes.push(codeOf(await workstation.postJson('/api/session.login', { email: firstAgent.email, password: `faux ${tries}` })));
  expect(codes.filter((code) => code === 'login_failed').length).toBe(10);
  expect(codes.at(-1)).toBe('too_many_attempts');
});
