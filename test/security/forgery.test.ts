// T-CS-1: no other site makes a resident or an agent do anything, and nothing changes by a simple GET.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { staffApi } from '../../server/contract/staff-api.ts';
import { staffRouter } from '../../server/staff/app.ts';
import { hiddenFields, type Browser } from '../support/browser.ts';
import { everyRow } from '../support/database-state.ts';
import { createHousehold, password } from '../support/household.ts';
import { fill, routesOf, routesWhere, type NamedRoute } from '../support/portal-routes.ts';
import { codeOf, openStaff } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let resident: Browser;
let neighbour: Browser;
let invoiceId: string;

beforeAll(async () => {
  server = await startTestServer();
  const household = await createHousehold(server.dataFolder, { code: 'A1', email: 'a@exemple.test', numbers: ['2026-1'] });
  await createHousehold(server.dataFolder, { code: 'B2', email: 'b@exemple.test', numbers: ['2026-2'] });
  invoiceId = household.invoices[0]!.id;
  [resident, neighbour] = [server.browser(), server.browser()];
  await resident.login('a@exemple.test', password);
  await neighbour.login('b@exemple.test', password);
});
afterAll(() => server.stop());

const tokenOf = async (browser: Browser): Promise<string> => hiddenFields((await browser.get('/contact')).text, '/contact')._csrf ?? '';

interface Forgery { name: string; fields: Record<string, string>; headers: Record<string, string> }

async function forgeries(browser: Browser, stranger: Browser): Promise<Forgery[]> {
  const good = await tokenOf(browser);
  const [nonce = '', signature = ''] = good.split('.');
  const own = { _csrf: good };
  return [
    { name: 'no token', fields: {}, headers: {} },
    { name: 'empty token', fields: { _csrf: '' }, headers: {} },
    { name: 'another nonce', fields: { _csrf: `${nonce.slice(1)}A.${signature}` }, headers: {} },
    { name: 'a changed signature', fields: { _csrf: `${nonce}.${signature.slice(1)}A` }, headers: {} },
    { name: 'another session’s token', fields: { _csrf: await tokenOf(stranger) }, headers: {} },
    { name: 'foreign origin', fields: own, headers: { Origin: 'https://evil.test' } },
    { name: 'origin with our name inside', fields: own, headers: { Origin: `${server.portalUrl}.evil.test` } },
    { name: 'origin null', fields: own, headers: { Origin: 'null' } },
    { name: 'staff listener’s origin', fields: own, headers: { Origin: server.staffUrl } },
    { name: 'cross-site', fields: own, headers: { 'Sec-Fetch-Site': 'cross-site' } },
    { name: 'same-site', fields: own, headers: { 'Sec-Fetch-Site': 'same-site' } },
    { name: 'JSON as text', fields: own, headers: { 'Content-Type': 'text/plain' } },
    { name: 'JSON', fields: own, headers: { 'Content-Type': 'application/json' } },
    { name: 'multipart', fields: own, headers: { 'Content-Type': 'multipart/form-data; boundary=x' } },
  ];
}

async function refusesForgeries(browser: Browser, routes: NamedRoute[]): Promise<void> {
  const attempts = await forgeries(browser, neighbour);
  const before = await everyRow();
  for (const route of routes) {
    for (const { name, fields, headers } of attempts) {
      const answer = await browser.postForm(fill(route.path, invoiceId), { ...route.fields, ...fields }, headers);
      expect([route.name, name, answer.status]).toEqual([route.name, name, 403]);
    }
  }
  expect(await everyRow()).toBe(before);
}

test('T-CS-1 every form of the portal refuses a forged submission, logged in', () => refusesForgeries(resident, routesWhere(({ method, kind }) => method !== 'GET' && kind !== 'door')));

test('T-CS-1 every public form refuses a forged submission, logged out', () =>
  refusesForgeries(server.browser(), routesWhere(({ method, kind }) => method !== 'GET' && kind === 'public')));

/** All but what the household has read: that is noted by reading it, and decides nothing. */
async function rowsButReadings(): Promise<string> {
  const tables = JSON.parse(await everyRow()) as [string, unknown][];
  return JSON.stringify(tables.filter(([name]) => name !== 'invoice_readings'));
}

test('T-CS-1 nothing changes by GET or HEAD', async () => {
  const before = await rowsButReadings();
  for (const { path } of routesWhere(({ method, kind }) => method === 'GET' && kind !== 'door')) {
    await resident.get(fill(path, invoiceId));
    await resident.send(fill(path, invoiceId), { method: 'HEAD' });
  }
  for (const { path } of routesWhere(({ method, kind }) => method !== 'GET' && kind !== 'door')) await resident.get(`${fill(path, invoiceId)}?wanted=1&link=x`);
  expect((await resident.get('/deconnexion')).status).toBeGreaterThanOrEqual(404);
  expect(await rowsButReadings()).toBe(before);
  expect((await resident.get('/accueil')).status).toBe(200);
});

test('T-CS-1 every call and file of the staff listener refuses another page', async () => {
  const staff = await openStaff(server);
  const router = staffRouter({ dataFolder: server.dataFolder, port: () => 0, listensAt: () => [], portalChanged: async () => undefined, replaceState: async () => undefined });
  const writes = routesOf(router).map((name) => name.split(' ')).filter(([method]) => method !== 'GET');
  const paths = writes.flatMap(([method = '', path = '']) =>
    path === '/api/:name' ? Object.keys(staffApi).map((name) => ({ method, path: `/api/${name}` })) : [{ method, path: fill(path, invoiceId) }]);
  expect(paths.length).toBeGreaterThan(25);
  const attempts: Record<string, string>[] = [
    {}, { Origin: 'null' }, { Origin: 'https://evil.test' }, { Origin: server.portalUrl }, { Origin: `${server.staffUrl}.evil.test` },
    { Origin: server.staffUrl, 'Sec-Fetch-Site': 'cross-site' }, { Origin: server.staffUrl, 'Sec-Fetch-Site': 'same-site' },
  ];
  const before = await everyRow();
  for (const { method, path } of paths) {
    for (const headers of attempts) {
      const answer = await staff.send(path, { method, body: '{}', headers: { 'Content-Type': 'application/json', ...headers } });
      expect([path, headers, answer.status, codeOf(answer)]).toEqual([path, headers, 403, 'form_expired']);
    }
    if (method !== 'POST') continue;
    for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x']) {
      const answer = await staff.send(path, { method, body: '{}', headers: { 'Content-Type': type, Origin: server.staffUrl } });
      expect([path, type, answer.status, codeOf(answer)]).toEqual([path, type, 403, 'form_expired']);
    }
  }
  expect(await everyRow()).toBe(before);
}, 60_000);

test('T-CS-1 the honest form of the same page is taken', async () => {
  const answer = await resident.submit('/informations/papier', '/informations/papier', {});
  expect([answer.status, answer.location]).toEqual([303, '/informations?message=papier']);
});
