// T-PF-1: the public doors of payments, pushed by PayFiP's simulator and by forgers, over HTTP.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { setTimeout as wait } from 'node:timers/promises';
import { runFrom } from '../../server/call-place.ts';
import { receiveNotification } from '../../server/commands/receive-notification.ts';
import { settlingsUnderWay } from '../../server/commands/settle-payment.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { log } from '../../server/log.ts';
import { AuditEntry, Invoice, Payment, PaymentAnswer, PaymentLine } from '../../server/models/index.ts';
import type { ScenarioKey } from '../../server/payfip-simulator/model.ts';
import { startPayfipSimulator, type PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';
import { overrideSettings } from '../../server/settings.ts';
import type { Answer } from '../support/browser.ts';
import { createHousehold, password, type Household } from '../support/household.ts';
import { choose, operationOn, post } from '../support/payfip.ts';
import { openRegie, standing } from '../support/payments.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let simulator: PayfipSimulator;
let server: TestServer;
let family: Household;
let stranger: Household;
let rank = 0;

beforeAll(async () => {
  simulator = await startPayfipSimulator({ port: 0 });
  server = await startTestServer({ payfipUrl: simulator.baseUrl });
  family = await createHousehold(server.dataFolder, { code: 'FAM1', email: 'marie@exemple.test', numbers: Array.from({ length: 30 }, (_, index) => `F-${index}`) });
  stranger = await createHousehold(server.dataFolder, { code: 'AUTRE', email: 'autre@exemple.test', numbers: ['AUTRE-1'] });
});
beforeEach(async () => { await openRegie(); });
afterAll(async () => {
  await server.stop();
  await simulator.stop();
});

/** Starts to pay an invoice that no test has touched. */
async function start(): Promise<Payment> {
  const { paymentId } = await startPayment({ accountId: family.accountId, invoiceIds: [family.invoices[rank++]!.id], now: new Date() });
  return Payment.findByPk(paymentId, { rejectOnEmpty: true });
}
/** Who, from where, and why. */
const vainOf = async ({ id: object }: Payment) => (await AuditEntry.findAll({ where: { action: 'payment_notice_vain', object }, raw: true })).map(({ actor, place, detail }) => [actor, place.split(',')[0], detail].join(' '));
const browser = () => server.browser();
const notify = (idop: string, headers = {}): Promise<Answer> => browser().postForm('/paiements/notification', { idop }, { Origin: 'https://www.payfip.gouv.fr', 'Sec-Fetch-Site': 'cross-site', ...headers });
/** What a notification sets off is not awaited by its answer. */
async function quiet(): Promise<void> {
  await wait(100);
  await settlingsUnderWay();
}
const paid = { state: 'paid', invoices: ['paid'], outcomes: ['settled'], isLive: false };

test.each<[ScenarioKey]>([['before-return'], ['by-get'], ['other-spelling'], ['twice']])('paid on PayFiP’s page, announced « %s »: the invoice is paid', async (scenario) => {
  const payment = await start();
  simulator.find(payment.idOp!)!.scenario = scenario;
  await choose(simulator, payment.idOp!, 'card');
  await quiet();
  expect(await standing(payment)).toEqual(paid);
  expect(simulator.find(payment.idOp!)!.deliveries.map(({ status }) => status)).toContain(200);
});

test.each(['GET', 'POST'])('without notification, the return by %s settles, then shows the payment', async (method) => {
  const payment = await start();
  simulator.find(payment.idOp!)!.scenario = 'never';
  await choose(simulator, payment.idOp!, 'debit');
  const answer = method === 'GET' ? await browser().get(`/paiements/retour?idop=${payment.idOp}`) : await browser().postForm('/paiements/retour', { idop: payment.idOp! }, { Origin: simulator.baseUrl, 'Sec-Fetch-Site': 'cross-site' });
  expect([answer.status, answer.location, await standing(payment)]).toEqual([303, `/paiements/${payment.id}`, paid]);
});

test('fault 23: the return of an unknown operation leads to the invoices, and nowhere else', async () => {
  for (const query of ['', '?idop=', '?idop=inconnu', '?idop=https://evil.test', `?idop=${'x'.repeat(5_000)}`, '?url=https://evil.test&idop=//evil.test']) {
    const answer = await browser().get(`/paiements/retour${query}`);
    expect([query, answer.status, answer.location]).toEqual([query, 303, '/factures']);
  }
});

test('T-PF-1: five hundred forgeries pay nothing, and get one answer', async () => {
  const [mine, other] = [await start(), await start()];
  await choose(simulator, other.idOp!, 'abandon');
  await quiet();
  const asked = vi.spyOn(globalThis, 'fetch');
  const [audits, bomb] = [await AuditEntry.count(), '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY x SYSTEM "file:///etc/passwd">]><idop>&b;&x;</idop>'];
  const lies = { resultrans: 'P', montant: '20011', refdet: mine.refdet, numcli: mine.numcli, saisie: 'W' };
  const texts = new Set<string>();
  const push = async (answer: Promise<Answer>) => { const { status, text, headers } = await answer; texts.add(JSON.stringify([status, text, headers['content-type']])); };
  for (let turn = 0; turn < 100; turn += 1) {
    await push(notify(mine.idOp!));
    await push(browser().get(`/paiements/notification?idOp=${mine.idOp}&resultrans=P`));
    await push(browser().postForm('/paiements/notification', { idop: other.idOp!, ...lies }));
    await push(notify(`inconnu-${turn}`));
    await push(browser().send('/paiements/notification', { method: 'POST', body: turn % 2 ? bomb : Buffer.alloc(40_000, 'x'), headers: { 'Content-Type': 'text/xml' } }));
  }
  await quiet();
  expect([...texts]).toEqual([JSON.stringify([200, 'OK\n', 'text/plain; charset=utf-8'])]);
  expect(asked.mock.calls.length).toBeLessThanOrEqual(2);
  asked.mockRestore();
  expect([(await standing(mine)).invoices, (await standing(other)).invoices, await PaymentAnswer.count({ where: { paymentId: mine.id } })]).toEqual([['unpaid'], ['unpaid'], 1]);
  // Sixty unknown ones in ten minutes from one place, six of them before this test; of « mine », what PayFiP was asked about; of « other », nothing.
  expect([await AuditEntry.count({ where: { action: 'payment_notice_unknown' } }), await vainOf(mine), await vainOf(other)]).toEqual([60, ['visitor ce poste nothing'], []]);
  expect(await AuditEntry.count() - audits).toBe(55);
});

test('a flood from elsewhere hides nobody: each place has its own count', async () => {
  const unknown = () => AuditEntry.count({ where: { action: 'payment_notice_unknown' } });
  const before = await unknown();
  for (let turn = 0; turn < 5; turn += 1) await notify(`inconnu-${turn}`, { 'User-Agent': `Firefox/${turn}` });
  expect(await unknown()).toBe(before);
  await runFrom('203.0.113.7, Firefox, Windows', () => receiveNotification({ idOp: 'inconnu', door: 'notification', now: new Date() }));
  expect(await unknown()).toBe(before + 1);
});

test.each(['GET', 'POST'])('a notification by %s of what is paid already, said again, is in the journal; PayFiP’s own first one is not', async (method) => {
  const payment = await start();
  await choose(simulator, payment.idOp!, 'card');
  await quiet();
  expect([(await standing(payment)).state, await vainOf(payment)]).toEqual(['paid', []]);
  await (method === 'GET' ? browser().get(`/paiements/notification?idop=${payment.idOp}`) : notify(payment.idOp!));
  await vi.waitFor(async () => expect(await vainOf(payment)).toEqual(['visitor ce poste paid']), 15_000);
});

test.each(['/paiements/selection?facture=', '/paiements/tipi?facture=', '/paiements/suite?facture=', '/paiements/selection?depuis=', '/paiements/tipi?depuis='])('another household’s invoice slipped into %s: not found, and the journal tells it', async (path) => {
  const resident = browser();
  await resident.login(family.email, password);
  const mine = path.includes('facture') ? `&facture=${family.invoices[29]!.id}` : '';
  const noted = () => AuditEntry.findAll({ where: { action: 'payment_refused', object: stranger.invoices[0]!.id }, raw: true });
  const before = (await noted()).length;
  expect((await resident.get(`${path}${stranger.invoices[0]!.id}${mine}`)).status).toBe(404);
  expect((await noted()).slice(before).map(({ actor, place, detail }) => [actor, place, detail])).toEqual([[`account:${family.accountId}`, 'ce poste', 'not_found']]);
});

test('T-PF-2: answers before it has asked, though the service is silent', async () => {
  const payment = await start();
  simulator.find(payment.idOp!)!.trouble = 'timeout';
  const stop = new AbortController();
  const patience = vi.spyOn(AbortSignal, 'timeout').mockReturnValue(stop.signal);
  expect((await notify(payment.idOp!)).status).toBe(200);
  stop.abort();
  await quiet();
  patience.mockRestore();
  expect((await standing(payment)).state).toBe('open');
});

test('T-PF-2: the return shows the payment at once, though the service is silent; the page waits for it', async () => {
  const payment = await start();
  simulator.find(payment.idOp!)!.trouble = 'timeout';
  const stop = new AbortController();
  const patience = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => stop.signal);
  const answer = await browser().get(`/paiements/retour?idop=${payment.idOp}`);
  expect([answer.status, answer.location]).toEqual([303, `/paiements/${payment.id}`]);
  stop.abort();
  await settlingsUnderWay();
  patience.mockRestore();
  const resident = browser();
  await resident.login(family.email, password);
  expect((await resident.get(answer.location)).headers.refresh).toBe('8');
});

