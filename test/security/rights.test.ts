// What each role may ask of the staff listener, call by call and file by file; a refusal is told, and written down.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roles, type Role } from '../../server/contract/rights.ts';
import { staffApi } from '../../server/contract/staff-api.ts';
import { AuditEntry } from '../../server/models/index.ts';
import { staffRouter } from '../../server/staff/app.ts';
import { createHousehold } from '../support/household.ts';
import { routesOf } from '../support/portal-routes.ts';
import { codeOf, openStaff, openStaffAs, type StaffBrowser } from '../support/staff-browser.ts';
import { inputs, letters, whoMay } from '../support/staff-rights.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
const agents = new Map<Role, StaffBrowser>();

beforeAll(async () => {
  server = await startTestServer();
  await createHousehold(server.dataFolder, { code: 'A1', email: 'a@exemple.test', numbers: ['2026-1'] });
  await openStaff(server);
  for (const role of roles) agents.set(role, await openStaffAs(server, role));
});
afterAll(() => server.stop());

function staffFiles(): string[] {
  const router = staffRouter({ dataFolder: server.dataFolder, port: () => 0, listensAt: () => [], portalChanged: async () => undefined, replaceState: async () => undefined });
  return routesOf(router).filter((name) => name.includes(' /files/'));
}

/** The refusal's code, `ok`, or the status of a file. */
async function ask(agent: StaffBrowser, name: string): Promise<string> {
  const [method = '', path = ''] = name.includes(' ') ? name.split(' ') : ['POST', `/api/${name}`];
  const body = method === 'GET' ? {} : { body: JSON.stringify(inputs[name] ?? {}) };
  const answer = await agent.send(path.replace(/:\w+/g, 'A'.repeat(22)), { method, ...body, headers: { Origin: server.staffUrl, 'Content-Type': 'application/json' } });
  return answer.text.startsWith('{') ? codeOf(answer) : String(answer.status);
}

test('the table names every call and every file', () => {
  expect(Object.keys(whoMay).sort()).toEqual([...Object.keys(staffApi), ...staffFiles()].sort());
});

test.each(roles)('a %s is let through or refused by the table', async (role) => {
  const agent = agents.get(role)!;
  const names = Object.keys(whoMay).filter((name) => whoMay[name] !== 'before login' && whoMay[name] !== 'own');
  for (const name of names) {
    const isRefused = (await ask(agent, name)) === 'right_missing';
    expect([name, isRefused]).toEqual([name, !whoMay[name]!.includes(letters[role])]);
  }
  const refusals = names.filter((name) => !whoMay[name]!.includes(letters[role])).length;
  const { agent: known } = await agent.call<{ agent: { id: string } }>('session.current', {});
  expect(await AuditEntry.count({ where: { actor: `agent:${known.id}`, action: 'right_refused' } })).toBe(refusals);
});

test('a refusal is a 403 with a sentence', async () => {
  const answer = await agents.get('reader')!.postJson('/api/imports.create', {});
  expect([answer.status, JSON.parse(answer.text).message]).toEqual([403, 'Votre rôle (lecture seule) ne permet pas cette action. Demandez-la à un administrateur.']);
});

test('a secretary writes what residents read, never what reaches the mail server or the network', async () => {
  const secretary = agents.get('secretary')!;
  const { settings } = await secretary.call<{ settings: Record<string, object> }>('settings.read', {});
  const update = async (input: object) => codeOf(await secretary.postJson('/api/settings.update', input));
  for (const section of ['commune', 'contact', 'welcome', 'legal']) expect([section, await update({ patch: { [section]: settings[section] } })]).toEqual([section, 'ok']);
  for (const section of Object.keys(settings).filter((name) => !['commune', 'contact', 'welcome', 'legal'].includes(name))) {
    expect([section, await update({ patch: { [section]: settings[section] } })]).toEqual([section, 'right_missing']);
    expect([section, await update({ patch: { commune: settings.commune, [section]: settings[section] } })]).toEqual([section, 'right_missing']);
  }
  for (const smtpPassword of ['', 'secret']) expect(await update({ patch: {}, smtpPassword })).toBe('right_missing');
});
