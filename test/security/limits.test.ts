// T-RL, T-IP: guessing and flooding are stopped, the counts survive a restart, and nobody else is locked out.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { addressBlock } from '../../server/domain/client-address.ts';
import { AuditEntry, ContactMessage, OutgoingMail, RateLimit } from '../../server/models/index.ts';
import { hiddenFields, type Answer, type Browser } from '../support/browser.ts';
import { minutesAgo, rewrite } from '../support/database-state.ts';
import { createHousehold, password } from '../support/household.ts';
import { choosePassword, nextMail, secretOf } from '../support/links.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;

beforeAll(async () => {
  server = await startTestServer({ trustedProxies: ['127.0.0.1', '10.9.0.0/16'] });
  for (const name of ['victime', 'voisin']) await createHousehold(server.dataFolder, { code: name.toUpperCase(), email: `${name}@exemple.test`, numbers: [`2026-${name}`] });
});
beforeEach(() => RateLimit.destroy({ where: {} }));
afterAll(() => server.stop());

/** Submits the form of a page as somebody at this address. */
async function from(address: string, action: string, fields: Record<string, string>): Promise<Answer> {
  const browser = server.browser();
  const { text } = await browser.get(action);
  return browser.postForm(action, { ...hiddenFields(text, action), ...fields }, { 'X-Forwarded-For': address });
}
const logIn = (address: string, email: string, word = 'faux') => from(address, '/connexion', { email, password: word });
const failures = () => AuditEntry.count({ where: { action: 'account_login_failed' } });
const oneMinuteLater = () => rewrite(`UPDATE rate_limits SET resets_at = '${minutesAgo(0)}' WHERE key LIKE 'login-burst:%'`);

async function logInAgain(browser: Browser): Promise<Answer> {
  const { text } = await browser.get('/contact');
  return browser.postForm('/connexion', { ...hiddenFields(text, '/contact'), email: 'victime@exemple.test', password });
}

test('T-RL-1 guesses from many addresses: 25 a day are verified; the owner’s remembered browser still gets in', async () => {
  const [known, former] = [server.browser(), server.browser()];
  for (const browser of [known, former]) await browser.login('victime@exemple.test', password, true);
  const before = await failures();
  for (let minute = 0; minute < 6; minute += 1) {
    for (let tries = 0; tries < 6; tries += 1) await logIn(`198.51.${minute}.${tries + 1}`, 'victime@exemple.test');
    await oneMinuteLater();
  }
  expect(await failures() - before).toBeLessThanOrEqual(25);
  expect((await logIn('198.51.100.9', 'victime@exemple.test', password)).status).toBe(429);
  const again = await logInAgain(known);
  expect([again.status, again.location]).toEqual([303, '/accueil']);
  await rewrite(`UPDATE sessions SET expires_at = '${minutesAgo(1)}' WHERE kind = 'remember'`);
  expect((await logInAgain(former)).status).toBe(429);
  expect((await logIn('198.51.100.9', 'voisin@exemple.test', password)).status).toBe(303);
});

test('T-RL-1 a new password by mail lifts the wait', async () => {
  for (let tries = 0; tries < 5; tries += 1) await logIn(`198.51.100.${tries}`, 'victime@exemple.test');
  await rewrite("UPDATE rate_limits SET hits = 25 WHERE key LIKE 'login-account:%'");
  const paused = await logIn('203.0.113.7', 'victime@exemple.test', password);
  expect([paused.status, paused.text.includes('Choisissez un nouveau mot de passe avec «\u00a0Oublié\u00a0?\u00a0», ou réessayez dans 24\u00a0heures.')]).toEqual([429, true]);
  const mail = await nextMail(server, 'victime@exemple.test', () => from('203.0.113.7', '/mot-de-passe-oublie', { email: 'victime@exemple.test' }));
  expect((await choosePassword(server.browser(), secretOf(mail), password)).status).toBe(303);
  expect((await logIn('203.0.113.7', 'victime@exemple.test', password)).status).toBe(303);
});

test('T-RL-1 five wrong passwords a minute, then a wait that is told', async () => {
  const statuses = [];
  for (let tries = 0; tries < 6; tries += 1) statuses.push((await logIn('203.0.113.8', 'victime@exemple.test')).status);
  expect(statuses).toEqual([422, 422, 422, 422, 422, 429]);
  const refused = await logIn('203.0.113.8', 'VICTIME@exemple.test', password);
  expect([refused.status, refused.headers['retry-after'], refused.text.includes('Trop de tentatives. Réessayez dans 1\u00a0minute.')]).toEqual([429, '60', true]);
  await oneMinuteLater();
  expect((await logIn('203.0.113.8', 'victime@exemple.test', password)).status).toBe(303);
});

