// A resident writes about an invoice; the secretary answers, and the answer arrives in the resident's mailbox.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { deliverMails } from '../../server/commands/deliver-mails.ts';
import type { EndpointOutput } from '../../server/contract/staff-api.ts';
import { Account, AuditEntry } from '../../server/models/index.ts';
import { createHousehold, password, type Household } from '../support/household.ts';
import { nextMail } from '../support/links.ts';
import { openStaff, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let staff: StaffBrowser;
let home: Household;
beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
  home = await createHousehold(server.dataFolder, { code: 'FAM1', email: 'mere@exemple.test', numbers: ['A-1'] });
  const browser = server.browser();
  await browser.login(home.email, password);
  await browser.submit('/contact', '/contact', { subject: 'Une question', body: 'Pourquoi ce montant ?', invoice: home.invoices[0]!.id });
});
afterAll(() => server.stop());

const listed = async (asked: object = {}) => (await staff.call<EndpointOutput<'messages.list'>>('messages.list', { page: 1, pageSize: 20, ...asked })).items;

test('the message comes with its invoice and its household; the answer leaves by mail and closes it', async () => {
  const [message] = await listed({ isOpen: true });
  expect(message).toMatchObject({ subject: 'Une question', invoice: { id: home.invoices[0]!.id, number: 'A-1' }, payer: { id: home.payerId }, answers: [] });
  const mail = await nextMail(server, home.email, () => staff.call('messages.answer', { messageId: message!.id, body: 'Bonjour,\nil y avait 12 repas.', close: true }));
  expect(mail.subject).toBe('Re\u00a0: Une question');
  expect(mail.text).toContain('il y avait 12 repas.');
  expect(mail.text).toContain('Pourquoi ce montant ?');
  expect(mail.text).not.toContain('Merci de ne pas répondre');
  expect(await listed({ isOpen: true })).toEqual([]);
  expect((await listed({ isOpen: false }))[0]!.answers).toMatchObject([{ body: 'Bonjour,\nil y avait 12 repas.', agentName: 'Mme Martin', mailState: 'sent' }]);
  expect(await AuditEntry.count({ where: { action: 'message_answered', object: message!.id } })).toBe(1);
});

test('an answer may leave the message open, and a closed one is opened again', async () => {
  const [message] = await listed({});
  await staff.call('messages.setHandled', { messageId: message!.id, handled: false });
  await staff.call('messages.answer', { messageId: message!.id, body: 'Nous vérifions.', close: false });
  expect((await listed({ isOpen: true }))[0]!.answers).toHaveLength(2);
});

test('who has changed address since is answered at the new one, and the screen says both', async () => {
  await Account.update({ email: 'nouvelle@exemple.test', emailKey: 'nouvelle@exemple.test' }, { where: { id: home.accountId } });
  const [message] = await listed({});
  expect(message).toMatchObject({ email: 'nouvelle@exemple.test', writtenFrom: home.email });
  const answer = async (body: string, to: string) => {
    await staff.call('messages.answer', { messageId: message!.id, body, close: false });
    await deliverMails(() => false);
    return server.mails.waitFor((mail) => mail.text.includes(body) && mail.to.includes(to));
  };
  await answer('C’est corrigé.', 'nouvelle@exemple.test');
  // Blocked, it may be in other hands: the address of that day is the only one known to be the author's.
  await Account.update({ state: 'disabled' }, { where: { id: home.accountId } });
  expect((await listed({}))[0]).toMatchObject({ email: home.email });
  await answer('Appelez-nous.', home.email);
});

test.each([['montant', 1], ['MERE@', 1], ['question montant', 1], ['loyer', 0]])('« %s » finds %d', async (search, count) => {
  expect(await listed({ search })).toHaveLength(count);
});

test('an empty answer is refused beside its field, an unknown message too', async () => {
  const [message] = await listed({});
  await expect(staff.call('messages.answer', { messageId: message!.id, body: '  ', close: true })).rejects.toThrow();
  await expect(staff.call('messages.answer', { messageId: 'x'.repeat(22), body: 'Bonjour', close: true })).rejects.toThrow('Cette page n’existe pas.');
});

test('ready-made answers are kept, corrected, removed', async () => {
  const { id } = await staff.call<{ id: string }>('readyAnswers.save', { title: 'Repas', body: 'Bonjour {nom}' });
  await staff.call('readyAnswers.save', { id, title: 'Repas facturés', body: 'Bonjour {nom}, la facture {facture} compte les repas pris.' });
  expect(await staff.call('readyAnswers.list', {})).toMatchObject([{ id, title: 'Repas facturés' }]);
  await staff.call('readyAnswers.remove', { id });
  await staff.call('readyAnswers.remove', { id });
  expect(await staff.call('readyAnswers.list', {})).toEqual([]);
});