test('T-PF-3: by address, the result posted by PayFiP announces, a forged one is refused, the resident’s page is never called « paid »', async () => {
  await openRegie({ numcli: '008112', interface: 'url' });
  const invoice = family.invoices[rank++]!;
  const { url, paymentId } = await startPayment({ accountId: family.accountId, invoiceIds: [invoice.id], now: new Date() });
  const payment = await Payment.findByPk(paymentId, { rejectOnEmpty: true });
  const door = new URL(new URL(url).searchParams.get('urlcl')!).pathname;
  const forged = { numcli: payment.numcli, exer: payment.exer, refdet: payment.refdet, montant: '100', saisie: 'A', resultrans: 'P', numauto: 'x', dattrans: '03122026', heurtrans: '1200' };
  for (const path of [door, '/paiements/resultat/inconnu', `/paiements/resultat/${'x'.repeat(2_000)}`]) {
    expect([path, (await browser().postForm(path, forged)).status]).toEqual([path, 200]);
    expect((await browser().get(`${path}?${new URLSearchParams(forged)}`)).status).toBe(200);
  }
  expect((await standing(payment)).state).toBe('open');
  const operation = operationOn(await (await fetch(url)).text());
  await post(`${simulator.baseUrl}/tpa/choix`, { operation, choix: 'card' });
  expect([(await standing(payment)).state, (await invoice.reload()).declared, invoice.state]).toEqual(['reported', 'payfip', 'unpaid']);
  expect(simulator.find(operation)!.deliveries[0]).toMatchObject({ to: 'urlcl', status: 200 });
});

