// The accounts of the staff, as an administrator keeps them and as each agent keeps their own.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { AccountDto, ColleagueDto } from '../../server/contract/schemas.ts';
import { AuditEntry, RateLimit } from '../../server/models/index.ts';
import { minutesAgo, rewrite } from '../support/database-state.ts';
import { codeOf, firstAgent, openStaff, openStaffAs, openWorkstation, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let admin: StaffBrowser;
beforeAll(async () => {
  server = await startTestServer();
  admin = await openStaff(server);
});
beforeEach(() => RateLimit.destroy({ where: {} }));
afterAll(() => server.stop());

const list = () => admin.call<ColleagueDto[]>('agents.list', {});
const known = async (email: string): Promise<ColleagueDto> => (await list()).find((each) => each.email === email)!;
const ask = async (browser: StaffBrowser, name: string, input: object) => codeOf(await browser.postJson(`/api/${name}`, input));
const logIn = (browser: StaffBrowser, email: string, password: string) => ask(browser, 'session.login', { email, password });
const passwords = (password: string, current = '') => ({ current, password, confirmation: password });
const actionsOn = async (object: string) => (await AuditEntry.findAll({ where: { object }, order: [['at', 'ASC']] })).map(({ action }) => action);

test('the first agent is an administrator', async () => {
  expect(await list()).toMatchObject([{ email: firstAgent.email, role: 'administrator', isDisabled: false, hasTotp: false, mustChangePassword: false, sessions: [{ isCurrent: true, isLocked: false }] }]);
});

describe('a colleague', () => {
  const email = 'chloe@sistec.test';
  const card = { name: 'Chloé Marty', email, role: 'secretary' } as const;
  let initial: string;
  let chloe: StaffBrowser;
  let id: string;

  test('is invited with a password that is shown once', async () => {
    ({ password: initial } = await admin.call<{ password: string }>('agents.invite', card));
    ({ id } = await known(email));
    expect(await known(email)).toMatchObject({ ...card, mustChangePassword: true, lastLoginAt: null, sessions: [] });
    expect(JSON.stringify(await list())).not.toContain(initial);
    expect(await ask(admin, 'agents.invite', { ...card, email: ' CHLOE@sistec.test' })).toBe('agent_email_taken');
  });

  test('opens nothing with it but the choice of another', async () => {
    chloe = await openWorkstation(server);
    expect(await logIn(chloe, email, initial)).toBe('ok');
    for (const name of ['dashboard.read', 'imports.create', 'invoices.list']) expect([name, await ask(chloe, name, {})]).toEqual([name, 'password_to_change']);
    expect((await chloe.get('/files/logo')).status).toBe(403);
    expect(await ask(chloe, 'account.changePassword', passwords(initial))).toBe('password_unchanged');
    expect(await ask(chloe, 'account.changePassword', passwords('azerty'))).toBe('password_too_short');
    expect(await ask(chloe, 'account.changePassword', { ...passwords('marronnier-gris-8'), confirmation: 'x' })).toBe('password_mismatch');
    expect(await ask(chloe, 'account.changePassword', passwords('marronnier-gris-8'))).toBe('ok');
    expect(await ask(chloe, 'dashboard.read', {})).toBe('ok');
    expect(await known(email)).toMatchObject({ mustChangePassword: false, lastLoginAt: expect.any(String), sessions: [{ isCurrent: false }] });
  });

  test('changes the password with the present one, which closes the other sessions', async () => {
    const elsewhere = await openWorkstation(server);
    await logIn(elsewhere, email, 'marronnier-gris-8');
    expect(await ask(chloe, 'account.changePassword', passwords('tilleul-vert-9', 'faux'))).toBe('password_wrong');
    expect(await ask(chloe, 'account.changePassword', passwords('tilleul-vert-9', 'marronnier-gris-8'))).toBe('ok');
    expect([await ask(chloe, 'dashboard.read', {}), await ask(elsewhere, 'dashboard.read', {})]).toEqual(['ok', 'agent_required']);
    expect(await logIn(elsewhere, email, 'marronnier-gris-8')).toBe('login_failed');
    expect(await logIn(elsewhere, email, 'tilleul-vert-9')).toBe('ok');
  });

  test('sees and closes their own sessions, never another’s', async () => {
    const { sessions } = await chloe.call<AccountDto>('account.read', {});
    expect(sessions.map(({ isCurrent }) => isCurrent).sort()).toEqual([false, true]);
    expect(sessions[0]!.place).toMatch(/^ce poste/);
    const [mine] = (await admin.call<AccountDto>('account.read', {})).sessions;
    expect(await ask(chloe, 'account.endSession', { sessionId: mine!.id })).toBe('not_found');
    await chloe.call('account.endSession', { sessionId: sessions.find(({ isCurrent }) => !isCurrent)!.id });
    expect((await chloe.call<AccountDto>('account.read', {})).sessions).toHaveLength(1);
    expect(await ask(admin, 'dashboard.read', {})).toBe('ok');
  });

  test('another role counts from the next call', async () => {
    expect(await ask(chloe, 'imports.create', {})).toBe('ok');
    await admin.call('agents.change', { ...card, agentId: id, role: 'reader', name: 'Chloé Marty-Vidal' });
    expect(await ask(chloe, 'imports.create', {})).toBe('right_missing');
    expect(await known(email)).toMatchObject({ role: 'reader', name: 'Chloé Marty-Vidal' });
    expect(await ask(admin, 'agents.change', { ...card, agentId: id, email: firstAgent.email })).toBe('agent_email_taken');
  });

  test('whose password is given anew starts again; that password does not last', async () => {
    const { password } = await admin.call<{ password: string }>('agents.resetPassword', { agentId: id });
    expect(await ask(chloe, 'dashboard.read', {})).toBe('agent_required');
    expect([await logIn(chloe, email, 'tilleul-vert-9'), await logIn(chloe, email, password)]).toEqual(['login_failed', 'ok']);
    await rewrite(`UPDATE agents SET initial_password_until = '${minutesAgo(1)}' WHERE id = '${id}'`);
    expect([await logIn(chloe, email, 'faux'), await logIn(chloe, email, password)]).toEqual(['login_failed', 'initial_password_expired']);
  });

  test('who leaves gets in no more, and may come back', async () => {
    const { password } = await admin.call<{ password: string }>('agents.resetPassword', { agentId: id });
    await logIn(chloe, email, password);
    await admin.call('agents.setDisabled', { agentId: id, disabled: true });
    expect(await ask(chloe, 'account.read', {})).toBe('agent_required');
    expect(await logIn(chloe, email, password)).toBe('login_failed');
    expect(await known(email)).toMatchObject({ isDisabled: true, sessions: [] });
    await admin.call('agents.setDisabled', { agentId: id, disabled: false });
    expect(await logIn(chloe, email, password)).toBe('ok');
    await admin.call('agents.endSessions', { agentId: id });
    expect(await ask(chloe, 'account.read', {})).toBe('agent_required');
  });

  test('leaves a trace of each of these', async () => {
    expect(new Set(await actionsOn(id))).toEqual(new Set([
      'agent_created', 'agent_password_changed', 'agent_sessions_ended', 'agent_role_changed', 'agent_changed', 'agent_password_reset', 'agent_disabled', 'agent_enabled', 'agent_login_failed',
    ]));
  });
});

describe('the last administrator', () => {
  test('is neither demoted nor disabled; a colleague who has not chosen a password yet does not count', async () => {
    const { id, name } = await known(firstAgent.email);
    const card = { agentId: id, name, email: firstAgent.email };
    const attempts = async () => [await ask(admin, 'agents.change', { ...card, role: 'secretary' }), await ask(admin, 'agents.setDisabled', { agentId: id, disabled: true })];
    expect(await attempts()).toEqual(['last_administrator', 'last_administrator']);
    await admin.call('agents.invite', { name: 'Autre', email: 'autre@sistec.test', role: 'administrator' });
    expect(await attempts()).toEqual(['last_administrator', 'last_administrator']);
    await openStaffAs(server, 'administrator');
    expect(await ask(admin, 'agents.change', { ...card, role: 'secretary' })).toBe('ok');
    expect(await ask(admin, 'agents.list', {})).toBe('right_missing');
  });

  test('two at once do not leave nobody', async () => {
    await rewrite("UPDATE agents SET role = 'administrator', disabled_at = NULL, initial_password_until = NULL WHERE email LIKE '%@sistec.test'");
    await rewrite("UPDATE agents SET role = 'reader' WHERE email NOT IN ('agent@sistec.test', 'administrator@sistec.test')");
    const agents = (await list()).filter(({ role }) => role === 'administrator');
    expect(agents).toHaveLength(2);
    await Promise.all(agents.map(({ id, name, email }) => admin.postJson('/api/agents.change', { agentId: id, name, email, role: 'reader' })));
    const left = await AuditEntry.sequelize!.query("SELECT 1 FROM agents WHERE role = 'administrator' AND disabled_at IS NULL");
    expect(left[0]).toHaveLength(1);
  });
});
