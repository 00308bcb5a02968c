// T-ID-1: a household never sees nor touches what is another's, whatever identifier it sends.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { newId } from '../../server/crypto/tokens.ts';
import { inTransaction } from '../../server/db/database.ts';
import { readInvoicePayments, readPayment, readPaymentLines, readPayments } from '../../server/db/reads.ts';
import { Announcement, PayerAccess, Payment, PaymentLine, Regie } from '../../server/models/index.ts';
import { portalRouter } from '../../server/portal/app.ts';
import { hiddenFields, wordsOf, type Answer, type Browser } from '../support/browser.ts';
import { everyRow, query } from '../support/database-state.ts';
import { createHousehold, password, type Household } from '../support/household.ts';
import { fill, portalRoutes, routesOf, routesWhere } from '../support/portal-routes.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let mine: Household;
let theirs: Household;
let browser: Browser;

beforeAll(async () => {
  server = await startTestServer();
  mine = await createHousehold(server.dataFolder, { code: 'MIEN1', email: 'a@exemple.test', numbers: ['2026-AAA-1', '2026-AAA-2'] });
  theirs = await createHousehold(server.dataFolder, { code: 'AUTRE2', email: 'b@exemple.test', numbers: ['2026-BBB-1', '2026-BBB-2'] });
  browser = server.browser();
  await browser.login(mine.email, password);
});
afterAll(() => server.stop());

/** What a page says, without what changes at each answer (form tokens) or repeats the address asked for. */
function said(answer: Answer, id: string): string {
  return answer.text.replace(/name="_csrf" value="[^"]*"/g, '').replaceAll(id, 'ID');
}

const traces = () => [theirs.code, theirs.email, theirs.payerId, theirs.accountId, '2026-BBB', ...theirs.invoices.map(({ id }) => id)];

test('T-ID-1 every route of the portal is in the table of the tests', () => {
  expect(routesOf(portalRouter(server.dataFolder)).sort()).toEqual(Object.keys(portalRoutes).sort());
});

test('T-ID-1 another household’s invoice is answered as one that does not exist', async () => {
  const foreign = theirs.invoices[0]!.id;
  const unknown = newId();
  for (const { path } of routesWhere(({ kind, method }) => kind === 'by-id' && method === 'GET')) {
    const asForeign = await browser.get(fill(path, foreign));
    const asUnknown = await browser.get(fill(path, unknown));
    expect([path, asForeign.status]).toEqual([path, 404]);
    expect(said(asForeign, foreign)).toBe(said(asUnknown, unknown));
    expect(asForeign.headers['content-type']).toBe(asUnknown.headers['content-type']);
    expect((await browser.get(fill(path, mine.invoices[0]!.id))).status).toBe(200);
  }
});

test('T-ID-1 no page of a resident shows a trace of another household', async () => {
  const queries = ['', '?etat=reglees', '?page=2', `?facture=${theirs.invoices[0]!.id}`, `?accountId=${theirs.accountId}&payerId=${theirs.payerId}`];
  for (const { path } of routesWhere(({ kind, method }) => (kind === 'own' || kind === 'public') && method === 'GET')) {
    for (const query of queries) {
      const { text } = await browser.get(path + query);
      const shown = traces().filter((trace) => text.includes(trace) && !query.includes(trace));
      expect([path + query, shown]).toEqual([path + query, []]);
    }
  }
});

test('T-ID-1 a form that names another household changes nothing of it', async () => {
  const names = { accountId: theirs.accountId, account_id: theirs.accountId, payerId: theirs.payerId, payer_id: theirs.payerId };
  const shown = await browser.get('/informations/papier');
  const answer = await browser.postForm('/informations/papier', { ...hiddenFields(shown.text, '/informations/papier'), ...names, wanted: '1' });
  expect(answer.status).toBe(303);
  const [own, other] = await Promise.all([mine, theirs].map(({ accountId }) => PayerAccess.findOne({ where: { accountId }, include: 'Payer', raw: true, nest: true })));
  const isPaperless = (access: unknown) => Boolean((access as { Payer: { isPaperless: number } }).Payer.isPaperless);
  expect([isPaperless(own), isPaperless(other)]).toEqual([true, false]);
});

