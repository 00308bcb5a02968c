// Mails that did not leave, or perhaps did: they wait for staff until they are sent again or no longer followed.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { queueMail } from '../../server/commands/queue-mail.ts';
import type { DashboardDto, MailDto } from '../../server/contract/schemas.ts';
import type { MailState, StoredMailState } from '../../server/contract/states.ts';
import { inTransaction } from '../../server/db/database.ts';
import { AuditEntry, OutgoingMail } from '../../server/models/index.ts';
import { openStaff, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let staff: StaffBrowser;
beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
});
afterAll(() => server.stop());
beforeEach(() => OutgoingMail.destroy({ where: {} }));

async function left(...states: StoredMailState[]): Promise<string[]> {
  for (const [turn, state] of states.entries()) {
    const recipient = `p${turn}@exemple.test`;
    await inTransaction(async () => {
      await queueMail({ kind: 'new_invoices', recipient, payload: { count: 1, totalCents: 100 } });
      await OutgoingMail.update({ state, nextAttemptAt: null }, { where: { recipient } });
    });
  }
  return (await OutgoingMail.findAll({ order: ['recipient'] })).map(({ id }) => id);
}
const shown = async (state?: MailState) => (await staff.call<{ items: MailDto[]; total: number }>('mails.list', { page: 1, pageSize: 50, state })).items.map((mail) => [mail.to, mail.state]).sort();
const dismiss = async (mailIds: string[]) => (await staff.call<{ dismissed: number }>('mails.dismiss', { mailIds })).dismissed;
async function waiting(): Promise<number[]> {
  const { mailsFailed, mailsToVerify } = await staff.call<DashboardDto>('dashboard.read', {});
  expect((await server.running.countWork()).mailsFailed).toBe(mailsFailed);
  return [mailsFailed, mailsToVerify];
}

test('what is no longer followed waits for nobody, in the window as in the tray, and is found again under its own name', async () => {
  const ids = await left('failed', 'to_verify', 'to_verify');
  expect(await waiting()).toEqual([1, 2]);
  expect(await dismiss(ids.slice(0, 2))).toBe(2);
  expect(await waiting()).toEqual([0, 1]);
  expect(await shown('failed')).toEqual([]);
  expect(await shown('to_verify')).toEqual([['p2@exemple.test', 'to_verify']]);
  expect(await shown('dismissed')).toEqual([['p0@exemple.test', 'dismissed'], ['p1@exemple.test', 'dismissed']]);
  expect(await AuditEntry.count({ where: { action: 'mail_dismissed', object: ids } })).toBe(2);
});

test('a mail that is sent, or on its way, is left as it is; twice is once', async () => {
  const ids = await left('sent', 'queued', 'sending', 'failed');
  expect([await dismiss(ids), await dismiss(ids)]).toEqual([1, 0]);
  expect((await shown()).map(([, state]) => state)).toEqual(['sent', 'queued', 'sending', 'dismissed']);
});

test('what is sent again is followed again', async () => {
  const [id] = await left('failed');
  await dismiss([id!]);
  await staff.call('mails.retry', { mailId: id });
  await expect.poll(() => shown()).toEqual([['p0@exemple.test', 'sent']]);
  await inTransaction(() => OutgoingMail.update({ state: 'failed' }, { where: { id } }));
  expect(await waiting()).toEqual([1, 0]);
});
