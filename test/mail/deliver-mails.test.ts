// What each answer of a mail server leads to, and that no mail leaves twice.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { startMailCatcher, type MailCatcher, type SmtpBehaviour } from '../../build/mail-catcher.ts';
import { deliverMails, parkInterruptedMails } from '../../server/commands/deliver-mails.ts';
import { queueMail, type MailOrder } from '../../server/commands/queue-mail.ts';
import { retryMail } from '../../server/commands/retry-mail.ts';
import { sendTestMail } from '../../server/commands/send-test-mail.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { newId } from '../../server/crypto/tokens.ts';
import { database, inTransaction } from '../../server/db/database.ts';
import { Account, OutgoingMail } from '../../server/models/index.ts';
import { openFolder } from '../support/open-folder.ts';
import { plainSpaces } from '../support/french.ts';

/** Only a server that says nothing is given up soon: an answer is awaited, however slow the machine. */
const patience = vi.hoisted(() => ({ ms: 0 }));
vi.mock('nodemailer', async (original) => {
  const real = await original<typeof import('nodemailer')>();
  return { ...real, createTransport: (options: object) => real.createTransport({ ...options, connectionTimeout: patience.ms, greetingTimeout: patience.ms, socketTimeout: patience.ms }) };
});

let folder: Awaited<ReturnType<typeof openFolder>>;
let mails: MailCatcher;
const smtp = (changes = {}) => ({ host: '127.0.0.1', port: mails.smtpPort, security: 'none' as const, user: '', fromName: 'Mairie', fromAddress: 'portail@bessens.test', ...changes });
beforeAll(async () => { mails = await startMailCatcher({ smtpPort: 0, webPort: 0 }); });
afterAll(() => mails.stop());
beforeEach(async () => {
  folder = await openFolder({ smtp: smtp(), portal: { publicUrl: 'https://factures.bessens.test', exposure: 'this-pc', minPasswordLength: 8 } });
  mails.clear();
  mails.behave(null);
  patience.ms = 20_000;
});
afterEach(() => folder.close());

const order = (changes: Partial<MailOrder> = {}): Promise<boolean> => inTransaction(() => queueMail({ kind: 'new_invoices', recipient: 'marie@exemple.test', payload: { count: 1, totalCents: 100 }, ...changes }));
const deliver = (behaviour: SmtpBehaviour | null = null) => { mails.behave(behaviour); return deliverMails(() => false); };
const kept = async () => OutgoingMail.findOne({ rejectOnEmpty: true });
const minutesToWait = (mail: OutgoingMail) => (mail.nextAttemptAt!.getTime() - Date.now()) / 60_000;
async function account(state: 'invited' | 'active' | 'disabled' = 'invited', email = 'marie@exemple.test') {
  return inTransaction(() => Account.create({ id: newId(), email, emailKey: email, state, passwordHash: 'x' }));
}

describe('an answer of the server', () => {
  it.each<[string, SmtpBehaviour, string, RegExp, number]>([
    ['450 at RCPT', (event) => (event.stage === 'recipient' ? { code: 450 } : undefined), 'queued', /demande d’attendre/, 0],
    ['421 at connection', (event) => (event.stage === 'connect' ? { code: 421 } : undefined), 'queued', /demande d’attendre/, 0],
    ['452 after the message', (event) => (event.stage === 'message' ? { code: 452 } : undefined), 'queued', /demande d’attendre/, 0],
    ['550 at RCPT', (event) => (event.stage === 'recipient' ? { code: 550 } : undefined), 'failed', /refuse l’adresse du destinataire/, 0],
    ['552 after the message', (event) => (event.stage === 'message' ? { code: 552 } : undefined), 'failed', /refusé le message/, 0],
    ['553 at MAIL FROM', (event) => (event.stage === 'sender' ? { code: 553 } : undefined), 'queued', /l’adresse de l’expéditeur/, 0],
    ['silence at connection', (event) => (event.stage === 'connect' ? 'silence' : undefined), 'queued', /ne répond pas/, 0],
    ['silence at RCPT', (event) => (event.stage === 'recipient' ? 'silence' : undefined), 'queued', /ne répond pas/, 0],
    ['cut at RCPT', (event) => (event.stage === 'recipient' ? 'drop' : undefined), 'queued', /ne répond pas/, 0],
    ['silence after the message', (event) => (event.stage === 'message' ? 'silence' : undefined), 'to_verify', /pas confirmé/, 0],
    ['cut after the message', (event) => (event.stage === 'message' ? 'drop' : undefined), 'to_verify', /pas confirmé/, 0],
    ['kept, then cut', (event) => (event.stage === 'message' ? 'keep-then-drop' : undefined), 'to_verify', /pas confirmé/, 1],
  ])('%s', async (...[name, behaviour, state, reason, received]) => {
    if (name.startsWith('silence')) patience.ms = 300;
    await order();
    expect(await deliver(behaviour)).toBe(0);
    const mail = await kept();
    expect([mail.state, mail.attempts, mails.messages().length]).toEqual([state, 1, received]);
    expect(plainSpaces(mail.lastError!)).toMatch(reason);
    if (state === 'queued') expect(minutesToWait(mail)).toBeGreaterThan(0.5);
    else expect(mail.nextAttemptAt).toBe(null);
    // Nothing leaves again by itself before its time; what may have arrived never does.
    expect(await deliver()).toBe(0);
  });

  it('nobody listens: it waits, and longer each time', async () => {
    await updateSettings({ actor: 'test', patch: { smtp: smtp({ port: 1 }) } });
    await order();
    const waits: number[] = [];
    for (let turn = 0; turn < 3; turn += 1) {
      await OutgoingMail.update({ nextAttemptAt: new Date() }, { where: {} });
      await deliver();
      waits.push(minutesToWait(await kept()));
    }
    expect(waits).toEqual([...waits].sort((a, b) => a - b));
    expect((await kept()).lastError).toMatch(/rien ne répond à ce port/);
  });

  it('a refused password stops the queue after one try, and the right settings start it again', async () => {
    await updateSettings({ actor: 'test', patch: { smtp: smtp({ user: 'mairie' }) }, smtpPassword: 'faux' });
    for (const name of ['a', 'b', 'c']) await order({ recipient: `${name}@exemple.test` });
    let tries = 0;
    const refuse: SmtpBehaviour = (event) => { if (event.stage !== 'auth') return undefined; tries += 1; return { code: 535 }; };
    await deliver(refuse);
    await deliver(refuse);
    expect(tries).toBe(1);
    expect((await OutgoingMail.findAll({ order: ['attempts'] })).map((mail) => [mail.state, mail.attempts])).toEqual([['queued', 0], ['queued', 0], ['queued', 1]]);
    await updateSettings({ actor: 'test', patch: {}, smtpPassword: 'juste' });
    expect(await deliver()).toBe(3);
  });

  it('the kept password is tried on its own server, never on another that is typed for a test', async () => {
    await updateSettings({ actor: 'test', patch: { smtp: smtp({ user: 'mairie' }) }, smtpPassword: 'secret' });
    let logins = 0;
    mails.behave((event) => { if (event.stage === 'auth') logins += 1; return undefined; });
    await sendTestMail({ smtp: smtp({ user: 'mairie', host: 'localhost' }), to: 'a@exemple.test', actor: 'test' });
    expect(logins).toBe(0);
    await sendTestMail({ smtp: smtp({ user: 'mairie' }), to: 'a@exemple.test', actor: 'test' });
    expect(logins).toBe(1);
    mails.behave(null);
  });
});

