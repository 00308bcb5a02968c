// A mail server that does not do what is hoped for: the secretary is told which of the settings to look at, never the server's own words.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { readFacts } from '../../server/settings.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import type { Settings } from '../../server/contract/schemas.ts';
import { RateLimit } from '../../server/models/index.ts';
import { plainSpaces } from '../support/french.ts';
import { codeOf, openStaff, type StaffBrowser } from '../support/staff-browser.ts';
import { refusal, smtpServer, socketServer, type StrangeServer } from '../support/strange-smtp.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let staff: StaffBrowser;
const open: StrangeServer[] = [];
const smtp = (changes: Partial<Settings['smtp']>): Settings['smtp'] => ({ host: '127.0.0.1', port: 1, security: 'none', user: '', fromName: 'Mairie', fromAddress: 'portail@sistec.test', ...changes });

beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
});
beforeEach(async () => { await RateLimit.destroy({ where: {} }); });
afterAll(async () => {
  await Promise.all(open.map((each) => each.stop()));
  await server.stop();
});

/** The installer has put this server in the settings: its port may be tried. */
async function tryServer(changes: Partial<Settings['smtp']>, smtpPassword?: string): Promise<{ delivered: boolean; diagnosis: string }> {
  const wanted = smtp(changes);
  await updateSettings({ patch: { smtp: wanted }, actor: 'test' });
  const answer = await staff.call<{ delivered: boolean; diagnosis: string }>('smtp.sendTest', { smtp: wanted, smtpPassword, to: 'secretaire@sistec.test' });
  return { ...answer, diagnosis: plainSpaces(answer.diagnosis) };
}

async function opened(making: Promise<StrangeServer>): Promise<number> {
  const made = await making;
  open.push(made);
  return made.port;
}

interface Case { server: () => Promise<Partial<Settings['smtp']>>; password?: string; says: RegExp }
const closed = async () => {
  const one = await socketServer(() => undefined);
  await one.stop();
  return { port: one.port };
};
const own = (options: Parameters<typeof smtpServer>[0], changes: Partial<Settings['smtp']> = {}) => async () => ({ port: await opened(smtpServer(options)), ...changes });
const withSender = (code: number, words: string) => own({ disabledCommands: ['STARTTLS'], onMailFrom: (_address, _session, done) => done(refusal(code, words)) });

const cases: Record<string, Case> = {
  'a name that does not exist': { server: async () => ({ host: 'smtp.nulle-part.invalid', port: 587 }), says: /^Ce serveur est introuvable/ },
  'a closed port': { server: closed, says: /rien ne répond à ce port/ },
  'a server that hangs without a word': { server: async () => ({ port: await opened(socketServer(() => undefined)) }), says: /^Le serveur ne répond pas/ },
  'a server that hangs up': { server: async () => ({ port: await opened(socketServer((socket) => socket.end())) }), says: /^Le serveur ne répond pas/ },
  'a web server on this port': { server: async () => ({ port: await opened(socketServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'))) }), says: /^Ce n’est pas un serveur de messagerie/ },
  'TLS asked of a server that speaks in clear': { server: own({ disabledCommands: ['STARTTLS'] }, { security: 'tls' }), says: /^La connexion chiffrée ne s’établit pas/ },
  'STARTTLS asked of a server without it': { server: own({ disabledCommands: ['STARTTLS'] }, { security: 'starttls' }), says: /^La connexion chiffrée ne s’établit pas/ },
  'a certificate that nobody signed': { server: own({}, { security: 'starttls' }), says: /^Le certificat du serveur n’est pas reconnu/ },
  'a wrong password': { server: own({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true, authOptional: false, onAuth: (_auth, _session, done) => done(refusal(535, 'secret words of the server')) }, { user: 'mairie' }), password: 'faux', says: /refuse l’identifiant ou le mot de passe/ },
  'no password where one is asked': { server: own({ disabledCommands: ['STARTTLS'], allowInsecureAuth: true, authOptional: false }), says: /demande un identifiant et un mot de passe/ },
  'a sender of another domain': { server: withSender(553, 'sender not owned by user'), says: /refuse l’adresse de l’expéditeur/ },
  'a recipient refused': { server: own({ disabledCommands: ['STARTTLS'], onRcptTo: (_address, _session, done) => done(refusal(550, 'relay denied')) }), says: /refuse l’adresse du destinataire/ },
  'a quota, for now': { server: withSender(450, 'mail send limit exceeded'), says: /demande d’attendre/ },
  'a quota, told as a refusal': { server: withSender(550, 'daily sending quota exceeded'), says: /demande d’attendre/ },
  'a refusal of another kind': { server: withSender(500, 'what?'), says: /refuse/ },
};

test.each(Object.entries(cases))('%s', async (_name, { server: make, password, says }) => {
  const { delivered, diagnosis } = await tryServer(await make(), password);
  expect([delivered, diagnosis]).toEqual([false, expect.stringMatching(says)]);
  expect(diagnosis).not.toMatch(/secret words|limit exceeded|relay denied|ECONN|EAUTH/);
  expect((await readFacts()).mailTried).toBe(null);
}, 30_000);

test('a mail that leaves is remembered for these settings, and no others', async () => {
  const port = await opened(smtpServer({ disabledCommands: ['STARTTLS'], onData: (stream, _session, done) => { stream.resume().on('end', () => done()); } }));
  expect((await tryServer({ port })).delivered).toBe(true);
  const stepOfMail = async () => (await staff.call<{ steps: { id: string; state: string }[] }>('setup.read', {})).steps.find(({ id }) => id === 'mail')?.state;
  expect(await stepOfMail()).toBe('done');
  await updateSettings({ patch: { smtp: smtp({ port, user: 'autre' }) }, actor: 'test' });
  expect(await stepOfMail()).toBe('missing');
});

test('other ports are not knocked at, and tries are counted', async () => {
  const { settings } = await staff.call<{ settings: Settings }>('settings.read', {});
  for (const wanted of [{ port: 22 }, { port: 8080 }, { host: '192.0.2.1', port: settings.smtp.port }]) {
    expect([wanted, codeOf(await staff.postJson('/api/smtp.sendTest', { smtp: smtp(wanted), to: 'a@exemple.test' }))]).toEqual([wanted, 'smtp_port_refused']);
    expect([wanted, codeOf(await staff.postJson('/api/settings.update', { patch: { smtp: smtp(wanted) } }))]).toEqual([wanted, 'smtp_port_refused']);
  }
  const answers = [];
  for (let turn = 0; turn < 6; turn += 1) answers.push(codeOf(await staff.postJson('/api/smtp.sendTest', { smtp: smtp({ host: '' }), to: 'a@exemple.test' })));
  expect(answers).toEqual(['ok', 'ok', 'ok', 'ok', 'ok', 'too_many_attempts']);
});

test('the kept password goes to the server that it was kept for', async () => {
  const kept = async () => (await staff.call<{ hasSmtpPassword: boolean }>('settings.read', {})).hasSmtpPassword;
  await updateSettings({ patch: { smtp: smtp({ port: 587, user: 'mairie' }) }, smtpPassword: 'secret-77', actor: 'test' });
  await staff.call('settings.update', { patch: { smtp: smtp({ port: 465, user: 'mairie', security: 'tls' }) } });
  expect(await kept()).toBe(true);
  await staff.call('settings.update', { patch: { smtp: smtp({ host: 'ailleurs.test', port: 465, user: 'mairie' }) } });
  expect(await kept()).toBe(false);
});
