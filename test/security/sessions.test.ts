// T-CK-1, T-SE: what a stolen, old or planted cookie opens: nothing.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { fingerprint, newSecret } from '../../server/crypto/tokens.ts';
import { RateLimit, Session } from '../../server/models/index.ts';
import { hiddenFields, type Browser } from '../support/browser.ts';
import { databaseBytes, minutesAgo, query, rewrite } from '../support/database-state.ts';
import { createHousehold, password } from '../support/household.ts';
import { choosePassword, nextMail, secretOf } from '../support/links.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const email = 'a@exemple.test';
const [sessionCookie, rememberCookie] = ['__Host-session', '__Host-souvenir'];
/** Every secret that the server ever gave in this file. */
const secrets = new Set<string>();
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  await createHousehold(server.dataFolder, { code: 'A1', email, numbers: ['2026-1'] });
  await createHousehold(server.dataFolder, { code: 'B2', email: 'b@exemple.test', numbers: ['2026-2'] });
});
beforeEach(() => RateLimit.destroy({ where: {} }));
afterAll(() => server.stop());

async function loggedIn(remember = false, as = email): Promise<Browser> {
  const browser = server.browser();
  const answer = await browser.login(as, password, remember);
  expect([answer.status, answer.location]).toEqual([303, '/accueil']);
  for (const value of browser.cookies.values()) secrets.add(value);
  return browser;
}

function copyOf(browser: Browser, ...names: string[]): Browser {
  const copy = server.browser();
  for (const [name, value] of browser.cookies) if (names.length === 0 || names.includes(name)) copy.cookies.set(name, value);
  return copy;
}

async function isIn(browser: Browser): Promise<boolean> {
  const { status } = await browser.get('/accueil');
  for (const value of browser.cookies.values()) secrets.add(value);
  return status === 200;
}

const submitEmpty = async (browser: Browser, action: string): Promise<number> => {
  const { text } = await browser.get('/contact');
  return (await browser.postForm(action, hiddenFields(text, action))).status;
};

test('T-CK-1 the cookies of a resident: this host alone, no script, 256 bits', async () => {
  const browser = server.browser();
  const form = await browser.get('/connexion');
  expect(form.headers['set-cookie']).toEqual([expect.stringMatching(/^__Host-formulaire=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/)]);
  const login = await browser.submit('/connexion', '/connexion', { email, password, remember: '1' });
  expect(login.headers['set-cookie']).toEqual([
    expect.stringMatching(/^__Host-session=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure$/),
    expect.stringMatching(/^__Host-souvenir=[\w-]{43}; Path=\/; HttpOnly; SameSite=Lax; Secure; Max-Age=7776000$/),
  ]);
});

test('T-SE-1 a cookie planted before login is nothing after it', async () => {
  const planted = newSecret();
  const browser = server.browser();
  browser.cookies.set(sessionCookie, planted);
  await browser.login(email, password);
  expect(browser.cookies.get(sessionCookie)).not.toBe(planted);
  const thief = server.browser();
  thief.cookies.set(sessionCookie, planted);
  expect(await isIn(thief)).toBe(false);
});

test('T-SE-1 logging in again ends the session that this browser had', async () => {
  const browser = await loggedIn(true);
  const before = copyOf(browser);
  const shown = await browser.get('/contact');
  const answer = await browser.postForm('/connexion', { ...hiddenFields(shown.text, '/contact'), email: 'b@exemple.test', password });
  expect(answer.status).toBe(303);
  expect((await browser.get('/informations')).text).toContain('b@exemple.test');
  expect(browser.cookies.has(rememberCookie)).toBe(false);
  expect(await isIn(before)).toBe(false);
});

test('T-SE-2 logging out closes the session on the server, the remembered one too', async () => {
  const browser = await loggedIn(true);
  const stolen = copyOf(browser);
  expect(await submitEmpty(browser, '/deconnexion')).toBe(303);
  expect([...browser.cookies.keys()].filter((name) => name !== '__Host-formulaire')).toEqual([]);
  expect([await isIn(stolen), await isIn(copyOf(stolen, rememberCookie))]).toEqual([false, false]);
});

test('T-SE-2 another browser of the same account stays in', async () => {
  const [one, other] = [await loggedIn(), await loggedIn()];
  await submitEmpty(one, '/deconnexion');
  expect([await isIn(one), await isIn(other)]).toEqual([false, true]);
});

test('T-SE-3 changing the password closes every other session, remembered or not', async () => {
  const [mine, other] = [await loggedIn(), await loggedIn(true)];
  const wrong = await mine.submit('/informations/mot-de-passe', '/informations/mot-de-passe', { current: 'faux', password: 'chaise-longue-73', confirmation: 'chaise-longue-73' });
  expect([wrong.status, await isIn(other)]).toEqual([422, true]);
  const stolen = copyOf(other, rememberCookie);
  const changed = await mine.submit('/informations/mot-de-passe', '/informations/mot-de-passe', { current: password, password: 'chaise-longue-73', confirmation: 'chaise-longue-73' });
  expect(changed.status).toBe(303);
  expect([await isIn(mine), await isIn(other), await isIn(stolen)]).toEqual([true, false, false]);
});

