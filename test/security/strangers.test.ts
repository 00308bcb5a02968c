// T-EN-1, T-IP-1: a visitor learns nothing of who has an account, and is who the connection says.
import { performance } from 'node:perf_hooks';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { Account, OutgoingMail, RateLimit } from '../../server/models/index.ts';
import { forgetSettings } from '../../server/settings.ts';
import { hiddenFields, type Answer, type Browser } from '../support/browser.ts';
import { rewrite } from '../support/database-state.ts';
import { createHousehold, csvOf, importFiles, pdfOf } from '../support/household.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

const [known, unknown, invited] = ['connue@exemple.test', 'autree@exemple.test', 'invite@exemple.test'];
let server: TestServer;
let browser: Browser;

beforeAll(async () => {
  server = await startTestServer();
  await createHousehold(server.dataFolder, { code: 'A1', email: known, numbers: ['2026-1'] });
  await importFiles(server.dataFolder, {
    csv: csvOf([{ numero: '2026-N', date: '10/07/2026', montant: '12,00', objet: 'Cantine', code_payeur: 'N', nom: 'N', adresse: '1 rue', cp: '31000', ville: 'Sistec', email: invited, fichier: 'n.pdf' }]),
    pdfs: { 'n.pdf': pdfOf('n') },
  });
  // The mails wait in the outbox: sending them would disturb the clock.
  await rewrite("UPDATE settings SET value = replace(value, '127.0.0.1', '') WHERE section = 'smtp'");
  forgetSettings();
  browser = server.browser();
});
beforeEach(() => RateLimit.destroy({ where: {} }));
afterAll(() => server.stop());

async function ask(action: string, fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Answer> {
  const { text } = await browser.get(action);
  return browser.postForm(action, { ...hiddenFields(text, action), ...fields }, headers);
}

/** The whole answer, without the form's token, whatever address it repeats. */
const shape = (answer: Answer, email: string): unknown[] => {
  const headers = { ...answer.headers, date: '' };
  return [answer.status, answer.text.replace(/name="_csrf" value="[^"]*"/g, '').replaceAll(email, 'ADRESSE'), answer.body.length, headers];
};

/** What a patient listener keeps: the quicker quarter, that a busy machine disturbs least. */
const quarter = (times: number[]): number => times.sort((a, b) => a - b)[Math.floor(times.length / 4)] ?? 0;

/** The greater time of a form for two addresses asked in turn, over the smaller. */
async function ratioOf(action: string, tries: number): Promise<number> {
  const fields = { ...hiddenFields((await browser.get(action)).text, action), password: 'faux' };
  const times: Record<string, number[]> = { [known]: [], [unknown]: [] };
  for (let round = 0; round < tries; round += 1) {
    if (round % 2 === 0) await RateLimit.destroy({ where: {} });
    for (const email of round % 2 === 0 ? [known, unknown] : [unknown, known]) {
      const start = performance.now();
      await browser.postForm(action, { ...fields, email });
      times[email]!.push(performance.now() - start);
    }
  }
  const [first = 0, second = 0] = Object.values(times).map(quarter);
  return Math.max(first, second) / Math.min(first, second);
}

test('T-EN-1 login and « oublié » answer the same for an address that is known, unknown, invited or disabled', async () => {
  await Account.create({ id: 'A'.repeat(22), email: 'ferme1@exemple.test', emailKey: 'ferme1@exemple.test', state: 'disabled', passwordHash: null, activatedAt: null });
  for (const [action, fields] of [['/connexion', { password: 'faux' }], ['/mot-de-passe-oublie', {}]] as const) {
    const expected = shape(await ask(action, { email: unknown, ...fields }), unknown);
    expect(expected[0]).toBe(action === '/connexion' ? 422 : 200);
    for (const email of [known, invited, 'ferme1@exemple.test']) expect(shape(await ask(action, { email, ...fields }), email).slice(0, 2)).toEqual(expected.slice(0, 2));
    expect(shape(await ask(action, { email: known, ...fields }), known)).toEqual(expected);
  }
  for (let tries = 0; tries < 6; tries += 1) for (const email of [known, unknown]) await ask('/connexion', { email, password: 'faux' });
  expect(shape(await ask('/connexion', { email: known, password: 'faux' }), known)).toEqual(shape(await ask('/connexion', { email: unknown, password: 'faux' }), unknown));
});

test('T-EN-1 login takes the same time', { retry: 2 }, async () => {
  expect(await ratioOf('/connexion', 20)).toBeLessThan(1.5);
});

test('T-EN-1 « oublié » takes the same time', { retry: 2 }, async () => {
  expect(await ratioOf('/mot-de-passe-oublie', 60)).toBeLessThan(1.5);
});

test('T-EN-1 activation says who is known five times an hour, then nothing', async () => {
  const answers = [];
  for (const email of [unknown, known, invited, unknown, known]) answers.push(await ask('/activation', { email }));
  expect(answers.map(({ status }) => status)).toEqual([422, 422, 200, 422, 422]);
  const neutral = await Promise.all([known, unknown, invited].map(async (email) => shape(await ask('/activation', { email }), email)));
  expect(neutral[0]).toEqual(neutral[1]);
  expect(neutral[0]).toEqual(neutral[2]);
  expect(neutral[0]![0]).toBe(200);
  expect(await OutgoingMail.count({ where: { kind: 'activation', recipient: invited } })).toBeGreaterThan(0);
});

test('T-IP-1 without a declared proxy no header changes who is asking', async () => {
  const names = ['X-Forwarded-For', 'Forwarded', 'X-Real-IP', 'CF-Connecting-IP', 'True-Client-IP', 'X-Client-IP', 'X-Cluster-Client-IP', 'Fastly-Client-IP', 'X-Forwarded', 'Via'];
  const values = ['1.2.3.4', '1.2.3.4, 5.6.7.8', '2001:db8::1', '127.0.0.1', 'for=1.2.3.4'];
  const variants = names.flatMap((name) => values.map((value) => ({ [name]: value })));
  expect(variants.length).toBe(50);
  const statuses = [];
  for (const [index, headers] of variants.entries()) statuses.push((await ask('/mot-de-passe-oublie', { email: `z${index}@exemple.test` }, headers)).status);
  expect(statuses).toEqual([...Array(20).fill(200), ...Array(30).fill(429)]);
});
