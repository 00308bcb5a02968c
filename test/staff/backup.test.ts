// The whole portal leaves as one sealed file and comes back in a new installation: everything, or nothing at all.
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { restoreBackup } from '../../server/commands/restore-backup.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { decryptSecret } from '../../server/crypto/key-file.ts';
import { database, inTransaction } from '../../server/db/database.ts';
import { migrations } from '../../server/db/migrations/index.ts';
import { Account, AuditEntry, Invoice, OutgoingMail, Payment, Session, Token } from '../../server/models/index.ts';
import type { BackupProgressDto, BackupSummaryDto, CurrentSessionDto, DashboardDto, Settings } from '../../server/contract/schemas.ts';
import { restorePassphraseHeader } from '../../server/contract/file-routes.ts';
import { readFacts, readStoredSettings } from '../../server/settings.ts';
import { query, rewrite } from '../support/database-state.ts';
import { password, pdfOf, type Household } from '../support/household.ts';
import { decide, newHousehold, openFirstRegie, pay, startPayingTown, type PayingTown } from '../support/paid.ts';
import { codeOf, firstAgent, openStaff, openWorkstation, type StaffBrowser } from '../support/staff-browser.ts';
import { storedState } from '../support/stored-state.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const passphrase = 'tilleul marché ardoise 9';
const headBytes = 80_000;
const large = pdfOf('lourd', 3 * 1024 * 1024);
let town: PayingTown;
let family: Household;
let file: Buffer;
let former: { cookies: Map<string, string>; resident: Map<string, string> };
let next: TestServer;

beforeAll(async () => {
  town = await startPayingTown();
  await openFirstRegie();
  family = await newHousehold(town, ['2026-1', '2026-2', '2026-3']);
  await town.staff.sendImport(`numero;date;echeance;montant;objet;code_payeur;nom;fichier\n2026-9;01/07/2026;10/07/2026;12,00;Cantine;FOYER9;LOURD;2026-9.pdf`, { '2026-9.pdf': large });
  await updateSettings({ patch: {}, smtpPassword: 'mot-de-passe-smtp-77', actor: 'test' });
  const payment = await pay({ accountId: family.accountId, invoices: family.invoices.slice(0, 1) });
  await decide(town, payment, 'P');
  await inTransaction(() => Payment.update({ nextCheckAt: new Date(Date.now() + 3_600_000) }, { where: {} }));
  const resident = town.server.browser();
  await resident.login(family.email, password);
  await resident.submit('/mot-de-passe-oublie', '/mot-de-passe-oublie', { email: family.email });
  await vi.waitUntil(async () => (await OutgoingMail.count({ where: { state: ['queued', 'sending'] } })) === 0, { timeout: 20_000 });
  await rewrite("UPDATE outgoing_mails SET state = 'queued', next_attempt_at = '2099-01-01 00:00:00.000 +00:00'");
  former = { cookies: new Map(town.staff.cookies), resident: resident.cookies };
  file = await saved(town.staff);
}, 60_000);
afterAll(async () => {
  await next.stop();
  await town.simulator.stop();
  migrations.pop();
});

async function saved(staff: StaffBrowser): Promise<Buffer> {
  const { ticket, bytes } = await staff.call<{ ticket: string; bytes: number }>('backups.prepare', { passphrase });
  expect(await staff.call<BackupProgressDto>('backups.progress', {})).toEqual({ phase: 'copying', done: 0, total: 0 });
  const answer = await staff.get(`/files/backups/${ticket}`);
  expect([answer.status, answer.headers['content-disposition']]).toEqual([200, expect.stringMatching(/^attachment; filename="portail-\d{4}-\d\d-\d\d\.portail-sauvegarde"$/)]);
  expect(answer.body.length).toBeGreaterThan(bytes);
  expect(await staff.call<BackupProgressDto>('backups.progress', {})).toEqual({ phase: 'done', done: bytes, total: bytes });
  expect((await staff.get(`/files/backups/${ticket}`)).status).toBe(422);
  return answer.body;
}

const preview = (browser: StaffBrowser, content: Buffer, phrase = passphrase) => browser.postJson('/api/restore.preview', { head: content.subarray(0, headBytes).toString('base64'), passphrase: phrase });
const restore = (browser: StaffBrowser, content: Buffer, phrase = passphrase) => browser.send('/files/restore', { method: 'PUT', body: content, headers: { Origin: browser.origin, [restorePassphraseHeader]: encodeURIComponent(phrase) } });

