// T-TK-1, T-AC-1: a link opens once, for what it was made; a change of address waits for the new one and can be undone by the old one.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { deliverMails } from '../../server/commands/deliver-mails.ts';
import { AuditEntry, OutgoingMail, RateLimit, Token } from '../../server/models/index.ts';
import { fingerprint } from '../../server/crypto/tokens.ts';
import { hiddenFields, wordsOf, type Browser } from '../support/browser.ts';
import { databaseBytes, everyRow, minutesAgo, rewrite } from '../support/database-state.ts';
import { createHousehold, csvOf, importFiles, password, pdfOf } from '../support/household.ts';
import { choosePassword, confirmLink, linkPath, nextMail, secretOf } from '../support/links.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const newPassword = 'chaise-longue-73';
const secrets: string[] = [];
let server: TestServer;

beforeAll(async () => {
  server = await startTestServer();
  for (const name of ['reset', 'mover', 'undone', 'twice', 'taken', 'closed', 'outbox', 'proof']) await createHousehold(server.dataFolder, { code: name.toUpperCase(), email: `${name}@exemple.test`, numbers: [`2026-${name}`] });
  await importFiles(server.dataFolder, {
    csv: csvOf([{ numero: '2026-N', date: '10/07/2026', montant: '12,00', objet: 'Cantine', code_payeur: 'NEUF', nom: 'Neuf', adresse: '1 rue', cp: '31000', ville: 'Sistec', email: 'neuf@exemple.test', fichier: 'n.pdf' }]),
    pdfs: { 'n.pdf': pdfOf('n') },
  });
});
beforeEach(() => RateLimit.destroy({ where: {} }));
afterAll(() => server.stop());

async function linkFor(to: string, ask: () => Promise<unknown>): Promise<string> {
  const secret = secretOf(await nextMail(server, to, ask));
  secrets.push(secret);
  return secret;
}
const askReset = (email: string) => server.browser().submit('/mot-de-passe-oublie', '/mot-de-passe-oublie', { email });
const askActivation = (email: string) => server.browser().submit('/activation', '/activation', { email });
const askChange = (browser: Browser, email: string) => browser.submit('/informations/adresse', '/informations/adresse', { email, password });

async function loggedIn(email: string, word = password): Promise<Browser> {
  const browser = server.browser();
  expect([email, (await browser.login(email, word)).location]).toEqual([email, '/accueil']);
  return browser;
}
const canLogIn = async (email: string, word = password): Promise<boolean> => (await server.browser().login(email, word)).status === 303;

/** The page says that the link is over, and where to ask for another. */
async function expectOver(secret: string, why: string): Promise<void> {
  const shown = await server.browser().get(linkPath(secret));
  expect([why, shown.status]).toEqual([why, 410]);
  expect(shown.text).toContain('href="/mot-de-passe-oublie"');
  expect(shown.text).toContain('href="/activation"');
  for (const [page, action, fields] of [['/activation', '/mot-de-passe', { password: newPassword, confirmation: newPassword }], ['/activation', '/confirmation', {}]] as const) {
    const browser = server.browser();
    const { text } = await browser.get(page);
    const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
    const posted = await browser.postForm(action, { _csrf: token, link: secret, ...fields });
    expect([why, action, posted.status]).toEqual([why, action, 410]);
    expect(posted.text).toContain('href="/mot-de-passe-oublie"');
  }
}

test('T-TK-1 opening a link, ten times and by a scanner, changes nothing; the form serves once', async () => {
  const secret = await linkFor('neuf@exemple.test', () => askActivation('neuf@exemple.test'));
  const before = await everyRow();
  for (let times = 0; times < 10; times += 1) {
    for (const method of ['GET', 'HEAD']) expect((await server.browser().send(linkPath(secret), { method })).status).toBe(200);
  }
  expect(await everyRow()).toBe(before);
  const browser = server.browser();
  expect((await choosePassword(browser, secret, 'court')).status).toBe(422);
  const both = await Promise.all([choosePassword(browser, secret, newPassword), choosePassword(server.browser(), secret, 'autre-phrase-19')]);
  expect(both.map(({ status }) => status).sort()).toEqual([303, 410]);
  await expectOver(secret, 'used');
});

