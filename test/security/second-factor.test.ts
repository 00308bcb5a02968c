// An agent's second factor, and the window that locks: what opens what, and what is refused.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountDto, Settings } from '../../server/contract/schemas.ts';
import { totpCode, totpStep } from '../../server/crypto/totp.ts';
import { Agent, AuditEntry, RateLimit } from '../../server/models/index.ts';
import { databaseBytes, minutesAgo, rewrite } from '../support/database-state.ts';
import { codeOf, colleague, firstAgent, openStaff, openStaffAs, openWorkstation, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let admin: StaffBrowser;
let agent: StaffBrowser;
let secret: string;
let codes: string[];
const email = colleague('secretary');
const { password } = firstAgent;

beforeAll(async () => {
  server = await startTestServer();
  admin = await openStaff(server);
  agent = await openStaffAs(server, 'secretary');
});
beforeEach(() => RateLimit.destroy({ where: {} }));
afterAll(() => server.stop());

const ask = async (browser: StaffBrowser, name: string, input: object = {}) => codeOf(await browser.postJson(`/api/${name}`, input));
/** The code of now; the last one accepted is forgotten first, as half a minute later. */
async function freshCode(): Promise<string> {
  await rewrite('UPDATE agents SET totp_last_step = NULL');
  return totpCode(secret, totpStep(new Date()));
}
/** Logs in on a workstation of its own. */
async function logIn(code?: string, word = password): Promise<string> {
  return ask(await openWorkstation(server), 'session.login', { email, password: word, ...(code === undefined ? {} : { code }) });
}

describe('the second factor', () => {
  test('is in force once a first code is given, and gives recovery codes', async () => {
    expect(await ask(agent, 'account.prepareTotp', { password: 'faux' })).toBe('password_wrong');
    const prepared = await agent.call<{ secret: string; uri: string }>('account.prepareTotp', { password });
    secret = prepared.secret;
    expect(prepared.uri).toContain(`secret=${secret}`);
    expect(await logIn()).toBe('ok');
    expect(await ask(agent, 'account.enableTotp', { code: '000000' })).toBe('code_wrong');
    ({ codes } = await agent.call<{ codes: string[] }>('account.enableTotp', { code: await freshCode() }));
    expect(new Set(codes).size).toBe(8);
    expect(await agent.call<AccountDto>('account.read', {})).toMatchObject({ totpEnabledAt: expect.any(String), recoveryCodesLeft: 8 });
    expect(await ask(agent, 'account.prepareTotp', { password })).toBe('totp_already_enabled');
  });

  test('is kept encrypted, the recovery codes as fingerprints', () => {
    const bytes = databaseBytes(server.dataFolder);
    for (const kept of [secret, ...codes, codes[0]!.replaceAll('-', '')]) expect(bytes.includes(kept)).toBe(false);
  });

  test('is asked on a second step, and only of who knows the password', async () => {
    expect([await logIn(), await logIn('')]).toEqual(['code_required', 'code_required']);
    const [wrong, unknown] = [await openWorkstation(server), await openWorkstation(server)];
    const refusals = [
      await wrong.postJson('/api/session.login', { email, password: 'faux' }), await wrong.postJson('/api/session.login', { email, password: 'faux', code: await freshCode() }),
      await unknown.postJson('/api/session.login', { email: 'inconnu@sistec.test', password }),
    ];
    expect(new Set(refusals.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(await logIn(await freshCode())).toBe('ok');
  });

  test('refuses a code that has served, is old, or is of another secret', async () => {
    const code = await freshCode();
    expect([await logIn(` ${code.slice(0, 3)} ${code.slice(3)} `), await logIn(code)]).toEqual(['ok', 'code_wrong']);
    const [old, other] = [totpCode(secret, totpStep(new Date()) - 3), totpCode('A'.repeat(32), totpStep(new Date()))];
    expect([await logIn(old), await logIn(other)]).toEqual(['code_wrong', 'code_wrong']);
  });

  test('of two logins at once with one code, one gets in', async () => {
    const code = await freshCode();
    expect((await Promise.all([logIn(code), logIn(code), logIn(code)])).sort()).toEqual(['code_wrong', 'code_wrong', 'ok']);
  });

  test('is not guessed: five codes, then a wait that a right one does not lift', async () => {
    const answers: string[] = [];
    for (let tries = 0; tries < 6; tries += 1) answers.push(await logIn('000000'));
    expect(answers).toEqual([...Array(5).fill('code_wrong'), 'too_many_attempts']);
    expect(await logIn(await freshCode())).toBe('too_many_attempts');
    await server.restart();
    expect(await logIn(await freshCode())).toBe('too_many_attempts');
    expect(await AuditEntry.count({ where: { action: 'agent_code_failed' } })).toBeGreaterThanOrEqual(5);
  });

  test('a recovery code replaces the telephone once', async () => {
    expect([await logIn(codes[0]!.toUpperCase().replaceAll('-', ' ')), await logIn(codes[0]), await logIn(codes[1])]).toEqual(['ok', 'code_wrong', 'ok']);
    expect(await agent.call<AccountDto>('account.read', {})).toMatchObject({ recoveryCodesLeft: 6 });
    const { codes: renewed } = await agent.call<{ codes: string[] }>('account.renewRecoveryCodes', { password });
    expect([await logIn(codes[2]), await logIn(renewed[0])]).toEqual(['code_wrong', 'ok']);
    codes = renewed;
  });

  test('is taken away by the agent with the password, or by an administrator', async () => {
    expect(await ask(agent, 'account.removeTotp', { password: 'faux' })).toBe('password_wrong');
    expect(await ask(agent, 'account.removeTotp', { password })).toBe('ok');
    expect(await logIn()).toBe('ok');
    ({ secret } = await agent.call<{ secret: string }>('account.prepareTotp', { password }));
    await agent.call('account.enableTotp', { code: await freshCode() });
    expect(await logIn()).toBe('code_required');
    const { id } = await Agent.findOne({ where: { email }, rejectOnEmpty: true });
    expect(await ask(admin, 'agents.removeTotp', { agentId: id })).toBe('ok');
    expect([await logIn(), await logIn(codes[3])]).toEqual(['ok', 'ok']);
  });
});

describe('a locked window', () => {
  const come = (word: string, browser = agent) => ask(browser, 'session.login', { email, password: word });

  test('has no power until the password is given, on every road', async () => {
    await agent.call('session.lock', {});
    for (const name of ['dashboard.read', 'imports.create', 'account.read', 'session.lock']) expect([name, await ask(agent, name)]).toEqual([name, 'agent_required']);
    expect((await agent.get('/files/logo')).status).toBe(401);
    expect(JSON.parse((await agent.postJson('/api/session.current', {})).text).value.agent).toBeNull();
    const locked = agent.cookies.get('agent');
    expect([await come('faux'), await ask(agent, 'dashboard.read'), await come(password), await ask(agent, 'dashboard.read')]).toEqual(['login_failed', 'agent_required', 'ok', 'ok']);
    expect(agent.cookies.get('agent')).not.toBe(locked);
    agent.cookies.set('agent', locked!);
    expect(await ask(agent, 'dashboard.read')).toBe('agent_required');
    await come(password);
  });

  test('asks the password alone of who proved the second factor, for the rest of that session', async () => {
    ({ secret } = await agent.call<{ secret: string }>('account.prepareTotp', { password }));
    await agent.call('account.enableTotp', { code: await freshCode() });
    await agent.call('session.lock', {});
    expect(await come(password)).toBe('ok');
    const stranger = await openWorkstation(server);
    expect(await come(password, stranger)).toBe('code_required');
    stranger.cookies.set('agent', admin.cookies.get('agent')!);
    expect(await come(password, stranger)).toBe('code_required');
    await agent.call('session.lock', {});
    await rewrite(`UPDATE sessions SET expires_at = '${minutesAgo(1)}' WHERE agent_id = (SELECT id FROM agents WHERE email = '${email}')`);
    expect(await come(password)).toBe('code_required');
    expect(await ask(agent, 'session.login', { email, password, code: await freshCode() })).toBe('ok');
  });

  test('locks by itself after the minutes of the settings; what the window asks by itself keeps nobody there', async () => {
    const { settings } = await admin.call<{ settings: Settings }>('settings.read', {});
    expect(settings.staff.lockMinutes).toBe(15);
    await admin.call('settings.update', { patch: { staff: { lockMinutes: 5 } } });
    const idle = (minutes: number) => rewrite(`UPDATE sessions SET last_seen_at = '${minutesAgo(minutes)}' WHERE kind = 'agent'`);
    const background = async () => codeOf(await agent.postJson('/api/dashboard.read', {}, { 'X-Background': '1' }));
    await idle(7);
    expect([await background(), await background()]).toEqual(['ok', 'ok']);
    await idle(9);
    expect([await background(), await ask(agent, 'dashboard.read')]).toEqual(['agent_required', 'agent_required']);
    await idle(7);
    expect([await ask(agent, 'dashboard.read'), await ask(admin, 'dashboard.read')]).toEqual(['ok', 'ok']);
    const seen = await Agent.sequelize!.query("SELECT last_seen_at AS at FROM sessions WHERE kind = 'agent' ORDER BY last_seen_at DESC LIMIT 1");
    expect(Date.now() - Date.parse((seen[0][0] as { at: string }).at)).toBeLessThan(60_000);
  });
});