describe('never twice', () => {
  it('the same event ordered five times at once is one mail', async () => {
    expect((await Promise.all(Array.from({ length: 5 }, () => order({ uniqueKey: 'k' })))).filter(Boolean)).toHaveLength(1);
    expect(await deliver()).toBe(1);
  });
  it('two deliveries at once share the queue', async () => {
    for (let index = 0; index < 12; index += 1) await order({ recipient: `r${index}@exemple.test` });
    await Promise.all([deliver(), deliver(), deliver()]);
    expect(mails.messages().map((mail) => mail.to[0]).sort()).toEqual(Array.from({ length: 12 }, (_, index) => `r${index}@exemple.test`).sort());
  });
  it('a mail interrupted by a stop waits for a person, who may send it again with the same Message-ID', async () => {
    await order();
    await OutgoingMail.update({ state: 'sending' }, { where: {} });
    await parkInterruptedMails(new Date());
    expect([await deliver(), (await kept()).state]).toEqual([0, 'to_verify']);
    const { id } = await kept();
    await retryMail({ mailId: id, actor: 'test', now: new Date() });
    expect([await deliver(), mails.messages()[0]!.headers['message-id']]).toEqual([1, `<${id}@factures.bessens.test>`]);
    await expect(retryMail({ mailId: id, actor: 'test', now: new Date() })).rejects.toMatchObject({ code: 'mail_not_retryable' });
  });
  it('a mail ordered before the clock was set back an hour leaves now, once; one that waits for its next try goes on waiting', async () => {
    await order();
    const anHour = `${new Date(Date.now() + 3_600_000).toISOString().replace('T', ' ').replace('Z', ' +00:00')}`;
    await database().query(`UPDATE outgoing_mails SET created_at = '${anHour}', next_attempt_at = '${anHour}'`);
    expect([await deliver(), await deliver(), (await kept()).state]).toEqual([1, 0, 'sent']);
    await order({ recipient: 'paul@exemple.test' });
    await database().query(`UPDATE outgoing_mails SET attempts = 4, next_attempt_at = '${anHour}' WHERE state = 'queued'`);
    expect(await deliver()).toBe(0);
  });
  it('a mail left by a command that was killed is put before a person within minutes, one just taken is not', async () => {
    await order();
    await database().query("UPDATE outgoing_mails SET state = 'sending'");
    expect([await deliver(), (await kept()).state]).toEqual([0, 'sending']);
    await database().query(`UPDATE outgoing_mails SET updated_at = '${new Date(Date.now() - 6 * 60_000).toISOString().replace('T', ' ').replace('Z', ' +00:00')}'`);
    expect([await deliver(), (await kept()).state]).toEqual([0, 'to_verify']);
  });
  it('an event that fails leaves no mail', async () => {
    await expect(inTransaction(async () => { await queueMail({ kind: 'new_invoices', recipient: 'a@x.fr' }); throw new Error('panne'); })).rejects.toThrow('panne');
    expect(await OutgoingMail.count()).toBe(0);
  });
});

it('urgent mails leave first', async () => {
  const { id } = await account();
  await order({ recipient: 'masse@exemple.test' });
  await order({ kind: 'activation', accountId: id });
  await deliver();
  expect(mails.messages().map((mail) => mail.to[0])).toEqual(['marie@exemple.test', 'masse@exemple.test']);
});

describe('between the order and the sending', () => {
  it('an address that changed receives the mail, the old one nothing', async () => {
    const resident = await account('active');
    await order({ accountId: resident.id });
    await resident.update({ email: 'nouvelle@exemple.test' });
    await deliver();
    expect(mails.messages().map((mail) => mail.to)).toEqual([['nouvelle@exemple.test']]);
  });
  it('an account that was disabled receives nothing', async () => {
    await order({ accountId: (await account('disabled')).id });
    expect([await deliver(), (await kept()).state, (await kept()).lastError]).toEqual([0, 'failed', 'Le destinataire n’existe plus.']);
  });
});