test('T-TK-1 a damaged, foreign or old link is over', async () => {
  const secret = await linkFor('reset@exemple.test', () => askReset('reset@exemple.test'));
  const last = secret.at(-1) === 'A' ? 'B' : 'A';
  const wrong = { empty: '', truncated: secret.slice(0, -1), longer: `${secret}A`, 'one bit': `${secret.slice(0, -1)}${last}`, 'upper case': secret.toUpperCase(), 'its hash': fingerprint(secret), space: `${secret} `, launch: await server.running.newLaunchKey() };
  for (const [why, each] of Object.entries(wrong)) await expectOver(each, why);
  const newer = await linkFor('reset@exemple.test', () => askReset('reset@exemple.test'));
  await expectOver(secret, 'replaced by a newer one');
  await rewrite(`UPDATE tokens SET expires_at = '${minutesAgo(0.1)}' WHERE purpose = 'reset'`);
  await expectOver(newer, 'expired');
  expect(await canLogIn('reset@exemple.test')).toBe(true);
});

test('T-TK-1 lives: activation and undo 72 hours, password and address one hour', async () => {
  const mover = await loggedIn('proof@exemple.test');
  await linkFor('proof@exemple.test', () => askReset('proof@exemple.test'));
  await linkFor('ailleurs@exemple.test', () => askChange(mover, 'ailleurs@exemple.test'));
  const hours = Object.fromEntries((await Token.findAll({ where: { purpose: ['reset', 'email_change'] } })).map(({ purpose, createdAt, expiresAt }) => [purpose, Math.round((expiresAt.getTime() - createdAt.getTime()) / 3_600_000)]));
  expect(hours).toEqual({ reset: 1, email_change: 1 });
});

test('T-TK-1 a link made for one thing does not do another', async () => {
  const reset = await linkFor('reset@exemple.test', () => askReset('reset@exemple.test'));
  const browser = server.browser();
  const { text } = await browser.get('/activation');
  const token = /name="_csrf" value="([^"]+)"/.exec(text)?.[1] ?? '';
  expect((await browser.postForm('/confirmation', { _csrf: token, link: reset })).status).toBe(410);
  expect((await choosePassword(browser, reset, newPassword)).status).toBe(303);
});

test('T-AC-1 a change of address waits for the new one, and tells the old one', async () => {
  const mover = await loggedIn('mover@exemple.test');
  expect((await mover.submit('/informations/adresse', '/informations/adresse', { email: 'neuve@exemple.test', password: 'faux' })).status).toBe(422);
  const secret = await linkFor('neuve@exemple.test', () => askChange(mover, 'Neuve@exemple.test'));
  expect([await canLogIn('neuve@exemple.test'), await canLogIn('mover@exemple.test')]).toEqual([false, true]);
  const notice = await nextMail(server, 'mover@exemple.test', () => confirmLink(server.browser(), secret));
  secrets.push(secretOf(notice));
  expect(notice.text).toContain('Neuve@exemple.test');
  expect((await mover.get('/accueil')).status).toBe(303);
  expect([await canLogIn('neuve@exemple.test'), await canLogIn('mover@exemple.test')]).toEqual([true, false]);
  await rewrite(`UPDATE tokens SET expires_at = '${minutesAgo(0.1)}' WHERE purpose = 'email_undo'`);
  await expectOver(secretOf(notice), 'undo after 72 hours');
  expect(await AuditEntry.findOne({ where: { action: 'email_changed' }, raw: true })).toMatchObject({ detail: 'mover@exemple.test Neuve@exemple.test' });
});

test('T-AC-1 the old address takes the change back', async () => {
  const thief = await loggedIn('undone@exemple.test');
  const secret = await linkFor('voleur@exemple.test', () => askChange(thief, 'voleur@exemple.test'));
  const undo = await linkFor('undone@exemple.test', () => confirmLink(server.browser(), secret));
  const inside = await loggedIn('voleur@exemple.test');
  expect((await confirmLink(server.browser(), undo)).location).toBe('/connexion?message=retablie');
  expect((await inside.get('/accueil')).status).toBe(303);
  expect([await canLogIn('voleur@exemple.test'), await canLogIn('undone@exemple.test')]).toEqual([false, true]);
  await expectOver(undo, 'undo used');
});

