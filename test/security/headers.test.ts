// T-HD-1: the strict headers are on every answer, whatever happened.
import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { documentPath } from '../../server/documents/document-store.ts';
import { Invoice } from '../../server/models/index.ts';
import { Browser, type Answer } from '../support/browser.ts';
import { createHousehold, csvOf, importFiles, password, pdfOf, type Household } from '../support/household.ts';
import { fill, routesWhere } from '../support/portal-routes.ts';
import { rawRequest, sendRaw } from '../support/raw-http.ts';
import { openStaff } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let household: Household;
let browser: Browser;

beforeAll(async () => {
  server = await startTestServer();
  household = await createHousehold(server.dataFolder, { code: 'A1', email: 'a@exemple.test', numbers: ['2026-1', '2026-2', '2026-3'] });
  browser = server.browser();
  await browser.login('a@exemple.test', password);
});
afterAll(() => server.stop());

const filePolicy = "default-src 'none'; sandbox";

function policyOf(answer: Answer): Map<string, string[]> {
  const directives = String(answer.headers['content-security-policy']).split(';').map((each) => each.trim().split(/\s+/));
  return new Map(directives.map(([name = '', ...values]) => [name, values]));
}

/** The headers that no answer goes without. */
function expectStrict(answer: Answer, what: string): void {
  const { headers } = answer;
  const found = [headers['x-content-type-options'], headers['x-frame-options'], headers['referrer-policy'], headers['cross-origin-opener-policy'], headers['cross-origin-resource-policy']];
  expect([what, ...found]).toEqual([what, 'nosniff', 'DENY', 'same-origin', 'same-origin', 'same-origin']);
  expect([what, policyOf(answer).get('default-src')]).toEqual([what, ["'none'"]]);
  expect([what, headers['x-powered-by'], headers.server, headers['access-control-allow-origin']]).toEqual([what, undefined, undefined, undefined]);
}

/** A page: nothing inline, nothing from elsewhere, kept by no cache. */
function expectPage(answer: Answer, what: string): void {
  expectStrict(answer, what);
  const policy = policyOf(answer);
  expect([what, policy.get('script-src'), policy.get('style-src')]).toEqual([what, ["'self'"], ["'self'"]]);
  expect([what, policy.get('frame-ancestors'), policy.get('base-uri'), policy.get('require-trusted-types-for')]).toEqual([what, ["'none'"], ["'none'"], ["'script'"]]);
  expect([what, answer.headers['cache-control'], answer.headers['content-disposition']]).toEqual([what, 'no-store', undefined]);
  expect([what, /<script(?![^>]*\ssrc=)|\sstyle=|<style|\son\w+=/i.test(answer.text)]).toEqual([what, false]);
}

test('T-HD-1 every page, redirect and file of the portal', async () => {
  const visitors = [browser, server.browser()];
  const asked = routesWhere(({ method }) => method === 'GET').flatMap(({ path }) => ['GET', 'HEAD', 'OPTIONS', 'PUT'].map((method) => ({ method, path })));
  for (const { visitor, method, path } of asked.flatMap((each) => visitors.map((visitor) => ({ visitor, ...each })))) {
    const answer = await visitor.send(fill(path, household.invoices[0]!.id), { method });
    const what = `${method} ${path} ${answer.status}`;
    if (answer.headers['content-type'] === 'application/pdf') expectStrict(answer, what);
    else expectPage(answer, what);
    expect([what, answer.status >= 500]).toEqual([what, false]);
  }
});

test.each([
  ['of no protocol', 'BONJOUR\r\n\r\n', 400], ['with a header of 64 kB', rawRequest(['GET /connexion HTTP/1.1', `Cookie: a=${'x'.repeat(64_000)}`]), 431],
])('T-HD-1 a request %s', async (...[, request, status]) => {
  const answer = await sendRaw(Number(new URL(server.portalUrl).port), request);
  expect(answer.status).toBe(status);
  for (const header of ['X-Content-Type-Options: nosniff', 'X-Frame-Options: DENY', "Content-Security-Policy: default-src 'none'", 'Cache-Control: no-store']) expect(answer.text).toContain(header);
});

test('T-HD-1 a PDF runs nothing and no cache keeps it', async () => {
  for (const range of ['', 'bytes=0-3']) {
    const pdf = await browser.get(`/factures/${household.invoices[0]!.id}/pdf`, range ? { Range: range } : {});
    expectStrict(pdf, 'pdf');
    expect([pdf.headers['content-security-policy'], pdf.headers['cache-control']]).toEqual([filePolicy, 'no-store']);
  }
});

test('T-HD-1 static files are kept by caches, and are as strict', async () => {
  const urls = [...(await server.browser().get('/connexion')).text.matchAll(/(?:href|src)="(\/static\/[^"]+)"/g)].map(([, url = '']) => url);
  expect(urls.length).toBeGreaterThanOrEqual(3);
  for (const url of urls) {
    const answer = await browser.get(url);
    expectStrict(answer, url);
    expect([answer.status, answer.headers['cache-control'], answer.headers['set-cookie']]).toEqual([200, 'public, max-age=31536000, immutable', undefined]);
  }
});

