// What waits: the tray tells as many things as the window shows to the agent who sits there.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { todosOf } from '../../renderer/todos.ts';
import { createAgent } from '../../server/commands/create-agent.ts';
import { queueMail } from '../../server/commands/queue-mail.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { hasRight, roles, type Role } from '../../server/contract/rights.ts';
import type { CurrentSessionDto, DashboardDto } from '../../server/contract/schemas.ts';
import { inTransaction } from '../../server/db/database.ts';
import { noteJournal } from '../../server/health.ts';
import { OutgoingMail } from '../../server/models/index.ts';
import type { Sent } from '../support/browser.ts';
import { csvOf } from '../support/household.ts';
import { colleague, firstAgent, openStaff, StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

/** The program's own window, as it names itself. */
class Window extends StaffBrowser {
  override send(path: string, sent: Sent) {
    return super.send(path, { ...sent, headers: { ...sent.headers, 'User-Agent': 'Mozilla/5.0 (X11; Linux x86_64) portail/1.0.0 Chrome/130.0 Electron/33.2.1 Safari/537.36' } });
  }
}

let server: TestServer;
let window: Window;
let elsewhere: StaffBrowser;
beforeAll(async () => {
  server = await startTestServer();
  elsewhere = await openStaff(server);
  for (const role of roles) await createAgent({ name: role, email: colleague(role), password: firstAgent.password, role, isFirst: false, actor: 'test' });
  window = new Window(server.staffUrl);
  await window.launch(await server.running.newLaunchKey());
});
afterAll(async () => {
  noteJournal(false);
  await server.stop();
});

/** What happens, and how many things it leaves to the administrator, the secretary, the régisseur and the reader; each comes on top of the former ones. */
const situations: [string, () => Promise<unknown>, number[]][] = [
  ['an empty portal', async () => undefined, [3, 1, 0, 0]],
  ['an import with a refused line, to publish', () => elsewhere.sendImport(csvOf([{ numero: 'A-1', date: '01/09/2026', montant: '10,00', code_payeur: 'A', nom: 'A' }, { numero: 'A-2', date: '01/09/2026', montant: 'dix', code_payeur: 'A', nom: 'A' }]), {}), [4, 2, 0, 0]],
  ['an import to correct as well', () => elsewhere.sendImport('ni;numero\n1;2', {}), [5, 3, 0, 0]],
  ['a mail that failed, and one that may have left', () => inTransaction(async () => {
    for (const [state, recipient] of [['failed', 'a@exemple.test'], ['to_verify', 'b@exemple.test']] as const) {
      await queueMail({ kind: 'new_invoices', recipient, payload: { count: 1, totalCents: 100 } });
      await OutgoingMail.update({ state, nextAttemptAt: null }, { where: { recipient } });
    }
  }), [7, 5, 0, 0]],
  ['a portal that does not let itself be paid', () => elsewhere.call('payments.suspend', { place: 'portal', sentence: 'Revenez demain.' }), [8, 6, 1, 0]],
  ['a journal that somebody has changed', async () => noteJournal(true), [9, 6, 1, 0]],
  ['no mail server', () => updateSettings({ actor: 'test', patch: { smtp: { host: '', port: 25, security: 'none', user: '', fromName: '', fromAddress: '' } } }), [10, 6, 1, 0]],
];

async function countBoth(role: Role): Promise<[tray: number, screen: number]> {
  await window.call<CurrentSessionDto>('session.login', { email: colleague(role), password: firstAgent.password });
  const screen = todosOf(await window.call<DashboardDto>('dashboard.read', {}), (right) => hasRight(role, right)).length;
  // Whoever is busy in another browser changes nothing for this window.
  await elsewhere.call('dashboard.read', {});
  return [(await server.running.countWork()).thingsToDo, screen];
}

test.each(situations)('%s: the tray and the screen count alike, whoever is at the window', async (_situation, happen, counts) => {
  await happen();
  const both: [number, number][] = [];
  for (const role of roles) both.push(await countBoth(role));
  expect(both).toEqual(counts.map((count) => [count, count]));
});

test('who may change the settings of this computer is known from who is at its window, and not locked', async () => {
  const may: [Role, boolean][] = [];
  for (const role of roles) {
    await countBoth(role);
    may.push([role, await server.running.maySettings()]);
  }
  expect(may).toEqual([['administrator', true], ['secretary', false], ['regisseur', false], ['reader', false]]);
  await countBoth('administrator');
  await window.call('session.lock', {});
  expect(await server.running.maySettings()).toBe(false);
  await countBoth('administrator');
  await window.call('session.logout', {});
  expect(await server.running.maySettings()).toBe(false);
});

test('with nobody at the window, what waits is everyone’s', async () => {
  const [administrators] = await countBoth('administrator');
  const [readers] = await countBoth('reader');
  await window.call('session.logout', {});
  expect([readers, (await server.running.countWork()).thingsToDo]).toEqual([0, administrators]);
});

test('a window opened again has nobody at it; a page that keeps its cookie has, and so have other browsers', async () => {
  const open = async (browser: StaffBrowser) => browser.launch(await server.running.newLaunchKey());
  await countBoth('administrator');
  await open(window);
  expect(await server.running.maySettings()).toBe(true);
  await open(new StaffBrowser(server.staffUrl));
  expect(await server.running.maySettings()).toBe(true);
  await open(new Window(server.staffUrl));
  expect(await server.running.maySettings()).toBe(false);
  expect((await elsewhere.call<CurrentSessionDto>('session.current', {})).agent).not.toBeNull();
  expect((await window.call<CurrentSessionDto>('session.current', {})).agent).toBeNull();
});

test('of what comes up, whoever is at the window is told what they deal with', async () => {
  const seen: Record<string, number[]> = {};
  for (const role of roles) {
    await countBoth(role);
    const { seesUpdates, seesPayments, seesMessages, seesImports } = await server.running.countWork();
    seen[role] = [seesUpdates, seesPayments, seesMessages, seesImports];
  }
  expect(seen).toEqual({ administrator: [1, 1, 1, 1], secretary: [0, 1, 1, 1], regisseur: [0, 1, 0, 0], reader: [0, 0, 0, 0] });
});