test('T-ID-1 a message about another household’s invoice is refused like one about an unknown invoice', async () => {
  const before = await everyRow();
  const answers = [];
  for (const invoice of [theirs.invoices[0]!.id, newId()]) {
    const answer = await browser.submit('/contact', '/contact', { subject: 'Objet', body: 'Bonjour', invoice });
    answers.push([answer.status, wordsOf(answer.text)]);
  }
  expect(answers[0]).toEqual(answers[1]);
  expect(answers[0]![0]).toBe(404);
  expect(await everyRow()).toBe(before);
});

test('T-ID-1 another household’s invoice can be neither chosen, paid nor marked: it does not exist', async () => {
  await Regie.update({ numcli: '006270', stage: 'production', allowsSeveral: true }, { where: {} });
  const own = mine.invoices[0]!.id;
  const foreign = theirs.invoices[0]!.id;
  const unknown = newId();
  // Not every row: mails of the tests before may be leaving.
  const rows = () => Promise.all(['payments', 'payment_lines', 'invoices', 'invoice_events', 'rate_limits'].map((table) => query(`SELECT * FROM ${table}`)));
  const before = await rows();
  for (const page of ['/paiements/selection?facture=ID', '/paiements/selection?depuis=ID', `/paiements/selection?facture=${own}&facture=ID`, '/paiements/tipi?facture=ID', `/paiements/tipi?facture=${own}&facture=ID`, '/paiements/suite?facture=ID&parti=1', `/paiements/suite?facture=${own}&facture=ID`]) {
    const [asForeign, asUnknown] = [await browser.get(page.replace('ID', foreign)), await browser.get(page.replace('ID', unknown))];
    expect([page, asForeign.status, said(asForeign, foreign)]).toEqual([page, 404, said(asUnknown, unknown)]);
  }
  const { _csrf = '' } = hiddenFields((await browser.get(`/paiements/tipi?facture=${own}`)).text, '/paiements');
  for (const [path, fields] of [['/paiements', { factures: 'ID' }], ['/paiements', { factures: `${own},ID` }], ['/factures/ID/declarer', {}], ['/factures/ID/ne-plus-declarer', {}]] as const) {
    const post = (id: string) => browser.postForm(path.replace('ID', id), { _csrf, ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value.replace('ID', id)])) });
    const [asForeign, asUnknown] = [await post(foreign), await post(unknown)];
    expect([path, asForeign.status, said(asForeign, foreign)]).toEqual([path, 404, said(asUnknown, unknown)]);
  }
  expect(await rows()).toEqual(before);
});

test('T-ID-1 another household’s payment is answered as one that does not exist, and is in nobody else’s lists', async () => {
  const attempt = newId();
  const now = new Date();
  const { regieId, id: invoiceId, amountCents } = theirs.invoices[0]!;
  await inTransaction(async () => {
    await Payment.create({
      id: attempt, number: 1, regieId, accountId: theirs.accountId, interface: 'service', kind: 'regie', saisie: 'W', baseUrl: 'https://www.payfip.gouv.fr', numcli: '006270', exer: '2026', refdet: 'BBB1ETRANGER', amountCents,
      email: theirs.email, objet: 'Facture 2026 BBB 1', state: 'open', createdAt: now, liveUntil: new Date(now.getTime() + 1_200_000),
    });
    await PaymentLine.create({ paymentId: attempt, invoiceId, amountCents, isLive: true });
  });
  const unknown = newId();
  const [asForeign, asUnknown] = [await browser.get(`/paiements/${attempt}`), await browser.get(`/paiements/${unknown}`)];
  expect([asForeign.status, said(asForeign, attempt)]).toEqual([404, said(asUnknown, unknown)]);
  expect((await browser.get(`/paiements/suite?facture=${invoiceId}&parti=1`)).status).toBe(404);
  expect([await readPayment(mine.accountId, attempt), await readPaymentLines(mine.accountId, attempt), await readPayments(mine.accountId, 9), await readInvoicePayments(mine.accountId, invoiceId)]).toEqual([undefined, [], [], []]);
  expect(wordsOf((await browser.get('/paiements')).text)).toContain('Aucun paiement pour le moment.');

  const other = server.browser();
  await other.login(theirs.email, password);
  expect(wordsOf((await other.get(`/paiements/${attempt}`)).text)).toContain('2026-BBB-1');
  // Someone who shares the payer sees where the invoice stands, not the other account's payment.
  await inTransaction(() => PayerAccess.create({ accountId: mine.accountId, payerId: theirs.payerId }));
  const shared = (await browser.get(`/factures/${invoiceId}`)).text;
  expect(wordsOf(shared)).toContain('Paiement en cours');
  expect(shared).not.toContain(attempt);
  expect((await browser.get(`/paiements/${attempt}`)).status).toBe(404);
  await inTransaction(() => PayerAccess.destroy({ where: { accountId: mine.accountId, payerId: theirs.payerId } }));
});

