// What others got wrong on the way to PayFiP and back (payfip.md §9), looked for at the doors and pages of the portal itself.
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { settlingsUnderWay } from '../../server/commands/settle-payment.ts';
import { suspendPayments } from '../../server/commands/suspend-payments.ts';
import { InvoiceEvent, Payment, PaymentLine } from '../../server/models/index.ts';
import type { Browser } from '../support/browser.ts';
import { wordsOf } from '../support/browser.ts';
import { password, type Household } from '../support/household.ts';
import { decide, newHousehold, openFirstRegie, startPayingTown, type PayingTown } from '../support/paid.ts';
import { standing } from '../support/payments.ts';

let town: PayingTown;
let household: Household;
let browser: Browser;
let ids: string[];
beforeAll(async () => {
  town = await startPayingTown();
  await openFirstRegie();
});
beforeEach(async () => {
  household = await newHousehold(town, [1, 2].map((rank) => `SIMNEVER-${Date.now()}-${rank}`));
  ids = household.invoices.map(({ id }) => id);
  browser = town.server.browser();
  await browser.login(household.email, password);
});
afterAll(() => town.stop());

const tipi = (...chosen: string[]) => `/paiements/tipi?${chosen.map((id) => `facture=${id}`).join('&')}`;
const press = (...chosen: string[]) => browser.submit(tipi(...chosen), '/paiements', {});
const lastPayment = () => Payment.findOne({ order: [['number', 'DESC']], rejectOnEmpty: true });

test.each<[string, () => Browser, Record<string, string>]>([
  ['without a session, as PayFiP calls', () => town.server.browser(), { Origin: 'https://www.payfip.gouv.fr', 'Sec-Fetch-Site': 'cross-site' }],
  ['with nothing but the body', () => town.server.browser(), { Origin: '', 'Content-Type': 'application/x-www-form-urlencoded; charset=ISO-8859-1' }],
  ['from behind another machine', () => town.server.browser(), { 'X-Forwarded-For': '145.242.11.3', 'User-Agent': '' }],
  ['with the session of somebody, and no form token', () => browser, {}],
])('fault 22: the notification is heard %s, even while payments are suspended', async (_, who, headers) => {
  await press(ids[0]!);
  const payment = await lastPayment();
  await decide(town, payment, 'P');
  await suspendPayments({ place: 'portal', sentence: 'Fermé ce soir.', actor: 'test', now: new Date() });
  const answer = await who().postForm('/paiements/notification', { idop: payment.idOp! }, headers);
  await suspendPayments({ place: 'portal', sentence: null, actor: 'test', now: new Date() });
  expect([answer.status, answer.location, answer.headers['set-cookie']]).toEqual([200, '', undefined]);
  await vi.waitFor(async () => expect((await standing(payment)).state).toBe('paid'), { timeout: 15_000 });
  await settlingsUnderWay();
  expect(await standing(payment)).toMatchObject({ invoices: ['paid'], outcomes: ['settled'] });
});

test('fault 24: PayFiP opens on the click itself, in another window, without a script; pressed again because nothing was seen, no second payment begins', async () => {
  const { text } = await browser.get(tipi(ids[0]!));
  const [, form = ''] = /<form([^>]*action="\/paiements"[^>]*)>/.exec(text) ?? [];
  expect([form, text.includes('type="submit"') || text.includes('<button')]).toEqual([expect.stringMatching(/method="post".*target="_blank"/), true]);
  expect((await browser.get('/portal.js')).text).not.toContain('paiementws');
  expect(wordsOf(text)).toContain('votre navigateur doit accepter les fenêtres contextuelles (popup)');

  const operations = town.simulator.operations().length;
  const [first, ...others] = await Promise.all([press(ids[0]!), press(ids[0]!), press(ids[0]!)]);
  const answers = [first, ...others].map(({ status }) => status).sort();
  expect([answers, town.simulator.operations().length - operations]).toEqual([[303, 422, 422], 1]);
  const { id } = await lastPayment();
  const again = await browser.get(tipi(ids[0]!));
  expect([again.text.includes('action="/paiements"'), again.text.includes(`href="/paiements/${id}"`)]).toEqual([false, true]);
  expect((await browser.get(`/paiements/${id}`)).headers.refresh).toBe('8');
});

test('fault 26: several invoices go under one reference of their own, whose parts are kept', async () => {
  await press(...ids);
  const payment = await lastPayment();
  await decide(town, payment, 'V');
  await browser.get(`/paiements/retour?idop=${payment.idOp}`);
  const [entry] = town.simulator.ledger().slice(-1);
  const parts = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  expect([entry!.refdet, entry!.cents, parts.map(({ amountCents }) => amountCents).sort()]).toEqual([payment.refdet, 40_122, household.invoices.map(({ amountCents }) => amountCents)]);
  for (const { id, amountCents, number } of household.invoices) {
    expect(payment.refdet).not.toBe(number.replace(/\W/g, ''));
    const [settled] = await InvoiceEvent.findAll({ where: { invoiceId: id, kind: 'settled' }, raw: true });
    expect(JSON.parse(settled!.detail)).toMatchObject({ payment: payment.id, amountCents });
  }
  expect(await standing(payment)).toMatchObject({ state: 'paid', invoices: ['paid', 'paid'], outcomes: ['settled', 'settled'] });
});