test('T-HD-1 refusals: 403, 404, 405, 413, 416, 421, 429', async () => {
  const visitor = server.browser();
  const large = { body: 'x'.repeat(70_000), headers: { 'Content-Type': 'application/x-www-form-urlencoded', Origin: server.portalUrl } };
  const answers: [number, Promise<Answer>][] = [
    [403, visitor.postForm('/connexion', {})],
    [404, visitor.get('/inconnu')], [404, browser.get('/factures/inconnue')], [404, visitor.get('/static/inconnu.js')], [404, visitor.get('/%E0%A4%A')],
    [405, visitor.get('/deconnexion')], [405, visitor.send('/connexion', { method: 'DELETE' })], [405, visitor.send('/connexion', { method: 'TRACE' })],
    [413, visitor.send('/connexion', { method: 'POST', ...large })],
    [416, browser.get(`/factures/${household.invoices[0]!.id}/pdf`, { Range: 'bytes=999999-' })],
    [421, visitor.get('/connexion', { Host: 'evil.test' })],
  ];
  for (const [status, pending] of answers) {
    const answer = await pending;
    expect(answer.status).toBe(status);
    expectPage(answer, String(status));
  }
  let last = await visitor.submit('/connexion', '/connexion', { email: 'inconnu@exemple.test', password: 'x' });
  for (let tries = 0; tries < 6 && last.status !== 429; tries += 1) last = await visitor.submit('/connexion', '/connexion', { email: 'inconnu@exemple.test', password: 'x' });
  expect(last.status).toBe(429);
  expectPage(last, '429');
});

test('T-HD-1 a PDF that is gone from the disk is an error page, not a broken download', async () => {
  await importFiles(server.dataFolder, {
    csv: csvOf([{ numero: '2026-GROSSE', date: '10/07/2026', montant: '12,00', objet: 'Cantine', code_payeur: 'A1', nom: 'A1', prenom: 'Test', civilite: 'Mme', adresse: '1 rue des Écoles', cp: '31000', ville: 'Sistec', email: 'a@exemple.test', fichier: 'g.pdf' }]),
    pdfs: { 'g.pdf': pdfOf('grosse', 1_500_000) },
  });
  const large = await Invoice.findOne({ where: { number: '2026-GROSSE' }, rejectOnEmpty: true });
  for (const invoice of [household.invoices[2]!, large]) {
    rmSync(documentPath(server.dataFolder, invoice.documentSha256 ?? ''));
    const answer = await browser.get(`/factures/${invoice.id}/pdf`);
    expect([invoice.number, answer.status]).toEqual([invoice.number, 500]);
    expectPage(answer, invoice.number);
    expect(answer.text).toMatch(/incident [A-Z0-9]{6}/);
    expect(answer.text).not.toContain(server.dataFolder);
  }
  expect(readdirSync(join(server.dataFolder, 'documents')).length).toBeGreaterThan(0);
});

test('T-HD-1 the answers of the staff listener', async () => {
  const staff = await openStaff(server);
  const stranger = new Browser(server.staffUrl);
  const origin = { Origin: server.staffUrl };
  const answers: [number, Promise<Answer>][] = [
    [200, staff.postJson('/api/session.current', {})], [422, staff.postJson('/api/invoices.list', {})], [404, staff.postJson('/api/inconnu', {})],
    [200, staff.get(`/files/invoices/${household.invoices[0]!.id}`)], [404, staff.get('/files/logo')], [404, staff.get('/inconnu')],
    [403, stranger.postJson('/api/dashboard.read', {})], [421, stranger.get('/', { Host: 'evil.test' })], [405, staff.get('/launch')],
    [413, staff.send('/api/session.login', { method: 'POST', body: 'x'.repeat(300_000), headers: { 'Content-Type': 'application/json', ...origin } })],
  ];
  for (const [status, pending] of answers) {
    const answer = await pending;
    expect(answer.status).toBe(status);
    expectStrict(answer, `staff ${status}`);
    expect(answer.headers['cache-control']).toBe('no-store');
    const isPdf = answer.headers['content-type'] === 'application/pdf';
    if (isPdf) expect(answer.headers['content-security-policy']).toBe(filePolicy);
    else expect([policyOf(answer).get('script-src'), policyOf(answer).get('style-src')]).toEqual([["'self'"], ["'self'"]]);
  }
});

test('the page of the staff lets one style element be written, by a word that changes with each answer', async () => {
  const staff = await openStaff(server);
  const words: (string | undefined)[] = [];
  for (const answer of [await staff.get('/'), await staff.get('/index.html')]) {
    expectStrict(answer, 'page of the staff');
    const [self, nonce, ...more] = policyOf(answer).get('style-src') ?? [];
    expect([policyOf(answer).get('script-src'), self, more]).toEqual([["'self'"], "'self'", []]);
    const word = /^'nonce-([\w+/=]{24,})'$/.exec(nonce ?? '')?.[1];
    expect(answer.text).toContain(`<meta property="csp-nonce" nonce="${word}">`);
    words.push(word);
  }
  expect(new Set(words).size).toBe(2);
});