test('T-AC-1 a second change does not take away the first address’s way back', async () => {
  const first = await loggedIn('twice@exemple.test');
  const toSecond = await linkFor('voleur-1@exemple.test', () => askChange(first, 'voleur-1@exemple.test'));
  const undo = await linkFor('twice@exemple.test', () => confirmLink(server.browser(), toSecond));
  const second = await loggedIn('voleur-1@exemple.test');
  const toThird = await linkFor('voleur-2@exemple.test', () => askChange(second, 'voleur-2@exemple.test'));
  const back = await linkFor('voleur-1@exemple.test', () => confirmLink(server.browser(), toThird));
  expect((await confirmLink(server.browser(), back)).status).toBe(303);
  await RateLimit.destroy({ where: {} });
  const again = await loggedIn('voleur-1@exemple.test');
  const toFourth = await linkFor('voleur-2@exemple.test', () => askChange(again, 'voleur-2@exemple.test'));
  const thiefsUndo = await linkFor('voleur-1@exemple.test', () => confirmLink(server.browser(), toFourth));
  expect((await confirmLink(server.browser(), undo)).status).toBe(303);
  expect([await canLogIn('twice@exemple.test'), await canLogIn('voleur-2@exemple.test')]).toEqual([true, false]);
  await expectOver(thiefsUndo, 'undo of the thief');
});

test('T-AC-1 a new password ends the change of address that was asked before it', async () => {
  const thief = await loggedIn('closed@exemple.test');
  const pending = await linkFor('voleur-3@exemple.test', () => askChange(thief, 'voleur-3@exemple.test'));
  const owner = await loggedIn('closed@exemple.test');
  await owner.submit('/informations/mot-de-passe', '/informations/mot-de-passe', { current: password, password: newPassword, confirmation: newPassword });
  await expectOver(pending, 'change of address before a new password');
  const again = await linkFor('voleur-3@exemple.test', () => owner.submit('/informations/adresse', '/informations/adresse', { email: 'voleur-3@exemple.test', password: newPassword }));
  await choosePassword(server.browser(), await linkFor('closed@exemple.test', () => askReset('closed@exemple.test')), 'autre-phrase-19');
  await expectOver(again, 'change of address before a reset');
});

test('T-AC-1 a change of address that waits in the outbox ends too', async () => {
  const thief = await loggedIn('outbox@exemple.test');
  server.mails.behave((event) => (event.stage === 'recipient' && event.address.startsWith('voleur') ? { code: 450 } : undefined));
  await askChange(thief, 'voleur-4@exemple.test');
  await deliverMails(() => false);
  const waiting = () => OutgoingMail.findOne({ where: { recipient: 'voleur-4@exemple.test' } });
  await expect.poll(async () => (await waiting())?.lastError ?? null).not.toBeNull();
  await thief.submit('/informations/mot-de-passe', '/informations/mot-de-passe', { current: password, password: newPassword, confirmation: newPassword });
  server.mails.behave(null);
  const mail = await waiting();
  expect([mail?.state, await Token.count({ where: { accountId: mail?.accountId ?? '' } })]).toEqual(['failed', 0]);
});

test('T-TK-1 guessing links is stopped', async () => {
  const browser = server.browser();
  const token = hiddenFields((await browser.get('/activation')).text, '/activation');
  const guess = async (action: string) => (await browser.postForm(action, { ...token, link: 'devine', password: newPassword, confirmation: newPassword })).status;
  expect([await guess('/mot-de-passe'), await guess('/confirmation')]).toEqual([410, 410]);
  await rewrite("UPDATE rate_limits SET hits = 60 WHERE key LIKE 'links:%'");
  expect([await guess('/mot-de-passe'), await guess('/confirmation')]).toEqual([429, 429]);
});

test('T-AC-1 an address that another account uses is refused in the same words, now or at the confirmation', async () => {
  const browser = await loggedIn('taken@exemple.test');
  const before = await Token.count();
  const [used, disabled] = [await askChange(browser, 'REset@exemple.test'), await askChange(browser, 'neuf@exemple.test')];
  expect([used.status, wordsOf(used.text).replace(/REset/g, 'x')]).toEqual([disabled.status, wordsOf(disabled.text).replace(/neuf/g, 'x')]);
  expect([used.status, await Token.count()]).toEqual([422, before]);
  const [one, other] = [await loggedIn('proof@exemple.test'), await loggedIn('taken@exemple.test')];
  const links = [await linkFor('libre@exemple.test', () => askChange(one, 'libre@exemple.test')), await linkFor('libre@exemple.test', () => askChange(other, 'libre@exemple.test'))];
  expect((await confirmLink(server.browser(), links[0]!)).status).toBe(303);
  expect((await confirmLink(server.browser(), links[1]!)).status).toBe(422);
  expect(await canLogIn('taken@exemple.test')).toBe(true);
});

test('T-TK-1 the database keeps no link', () => {
  const content = databaseBytes(server.dataFolder);
  expect(secrets.length).toBeGreaterThan(12);
  for (const secret of secrets) expect(content.includes(secret)).toBe(false);
});