test('an address longer than any of ours, or a body without end, costs nothing', async () => {
  const { status } = await browser().send('/paiements/resultat/x', { method: 'POST', body: Buffer.alloc(500_000, 'a'), headers: { 'Content-Type': 'application/x-www-form-urlencoded' } });
  expect(status).toBe(200);
});

test('the secret of an attempt is not written in the log', async () => {
  const written = vi.spyOn(log, 'info');
  for (const path of ['/paiements/resultat/SECRETDUPAIEMENT', '/Paiements/RESULTAT/SECRETDUPAIEMENT']) await browser().send(path, { method: 'DELETE' });
  expect(JSON.stringify(written.mock.calls)).toContain('/paiements/resultat/…');
  expect(JSON.stringify(written.mock.calls)).not.toContain('SECRETDUPAIEMENT');
  written.mockRestore();
});

test('our forms may lead to the service that takes payments, whichever of PayFiP’s names it has', async () => {
  const policy = async () => String((await browser().get('/connexion')).headers['content-security-policy']);
  expect(await policy()).toContain(`form-action 'self' https://www.payfip.gouv.fr https://www.tipi.budget.gouv.fr ${simulator.baseUrl};`);
  for (const host of ['payfip.gouv.fr', 'tipi.budget.gouv.fr', 'www.tipi-client.budget.gouv.fr', 'tipi-client.budget.gouv.fr']) {
    overrideSettings({ publicUrl: server.portalUrl, payfipUrl: `https://${host}` });
    expect(await policy()).toContain(` https://${host};`);
  }
  overrideSettings({ publicUrl: server.portalUrl, payfipUrl: simulator.baseUrl });
});

test('the job finds by itself what nobody announced', async () => {
  const payment = await start();
  simulator.find(payment.idOp!)!.scenario = 'never';
  await choose(simulator, payment.idOp!, 'card-then-close');
  await Payment.update({ nextCheckAt: new Date() }, { where: { id: payment.id } });
  await server.restart();
  for (let turn = 0; turn < 100 && (await payment.reload()).state !== 'paid'; turn += 1) await wait(50);
  expect(await standing(payment)).toEqual(paid);
});

test('at the end, what is paid is what the simulator has received, and nothing is kept by an attempt that is over', async () => {
  const received = simulator.ledger().filter(({ door }) => door === 'service').reduce((sum, { cents }) => sum + cents, 0);
  expect(await Invoice.sum('amountCents', { where: { state: 'paid' } })).toBe(received);
  const over = (await Payment.findAll({ where: { state: ['paid', 'reported', 'failed'] } })).map(({ id }) => id);
  expect(await PaymentLine.count({ where: { paymentId: over, isLive: true } })).toBe(0);
});