test('T-RL-2 one password on many accounts from one /64: 30 are verified, even by someone who has an account', async () => {
  const before = await failures();
  for (let tries = 0; tries < 40; tries += 1) {
    const address = `2001:db8:1:2:${tries.toString(16)}::${tries}`;
    await logIn(address, `habitant${tries}@exemple.test`, 'Bienvenue2026');
    if (tries % 10 === 9) await logIn(address, 'voisin@exemple.test', password);
  }
  expect(await failures() - before).toBeLessThanOrEqual(30);
  expect((await logIn('2001:db8:1:2::1', 'voisin@exemple.test', password)).status).toBe(429);
  expect((await logIn('2001:db8:1:3::1', 'voisin@exemple.test', password)).status).toBe(303);
});

test('T-RL-2 a whole neighbourhood behind one address logs in', async () => {
  for (let residents = 0; residents < 34; residents += 1) expect((await logIn('192.0.2.77', residents % 2 ? 'voisin@exemple.test' : 'victime@exemple.test', password)).status).toBe(303);
});

test('T-RL-3 mails: three an hour for one address, twenty for one block, and no more is said', async () => {
  const mails = () => OutgoingMail.count({ where: { kind: 'password_reset' } });
  const before = await mails();
  const answers = [];
  for (let tries = 0; tries < 6; tries += 1) answers.push(await from(`198.51.100.${tries}`, '/mot-de-passe-oublie', { email: 'victime@exemple.test' }));
  expect(answers.map(({ status }) => status)).toEqual(Array(6).fill(200));
  expect(await mails() - before).toBe(3);
  const statuses = [];
  for (let tries = 0; tries < 22; tries += 1) statuses.push((await from('192.0.2.9', tries % 2 ? '/activation' : '/mot-de-passe-oublie', { email: `x${tries}@exemple.test` })).status);
  expect([statuses.slice(0, 20).includes(429), statuses.slice(20)]).toEqual([false, [429, 429]]);
  expect((await from('192.0.3.9', '/mot-de-passe-oublie', { email: 'x@exemple.test' })).status).toBe(200);
});

test('T-RL-3 changes of address and messages', async () => {
  const browser = server.browser();
  await browser.login('voisin@exemple.test', password);
  const mails = () => OutgoingMail.count({ where: { kind: 'email_change' } });
  const before = await mails();
  const changes = [];
  for (let tries = 0; tries < 5; tries += 1) changes.push((await browser.submit('/informations/adresse', '/informations/adresse', { email: 'cible@exemple.test', password })).status);
  expect([changes.slice(3), await mails() - before]).toEqual([[429, 429], 3]);
  for (let tries = 0; tries < 11; tries += 1) changes.push((await browser.submit('/informations/mot-de-passe', '/informations/mot-de-passe', { current: 'faux', password: 'x', confirmation: 'x' })).status);
  expect(changes.at(-1)).toBe(429);
  const message = { name: 'A', email: 'a@exemple.test', subject: 'Objet', body: 'Bonjour' };
  const sent = [];
  for (let tries = 0; tries < 7; tries += 1) sent.push((await from('192.0.2.10', '/contact', message)).status);
  expect(sent).toEqual([303, 303, 303, 303, 303, 429, 429]);
  expect(await ContactMessage.count()).toBe(5);
});

test('T-RL-4 a restart forgives nothing', async () => {
  for (let tries = 0; tries < 5; tries += 1) await logIn('203.0.113.20', 'victime@exemple.test');
  await server.restart();
  expect((await logIn('203.0.113.20', 'victime@exemple.test', password)).status).toBe(429);
});

test('T-IP-2 behind a declared proxy the right-most foreign address counts; what the visitor wrote does not', async () => {
  for (let tries = 0; tries < 20; tries += 1) await from(`${tries}.1.1.1, 203.0.113.50${tries % 2 ? ', 10.9.3.4' : ''}`, '/mot-de-passe-oublie', { email: `y${tries}@exemple.test` });
  expect((await from('9.9.9.9,203.0.113.50', '/mot-de-passe-oublie', { email: 'y@exemple.test' })).status).toBe(429);
  expect((await from('203.0.113.51', '/mot-de-passe-oublie', { email: 'y@exemple.test' })).status).toBe(200);
});

test.each([
  ['192.0.2.1', '192.0.2.1'], ['2001:db8::1', '2001:db8:0:0'], ['2001:db8:0:0:ffff::2', '2001:db8:0:0'], ['2001:DB8::FFFF:1:2:3', '2001:db8:0:0'],
  ['2001:db8:0:1::', '2001:db8:0:1'], ['2001:0db8:0000:0001:1:2:3:4', '2001:db8:0:1'], ['fe80::1%eth0', 'fe80:0:0:0'], ['::1', '0:0:0:0'], ['::', '0:0:0:0'], ['1:2:3:4:5:6:7::', '1:2:3:4'],
])('T-IP-4 %s counts as %s', (address, block) => expect(addressBlock(address)).toBe(block));

test('T-IP-4 the 65,536 addresses of a network count as one', () => {
  expect(new Set(Array.from({ length: 65_536 }, (_, index) => addressBlock(`2001:db8:a:b:${index.toString(16)}::${index.toString(16)}`))).size).toBe(1);
});