describe('a backup', () => {
  test('holds nothing in clear, leaves no copy behind, and is in the journal', async () => {
    for (const word of ['SISTEC', 'FOYER1', family.email, 'mot-de-passe-smtp-77', '%PDF-', 'SQLite', firstAgent.email]) expect([word, file.includes(word)]).toEqual([word, false]);
    expect(readdirSync(join(town.server.dataFolder, 'copies'))).toEqual([]);
    expect(await AuditEntry.count({ where: { action: 'backup_made' } })).toBe(1);
    expect(codeOf(await town.staff.postJson('/api/backups.prepare', { passphrase: 'court' }))).toBe('backup_passphrase_short');
  });

  test('is not taken over where there is an agent', async () => {
    expect(codeOf(await preview(town.staff, file))).toBe('restore_not_first');
    expect(codeOf(await restore(town.staff, file))).toBe('restore_not_first');
  });
});

describe('a new installation', () => {
  let workstation: StaffBrowser;
  beforeAll(async () => {
    await town.server.stop();
    // The program has grown since the backup was made.
    migrations.push({ version: 99, name: 'essai', sql: "ALTER TABLE regies ADD COLUMN note TEXT NOT NULL DEFAULT 'bonjour';\n" });
    next = await startTestServer({ payfipUrl: town.simulator.baseUrl });
    workstation = await openWorkstation(next);
  });

  const older = () => Buffer.from(file.toString('latin1').replace(/"schema":\d+/, '"schema":999'), 'latin1');
  const flipped = (at: number) => {
    const copy = Buffer.from(file);
    copy[at]! ^= 1;
    return copy;
  };
  const chunkEnd = () => file.indexOf('\n', file.indexOf('\n') + 1) + 1 + 2 * (64 * 1024 + 16);

  interface Refused { content: () => Buffer; phrase?: string; code: string }
  const refused: Record<string, Refused> = {
    'a letter': { content: () => Buffer.from('Bonjour,\nvoici la sauvegarde'), code: 'backup_not_one' },
    nothing: { content: () => Buffer.alloc(0), code: 'backup_not_one' },
    'an archive': { content: () => Buffer.from('504b0304', 'hex'), code: 'backup_not_one' },
    'a later version': { content: older, code: 'backup_too_recent' },
    'another phrase': { content: () => file, phrase: 'tilleul marché ardoise 8', code: 'backup_passphrase_wrong' },
    'a cut head': { content: () => file.subarray(0, 60), code: 'backup_damaged' },
    'a head without content': { content: () => file.subarray(0, 300), code: 'backup_damaged' },
    'a cut chunk': { content: () => file.subarray(0, file.length - 1_000), code: 'backup_damaged' },
    'a cut between two chunks': { content: () => file.subarray(0, chunkEnd()), code: 'backup_damaged' },
    'one byte of the last chunk': { content: () => flipped(file.length - 20), code: 'backup_damaged' },
    'one byte in the middle': { content: () => flipped(Math.floor(file.length / 2)), code: 'backup_damaged' },
    'something after the end': { content: () => Buffer.concat([file, Buffer.from('plus')]), code: 'backup_damaged' },
  };
  test.each(Object.entries(refused))('refuses %s, and nothing changes', async (_name, { content, phrase, code }) => {
    expect(codeOf(await restore(workstation, content(), phrase))).toBe(code);
    expect((await workstation.call<CurrentSessionDto>('session.current', {})).needsFirstAgent).toBe(true);
    expect([existsSync(join(next.dataFolder, 'reprise')), existsSync(join(next.dataFolder, 'reprise-verifiee'))]).toEqual([false, false]);
    expect(await AuditEntry.count({ where: { action: 'backup_restored' } })).toBe(0);
  });

  test('shows what the backup holds before anything is done', async () => {
    expect(codeOf(await preview(workstation, file, 'une autre phrase'))).toBe('backup_passphrase_wrong');
    expect(JSON.parse((await preview(workstation, file)).text).value).toMatchObject({ commune: 'Mairie de Sistec', invoices: 3, agents: 1, documents: 4 } satisfies Partial<BackupSummaryDto>);
  });

  test('takes it over even when the power fails at the worst moment', async () => {
    const content = async function* () { yield file; };
    await expect(restoreBackup({ dataFolder: next.dataFolder, passphrase, content: content(), actor: 'test', now: new Date(), replaceState: () => Promise.reject(new Error('power cut')) })).rejects.toThrow('power cut');
    await next.restart();
    expect(await Invoice.count()).toBe(3);
    await next.stop();
    next = await startTestServer({ payfipUrl: town.simulator.baseUrl });
    workstation = await openWorkstation(next);
  });

  test('becomes the former portal: its agent, its invoices and PDFs, its secrets', async () => {
    const before = workstation.cookies.get('__Host-poste') ?? [...workstation.cookies.values()][0];
    expect(codeOf(await restore(workstation, file))).toBe('ok');
    expect([...workstation.cookies.values()]).not.toContain(before);
    const current = await workstation.call<CurrentSessionDto>('session.current', {});
    expect(current).toMatchObject({ agent: null, needsFirstAgent: false, communeName: 'Mairie de Sistec' });
    await workstation.call('session.login', { email: firstAgent.email, password: firstAgent.password });
    expect((await workstation.get(`/files/invoices/${family.invoices[0]!.id}`)).body.equals(pdfOf('2026-1'))).toBe(true);
    const { smtpPasswordEncrypted } = await readStoredSettings();
    expect(decryptSecret(smtpPasswordEncrypted ?? '')).toBe('mot-de-passe-smtp-77');
    expect(await storedState(next.dataFolder)).toMatchObject({ integrity: 'ok', foreignKeys: 0, invoices: 3, badDocuments: [] });
    expect(await query('SELECT DISTINCT note FROM regies')).toEqual([{ note: 'bonjour' }]);
    expect(await AuditEntry.count({ where: { action: 'backup_restored', actor: 'workstation' } })).toBe(1);
    expect((await readFacts()).lastBackupAt).toMatch(/^\d{4}-/);
    await knowsTheAddressTakenOver();
    const resident = next.browser();
    expect((await resident.login(family.email, password)).location).toBe('/accueil');
    // A draft keeps its list and its PDF.
    const [draft] = await workstation.call<{ items: { id: string }[] }>('imports.list', { page: 1, pageSize: 5 }).then(({ items }) => items);
    await workstation.call('imports.check', { batchId: draft!.id, allowMissingPdf: false });
    await workstation.call('imports.publish', { batchId: draft!.id });
    expect(await Invoice.count()).toBe(4);
  });

  /** The former portal's is silent, another's is not ours; ours, or one that is replaced, is no longer spoken of. */
  async function knowsTheAddressTakenOver(): Promise<void> {
    const isToVerify = async () => (await workstation.call<DashboardDto>('dashboard.read', {})).isAddressTakenOver;
    const verify = () => workstation.call<{ answer: string }>('portal.verifyAddress', { isSeen: false });
    const settings = async () => (await workstation.call<{ settings: Settings }>('settings.read', {})).settings.portal;
    const move = async (publicUrl: string) => workstation.call('settings.update', { patch: { portal: { ...(await settings()), publicUrl } } });
    const former = (await settings()).publicUrl;
    expect([await isToVerify(), await verify(), await isToVerify()]).toEqual([true, { answer: 'silent' }, true]);
    await move(next.mails.webUrl);
    expect([await isToVerify(), await verify()]).toEqual([false, { answer: 'another' }]);
    await move(former);
    expect(await isToVerify()).toBe(true);
    await move(next.portalUrl);
    expect(await verify()).toEqual({ answer: 'ours' });
    await move(former);
    expect(await isToVerify()).toBe(false);
  }

  test('no session and no link of the former portal is alive', async () => {
    const thief = await openWorkstation(next);
    for (const [name, value] of former.cookies) thief.cookies.set(name, value);
    expect((await thief.postJson('/api/invoices.list', {})).status).toBe(403);
    const resident = next.browser();
    for (const [name, value] of former.resident) resident.cookies.set(name, value);
    expect((await resident.get('/accueil')).location).toContain('/connexion');
    expect(await Token.count({ where: { purpose: 'reset' } })).toBe(0);
    expect(await Session.count({ where: { kind: 'remember' } })).toBe(0);
  });

  test('what was about to leave is shown to a person; what waited for PayFiP is asked', async () => {
    expect((await OutgoingMail.findAll({ where: { kind: 'password_reset' } })).map(({ state }) => state)).toEqual(['to_verify']);
    expect(next.mails.messages()).toEqual([]);
    await pollPayments(() => false, new Date());
    expect((await Payment.findAll()).map(({ state }) => state)).toEqual(['paid']);
    expect(await query('SELECT state FROM invoices WHERE number = \'2026-1\'')).toEqual([{ state: 'paid' }]);
  });

  test('a second backup can be made of it, and it starts again as any other', async () => {
    expect((await saved(await openStaff(next))).length).toBeGreaterThan(3 * 1024 * 1024);
    await next.restart();
    expect(await Account.count({ where: { state: 'active' } })).toBe(1);
    expect(database().getDialect()).toBe('sqlite');
  });
});