test('T-SE-3 a new password by mail closes every session', async () => {
  const [one] = [await loggedIn(true, 'b@exemple.test')];
  const visitor = server.browser();
  const mail = await nextMail(server, 'b@exemple.test', () => visitor.submit('/mot-de-passe-oublie', '/mot-de-passe-oublie', { email: 'b@exemple.test' }));
  secrets.add(secretOf(mail));
  expect((await choosePassword(visitor, secretOf(mail), password)).location).toBe('/connexion?message=mot-de-passe');
  expect(await isIn(one)).toBe(false);
  const back = await choosePassword(server.browser(), secretOf(await nextMail(server, email, () => server.browser().submit('/mot-de-passe-oublie', '/mot-de-passe-oublie', { email }))), password);
  expect(back.status).toBe(303);
});

test('T-SE-4 a disabled account is out at once', async () => {
  const browser = await loggedIn(true);
  await rewrite(`UPDATE accounts SET state = 'disabled' WHERE email_key = '${email}'`);
  expect([await isIn(browser), await isIn(copyOf(browser, rememberCookie))]).toEqual([false, false]);
  expect((await server.browser().login(email, password)).status).toBe(422);
  await rewrite(`UPDATE accounts SET state = 'active' WHERE email_key = '${email}'`);
});

test('T-SE-4 thirty idle minutes or twelve hours end the session', async () => {
  const browser = await loggedIn();
  await rewrite(`UPDATE sessions SET last_seen_at = '${minutesAgo(29)}'`);
  expect(await isIn(browser)).toBe(true);
  const tokenHash = fingerprint(browser.cookies.get(sessionCookie) ?? '');
  await expect.poll(async () => (await Session.findByPk(tokenHash))?.lastSeenAt.getTime() ?? 0).toBeGreaterThan(Date.now() - 60_000);
  await rewrite(`UPDATE sessions SET last_seen_at = '${minutesAgo(31)}'`);
  expect(await isIn(browser)).toBe(false);
  const long = await loggedIn();
  const [row] = await query<{ hours: number }>("SELECT (julianday(substr(expires_at, 1, 23)) - julianday(substr(created_at, 1, 23))) * 24 AS hours FROM sessions WHERE kind = 'resident' ORDER BY created_at DESC LIMIT 1");
  expect(row?.hours).toBeCloseTo(12, 2);
  await rewrite(`UPDATE sessions SET expires_at = '${minutesAgo(0)}'`);
  expect(await isIn(long)).toBe(false);
});

test('T-SE-5 « Se souvenir de moi » opens a new session and changes its secret each time', async () => {
  const browser = await loggedIn(true);
  const first = browser.cookies.get(rememberCookie);
  const sameMoment = copyOf(browser, rememberCookie);
  browser.cookies.delete(sessionCookie);
  expect(await isIn(browser)).toBe(true);
  expect(browser.cookies.get(rememberCookie)).not.toBe(first);
  // Two requests of one page may carry the same secret: the second is let in too, but without a lasting secret.
  expect([await isIn(sameMoment), sameMoment.cookies.get(rememberCookie)]).toEqual([true, first]);
});

test('T-SE-5 a remembered secret used twice closes everything that came from it', async () => {
  const owner = await loggedIn(true);
  const asLoggedIn = copyOf(owner, sessionCookie);
  const thief = copyOf(owner, rememberCookie);
  expect(await isIn(thief)).toBe(true);
  await rewrite(`UPDATE sessions SET used_at = '${minutesAgo(1)}' WHERE used_at IS NOT NULL`);
  const returning = copyOf(owner, rememberCookie);
  expect(await isIn(returning)).toBe(false);
  expect([await isIn(thief), await isIn(copyOf(thief, rememberCookie)), await isIn(asLoggedIn)]).toEqual([false, false, false]);
});

test('T-SE-5 a remembered session proves the password again for what matters, and ends after ninety days', async () => {
  const browser = await loggedIn(true);
  browser.cookies.delete(sessionCookie);
  const refused = await browser.submit('/informations/adresse', '/informations/adresse', { email: 'voleur@exemple.test' });
  expect(refused.status).toBe(422);
  await rewrite(`UPDATE sessions SET expires_at = '${minutesAgo(1)}' WHERE kind = 'remember'`);
  expect(await isIn(copyOf(browser, rememberCookie))).toBe(false);
});

test('T-SE-5 the database keeps no secret that opens anything', async () => {
  for (const kind of ['resident', 'remember']) expect(await Session.count({ where: { kind: kind as 'resident' } })).toBeGreaterThan(0);
  const content = databaseBytes(server.dataFolder);
  expect(content.includes(email)).toBe(true);
  expect(secrets.size).toBeGreaterThan(20);
  for (const secret of [...secrets, password]) {
    for (const form of [secret, Buffer.from(secret).toString('base64'), Buffer.from(secret).toString('hex')]) expect(content.includes(form)).toBe(false);
  }
});
