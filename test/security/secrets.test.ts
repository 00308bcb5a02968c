// What the log and the data folder say of a whole journey: no password, link, cookie nor key.
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { rewrite, databaseBytes } from '../support/database-state.ts';
import { documentPath } from '../../server/documents/document-store.ts';
import { programFolder } from '../../server/resources-folder.ts';
import { Browser, hiddenFields } from '../support/browser.ts';
import { createHousehold, password, type Household } from '../support/household.ts';
import { linkPath, secretOf } from '../support/links.ts';
import { firstAgent } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const built = join(programFolder, '.cache', 'serveur-des-secrets');
const smtpPassword = 'secret-du-serveur-de-courriel';
const failing = 'brise@exemple.test';
const secrets = new Set([password, 'mot-de-passe-faux-1', 'mot-de-passe-faux-2', 'chaise-longue-73', firstAgent.password, smtpPassword]);
let server: TestServer;
let household: Household;
let child: ChildProcess;
let [stdout, stderr] = ['', ''];

beforeAll(async () => {
  server = await startTestServer();
  household = await createHousehold(server.dataFolder, { code: 'A1', email: 'a@exemple.test', numbers: ['2026-1'] });
  await createHousehold(server.dataFolder, { code: 'B2', email: failing, numbers: ['2026-2'] });
  await rewrite(`CREATE TRIGGER essai BEFORE UPDATE ON accounts WHEN NEW.email_key = '${failing}' BEGIN SELECT RAISE(ABORT, 'essai'); END`);
  await server.running.stop();
  await promisify(execFile)(process.execPath, [join(programFolder, 'node_modules/vite/bin/vite.js'), 'build', '-c', 'build/vite.server.ts', '--outDir', built, '--emptyOutDir'], { cwd: programFolder });
  child = spawn(process.execPath, [join(built, 'main.js'), '--data', server.dataFolder, '--portal-port', '0', '--staff-port', '0'], {
    env: { PATH: process.env.PATH, PORTAIL_LOG: 'trace', UV_THREADPOOL_SIZE: '16' }, stdio: ['ignore', 'pipe', 'pipe'],
  });
  child.stdout?.on('data', (text) => { stdout += text; });
  child.stderr?.on('data', (text) => { stderr += text; });
  await vi.waitFor(() => expect(stdout).toContain('ce lien sert une fois'), 15_000);
}, 90_000);

afterAll(async () => {
  child.kill('SIGKILL');
  await server.stop();
  rmSync(built, { recursive: true, force: true });
});

/** A browser whose cookies are secrets. */
class Spy extends Browser {
  override async send(...call: Parameters<Browser['send']>): ReturnType<Browser['send']> {
    const answer = await super.send(...call);
    for (const value of this.cookies.values()) secrets.add(value);
    for (const [, token = ''] of answer.text.matchAll(/name="_csrf" value="([^"]+)"/g)) secrets.add(token);
    return answer;
  }
}

async function staffJourney(staffUrl: string, key: string): Promise<void> {
  const staff = new Spy(staffUrl);
  for (const wrong of [`x${key}`, key]) await staff.postJson('/launch', { key: wrong });
  await staff.postJson('/api/agents.createFirst', firstAgent);
  await staff.postJson('/api/session.login', { email: firstAgent.email, password: 'mot-de-passe-faux-2' });
  await staff.send('/api/session.login', { method: 'POST', body: `{"email":"a","password":"${firstAgent.password}"`, headers: { 'Content-Type': 'application/json', Origin: staffUrl } });
  const smtp = { host: '127.0.0.1', port: server.mails.smtpPort, security: 'none', user: 'commune', fromName: 'Mairie', fromAddress: 'portail@sistec.test' };
  const saved = await staff.postJson('/api/settings.update', { patch: { smtp }, smtpPassword });
  expect(saved.status).toBe(200);
  server.mails.behave((event) => (event.stage === 'auth' ? { code: 535, text: `bad password ${smtpPassword}` } : undefined));
  expect((await staff.postJson('/api/smtp.sendTest', { smtp, smtpPassword, to: 'a@exemple.test' })).text).toContain('"delivered":false');
  server.mails.behave((event) => (event.stage === 'recipient' && event.address.startsWith('service@') ? { code: 550 } : undefined));
  expect((await staff.postJson('/api/settings.read', {})).text).not.toContain(smtpPassword);
}

async function askReset(portalUrl: string, email: string): Promise<string> {
  await new Spy(portalUrl).submit('/mot-de-passe-oublie', '/mot-de-passe-oublie', { email });
  const secret = secretOf(await server.mails.waitFor((mail) => mail.to.includes(email) && mail.links.length > 0, 8_000));
  secrets.add(secret);
  return secret;
}

async function residentJourney(portalUrl: string): Promise<void> {
  const resident = new Spy(portalUrl);
  await resident.login('a@exemple.test', 'mot-de-passe-faux-1');
  expect((await resident.login('a@exemple.test', password, true)).status).toBe(303);
  rmSync(documentPath(server.dataFolder, household.invoices[0]!.documentSha256 ?? ''));
  expect((await resident.get(`/factures/${household.invoices[0]!.id}/pdf`)).status).toBe(500);
  await resident.submit('/informations/mot-de-passe', '/informations/mot-de-passe', { current: 'mot-de-passe-faux-2', password, confirmation: password });
  await resident.get('/connexion', { Host: 'evil.test' });
  await resident.postForm('/deconnexion', { _csrf: 'x', password });
  await resident.submit('/contact', '/contact', { name: 'A', email: 'a@exemple.test', subject: 'Objet', body: 'Bonjour' });
  const secret = await askReset(portalUrl, failing);
  const shown = await resident.get(linkPath(secret));
  const fields = { ...hiddenFields(shown.text, '/mot-de-passe'), password: 'chaise-longue-73', confirmation: 'chaise-longue-73' };
  expect((await resident.postForm('/mot-de-passe', fields)).status).toBe(500);
  await resident.get(`${linkPath(secret)}x`);
  await resident.send(linkPath(secret), { method: 'DELETE' });
}

test('the log of a whole journey, failures included, holds no secret', { timeout: 60_000 }, async () => {
  const [, portalUrl = ''] = /habitants : (\S+)/.exec(stdout) ?? [];
  const [, staffUrl = '', key = ''] = /mairie\s+: (\S+)\/#cle=(\S+)/.exec(stdout) ?? [];
  secrets.add(key);
  await staffJourney(staffUrl, key);
  await residentJourney(portalUrl);
  const closed = new Promise((resolve) => { child.on('exit', resolve); });
  child.kill('SIGTERM');
  expect(await closed).toBe(0);

  const lines = stderr.trim().split('\n').map((line): { msg: string } => JSON.parse(line));
  const said = (message: string) => lines.filter(({ msg }) => msg === message).length;
  expect([said('refused') > 5, said('unexpected error'), said('mail not sent') > 0]).toEqual([true, 2, true]);
  secrets.add(readFileSync(join(server.dataFolder, 'cle'), 'utf8'));
  expect(secrets.size).toBeGreaterThan(20);
  for (const secret of secrets) {
    expect([secret, stderr.includes(secret)]).toEqual([secret, false]);
    expect([secret, databaseBytes(server.dataFolder).includes(secret)]).toEqual([secret, false]);
    if (secret !== key) expect([secret, stdout.includes(secret)]).toEqual([secret, false]);
  }
  expect(stderr).not.toMatch(/argon2|LIEN=|INSERT INTO|UPDATE `|@exemple\.test/);
});