test('T-ID-1 an announcement closed by one household stays open for the others', async () => {
  const id = newId();
  await inTransaction(() => Announcement.create({ id, title: 'Cantine fermée', body: 'Lundi.', startsOn: '2020-01-01', endsOn: null }));
  const other = server.browser();
  await other.login(theirs.email, password);
  const close = async (announcement: string) => {
    const { text } = await browser.get('/informations/papier');
    return browser.postForm(`/annonces/${announcement}/fermer`, hiddenFields(text, '/informations/papier'));
  };
  expect((await close(newId())).status).toBe(404);
  expect((await close(id)).status).toBe(303);
  expect((await browser.get('/accueil')).text).not.toContain('Cantine fermée');
  expect((await other.get('/accueil')).text).toContain('Cantine fermée');
});

test('T-ID-1 five hundred guessed identifiers open nothing', async () => {
  const guesses = Array.from({ length: 492 }, () => newId());
  const near = theirs.invoices[0]!.id;
  const odd = [near.toLowerCase(), near.slice(1), `${near}%00`, `${near}%20`, `%2e%2e%2f${near}`, `${near}/../${near}`, '1', "'%20OR%201=1--"];
  for (const id of [...guesses, ...odd]) expect([id, (await browser.get(`/factures/${id}/pdf`)).status]).toEqual([id, 404]);
});

test('T-ID-1 a visitor without session reaches no page of a resident', async () => {
  const visitor = server.browser();
  for (const { method, path, kind } of routesWhere(({ kind: each }) => each !== 'public' && each !== 'door')) {
    const answer = method === 'GET' ? await visitor.get(fill(path, mine.invoices[0]!.id)) : await visitor.postForm(fill(path, mine.invoices[0]!.id), {});
    expect([path, kind, answer.status]).toEqual([path, kind, method === 'GET' ? 303 : 401]);
    if (method === 'GET') expect(answer.location).toMatch(/^\/connexion\?suite=%2F/);
  }
});

test('T-ID-1 two payers of one account and two accounts of one payer see what is theirs, no more', async () => {
  const third = await createHousehold(server.dataFolder, { code: 'TIERS3', email: 'c@exemple.test', numbers: ['2026-CCC-1'] });
  await inTransaction(() => PayerAccess.create({ accountId: third.accountId, payerId: mine.payerId }));
  const both = server.browser();
  await both.login(third.email, password);
  const seen = wordsOf((await both.get('/factures')).text);
  for (const number of ['2026-AAA-1', '2026-AAA-2', '2026-CCC-1']) expect(seen).toContain(number);
  expect(seen).not.toContain('2026-BBB');
  expect(wordsOf((await browser.get('/factures')).text)).toContain('2026-AAA-1');
  expect((await browser.get(`/factures/${third.invoices[0]!.id}/pdf`)).status).toBe(404);
  await inTransaction(() => PayerAccess.destroy({ where: { accountId: third.accountId, payerId: mine.payerId } }));
  expect((await both.get(`/factures/${mine.invoices[0]!.id}`)).status).toBe(404);
});
