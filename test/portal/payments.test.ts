// A resident pays: chooses, reads what will be paid, leaves for PayFiP, comes back, and sees where it stands. The simulator answers for PayFiP.
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { suspendPayments } from '../../server/commands/suspend-payments.ts';
import { cancelPayment } from '../../server/commands/cancel-payment.ts';
import { settlePayment, settlingsUnderWay } from '../../server/commands/settle-payment.ts';
import { startPayfipSimulator, type PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';
import { Invoice, Payment, PaymentAnswer, PaymentLine, Regie } from '../../server/models/index.ts';
import { browserOf } from '../../server/portal/browser-of.ts';
import { overrideSettings } from '../../server/settings.ts';
import { hiddenFields, unescapeHtml, wordsOf, type Answer, type Browser } from '../support/browser.ts';
import { rewrite } from '../support/database-state.ts';
import { createHousehold, password, type Household } from '../support/household.ts';
import { choose } from '../support/payfip.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let simulator: PayfipSimulator;
let server: TestServer;
let household: Household;
let browser: Browser;
let ids: string[];

beforeAll(async () => {
  simulator = await startPayfipSimulator({ port: 0 });
  server = await startTestServer({ payfipUrl: simulator.baseUrl });
  household = await createHousehold(server.dataFolder, { code: 'SISTEC560', email: 'demo@exemple.test', numbers: ['2017-020-002059', '2017-020-002060', '2017-020-002061'] });
  ids = household.invoices.map(({ id }) => id);
  browser = server.browser();
  await browser.login(household.email, password);
});
beforeEach(async () => {
  simulator.breakService(null);
  for (const table of ['payment_answers', 'payment_lines', 'payments', 'rate_limits']) await rewrite(`DELETE FROM ${table}`);
  await Invoice.update({ state: 'unpaid', declared: null, suspension: null, directDebit: false }, { where: {} });
  await Regie.update({ name: 'REGIE CENTRALISEE', numcli: '006270', kind: 'regie', interface: 'service', stage: 'production', allowsSeveral: true, suspension: null, minimumCents: 100, trialEmails: household.email }, { where: {} });
});
afterAll(async () => {
  await server.stop();
  await simulator.stop();
});

const words = async (path: string): Promise<string> => wordsOf((await browser.get(path)).text);
const selection = (...chosen: string[]) => `/paiements/selection?${chosen.map((id) => `facture=${id}`).join('&')}`;
const tipi = (...chosen: string[]) => `/paiements/tipi?${chosen.map((id) => `facture=${id}`).join('&')}`;

/** Presses « Payer la facture sur le portail TIPI »; a machine that is slow may have shown the page that waits. */
async function leave(...chosen: string[]): Promise<Answer> {
  const answer = await browser.submit(tipi(...chosen), '/paiements', {});
  const [, next = ''] = /http-equiv="refresh" content="0;url=([^"]+)"/.exec(answer.text) ?? [];
  return { ...answer, location: answer.location || unescapeHtml(next) };
}

async function leaveAndChoose(choice: string): Promise<string> {
  const { location } = await leave(ids[0]!);
  const idOp = new URL(location).searchParams.get('idop') ?? '';
  await choose(simulator, idOp, choice);
  await settlingsUnderWay();
  const back = await browser.get(`/paiements/retour?idop=${idOp}`);
  expect(back.location).toMatch(/^\/paiements\/[\w-]+$/);
  return back.location;
}

test('an invoice is chosen, paid by card, and its result, its ticket and the lists say so', async () => {
  const invoice = await browser.get(`/factures/${ids[0]}`);
  expect(invoice.text).toContain(`href="/paiements/selection?facture=${ids[0]}"`);
  expect(wordsOf(invoice.text)).toContain('Payer la facture');
  const chosen = await words(selection(ids[0]!));
  for (const sentence of ['Sélection des factures pour le règlement', 'REGIE CENTRALISEE', 'Montant à régler', '2017-020-002059', 'Factures sélectionnées :', 'Nombre de factures : 1', 'Montant à régler : 200,11 €', 'Payer la facture', 'Fermer']) expect(chosen).toContain(sentence);

  const information = await browser.get(tipi(ids[0]!));
  for (const sentence of ['Informations pour le paiement TIPI', 'Identifiant collectivité 006270', 'Montant du règlement 200,11 €', 'Références des factures 2017-020-002059',
    'Attention, votre navigateur doit accepter les fenêtres contextuelles (popup).', 'Cliquez sur le bouton de test pour vérifier que votre navigateur accepte les pop-up.',
    'Test d\'accès au portail de paiement TIPI', 'Payer la facture sur le portail TIPI', 'Fermer', 'Attention : Si vous n\'avez pas pu réaliser le règlement ou que vous abandonnez le règlement, un délai d\'attente de 20 minutes peut être demandé avant une nouvelle tentative.']) expect(wordsOf(information.text)).toContain(sentence);
  expect(information.text).toMatch(/<form method="post" action="\/paiements" target="_blank" data-next=/);
  expect((await browser.get('/paiements/essai')).status).toBe(200);

  const result = await leaveAndChoose('card');
  const page = await browser.get(result);
  for (const sentence of ['Paiement reçu', '200,11 €', 'selon PayFiP', 'Carte bancaire', '2017-020-002059', 'Ticket de paiement', household.email]) expect(wordsOf(page.text)).toContain(sentence);
  expect(page.headers.refresh).toBeUndefined();
  expect(await words('/factures?etat=reglees')).toContain('2017-020-002059');
  expect(await words('/factures')).not.toContain('2017-020-002059');
  expect(await words('/paiements')).toContain('Paiement reçu');
  expect(await words(`/factures/${ids[0]}`)).toMatch(/Où en est mon paiement.*Paiement reçu.*selon PayFiP/);
  expect(await words(tipi(ids[0]!))).toContain('La facture 2017-020-002059 est déjà réglée.');
});

test('several invoices are chosen together where the régie allows it, one by one elsewhere', async () => {
  expect(await words(selection(ids[0]!, ids[2]!))).toMatch(/Nombre de factures : 2 Montant à régler : 402,22 €/);
  expect((await browser.get(selection(ids[0]!))).text).toContain('type="checkbox"');
  const { location } = await leave(ids[0]!, ids[2]!);
  expect(location.startsWith(`${simulator.baseUrl}/tpa/paiementws.web?idop=`)).toBe(true);
  expect(await PaymentLine.count({ where: { isLive: true } })).toBe(2);

  await Regie.update({ allowsSeveral: false }, { where: {} });
  expect((await browser.get(selection(ids[1]!))).text).toMatch(/type="radio"/);
  expect(await words(tipi(ids[0]!, ids[1]!))).toContain('Les factures de « REGIE CENTRALISEE » se paient une par une.');
  expect(await words(`/paiements/tipi?depuis=${ids[0]}`)).toContain('Choisissez au moins une facture à payer.');
  expect((await browser.get('/paiements/selection')).location).toBe('/factures');
});

test('41 invoices are paid together, none is forgotten; 101 are refused in a sentence, and stay chosen', async () => {
  const many = await createHousehold(server.dataFolder, { code: 'GRANDE', email: 'grande@exemple.test', numbers: Array.from({ length: 101 }, (_, index) => `2026-041-${String(index).padStart(6, '0')}`) });
  const visitor = server.browser();
  await visitor.login(many.email, password);
  const all = many.invoices.map(({ id }) => id);
  const some = all.slice(0, 41);
  const sum = many.invoices.slice(0, 41).reduce((total, { amountCents }) => total + amountCents, 0);
  const { location } = await visitor.submit(tipi(...some), '/paiements', {});
  expect(location.startsWith(simulator.baseUrl)).toBe(true);
  expect(await PaymentLine.count()).toBe(41);
  expect(await Payment.findOne()).toMatchObject({ amountCents: sum });
  await Payment.update({ state: 'cancelled' }, { where: {} });
  await PaymentLine.update({ isLive: false }, { where: {} });

  for (const page of [tipi(...all), selection(...all)]) {
    const { text } = await visitor.get(page);
    expect(wordsOf(text)).toContain('101 factures sont sélectionnées : 100 au plus se paient en une fois. Décochez-en, puis payez les autres ensuite.');
    expect(wordsOf(text)).toContain('Sélection des factures pour le règlement');
    expect(text.match(/<input [^>]*type="checkbox"[^>]* checked/g)).toHaveLength(101);
  }
  const posted = await visitor.postForm('/paiements', { ...hiddenFields((await visitor.get(tipi(all[0]!))).text, '/paiements'), factures: all.join(',') });
  expect([posted.status, wordsOf(posted.text).includes('101 factures sont sélectionnées')]).toEqual([422, true]);
  expect(await PaymentLine.count({ where: { isLive: true } })).toBe(0);
});

test('the window that one has left waits for the attempt opened in the other, then shows where it stands', async () => {
  const page = (await browser.get(tipi(ids[0]!))).text;
  const [, next = ''] = /data-next="([^"]+)"/.exec(page) ?? [];
  const address = unescapeHtml(next);
  expect(page).toMatch(/<noscript>.*\/paiements\/suite\?.*<\/noscript>/);
  const waiting = await browser.get(address);
  expect(wordsOf(waiting.text)).toMatch(/Paiement en cours La page de paiement s’ouvre dans une autre fenêtre\..*Mes factures/);
  expect(waiting.text).not.toContain('action="/paiements"');
  expect(waiting.headers.refresh).toBe(`3; url=${address.replace(/parti=(\d+)/, 'parti=$1&essai=1')}`);

  await leave(ids[0]!);
  const { id } = await Payment.findOne({ rejectOnEmpty: true });
  expect((await browser.get(address)).location).toBe(`/paiements/${id}`);
  expect(await words(`/paiements/${id}`)).toMatch(/Paiement en cours.*Actualiser maintenant Mes factures/);
  // Pressed again without JavaScript: no second attempt, and the way to the first one.
  const again = await browser.get(tipi(ids[0]!));
  expect(again.text).toContain(`href="/paiements/${id}"`);
  expect(again.text).not.toContain('action="/paiements"');
});

test('a window that waits for nothing says so after a while, and offers the button again', async () => {
  const { headers, text } = await browser.get(`/paiements/suite?facture=${ids[0]}&parti=${Date.now()}&essai=15`);
  expect(headers.refresh).toBeUndefined();
  expect(wordsOf(text)).toContain('La page de paiement ne s’est pas ouverte. Rien n’a été débité : vous pouvez recommencer.');
  expect(text).toContain('action="/paiements"');
  expect((await browser.get('/paiements/suite')).location).toBe('/factures');
  for (const odd of ['', 'x', '-1', '1e99', '9999999999999999']) expect((await browser.get(`/paiements/suite?facture=${ids[0]}&parti=${odd}`)).status).toBe(200);
});

test('an attempt that was decided before one left is not taken for the new one', async () => {
  await leave(ids[0]!);
  await Payment.update({ state: 'cancelled' }, { where: {} });
  await PaymentLine.update({ isLive: false }, { where: {} });
  expect(wordsOf((await browser.get(`/paiements/suite?facture=${ids[0]}&parti=${Date.now()}`)).text)).toContain('s’ouvre dans une autre fenêtre');
});

test('the choice says what is late, and what is paid separately', async () => {
  const water = await Regie.create({ id: 'E'.repeat(22), code: 'EAU', name: 'Eau de Sistec' });
  await Invoice.update({ regieId: water.id }, { where: { id: ids[1]! } });
  await Invoice.update({ dueOn: '2020-01-01' }, { where: { id: ids[2]! } });
  const shown = await words(selection(ids[0]!));
  expect(shown.match(/En retard/g)).toHaveLength(1);
  expect(shown).toContain('Vous avez aussi à régler, séparément : Eau de Sistec.');
  await Invoice.update({ declared: 'resident' }, { where: { id: ids[1]! } });
  expect(await words(selection(ids[0]!))).not.toContain('séparément');
  await Invoice.update({ regieId: household.invoices[0]!.regieId, dueOn: '2026-12-21' }, { where: {} });
  await water.destroy();
});

test('while PayFiP has not answered, the page comes back by itself and says how long to wait', async () => {
  await leave(ids[0]!);
  const { id } = (await Payment.findOne({ rejectOnEmpty: true }));
  const page = await browser.get(`/paiements/${id}`);
  expect(page.headers.refresh).toBe('8');
  expect(wordsOf(page.text)).toMatch(/Paiement en cours.*vous pourrez recommencer dans 20 minutes/);
  expect((await browser.get(`/paiements/${id}?actualisation=non`)).headers.refresh).toBeUndefined();
  expect(await words('/factures')).toContain('Paiement en cours');
  expect(await words(`/factures/${ids[0]}`)).toContain('Un paiement est en cours pour la facture 2017-020-002059. Attendez 20 minutes avant une nouvelle tentative.');
  const again = await browser.postForm('/paiements', { ...hiddenFields((await browser.get(tipi(ids[1]!))).text, '/paiements'), factures: ids[0]! });
  expect([again.status, wordsOf(again.text).includes('Attendez 20 minutes'), again.text.includes('action="/paiements"')]).toEqual([422, true, false]);
});

test.each([
  ['card-refused', 'Paiement refusé', 'refused', '8'], ['abandon', 'Paiement abandonné', 'cancelled', undefined],
] as const)('after « %s » the page says « %s », that nothing was debited and how long to wait, then offers to start again', async (...[choice, title, state, refresh]) => {
  const address = await leaveAndChoose(choice);
  const soon = await browser.get(address);
  expect(wordsOf(soon.text)).toMatch(new RegExp(`${title} 200,11 €.*Rien n’a été débité.*dans 20 minutes.*selon PayFiP`));
  expect([soon.headers.refresh, soon.text.includes('/paiements/selection')]).toEqual([refresh, false]);
  expect(await words('/factures')).toMatch(new RegExp(`${title} Vous pourrez recommencer dans 20 minutes`));
  const invoice = await words(`/factures/${ids[0]}`);
  expect(invoice).toContain(`${title} : vous pourrez recommencer dans 20 minutes.`);
  expect(invoice).not.toContain('en cours');
  await Invoice.update({ state: 'paid' }, { where: { id: ids[0]! } });
  for (const page of [address, `/factures/${ids[0]}`]) expect([await words(page)].filter((text) => text.includes(title) && !text.includes('recommencer'))).toHaveLength(1);
  await Invoice.update({ state: 'unpaid' }, { where: { id: ids[0]! } });
  await Regie.update({ suspension: 'Fermé pour inventaire.' }, { where: {} });
  for (const page of [address, `/factures/${ids[0]}`]) expect(await words(page)).not.toContain('recommencer');
  await Regie.update({ suspension: null }, { where: {} });

  await Payment.update({ state, liveUntil: new Date(Date.now() - 1_000) }, { where: {} });
  const page = await browser.get(address);
  expect(wordsOf(page.text)).toContain(title);
  expect(wordsOf(page.text)).toContain('Rien n’a été débité');
  expect(page.text).toContain(`href="/paiements/selection?facture=${ids[0]}"`);
  expect(await words('/factures')).toContain('Payer la facture');
});

test('a direct debit is said to be one; a payment of an invoice already settled is said to be twice', async () => {
  const debited = await leaveAndChoose('debit');
  expect(await words(debited)).toMatch(/Prélèvement enregistré.*le montant sera prélevé/);
  await PaymentLine.update({ outcome: 'paid_twice' }, { where: {} });
  expect(await words(debited)).toContain('vous l’avez payée deux fois');
});

test.each([
  ['reported', 'Paiement à confirmer'], ['expired', 'Paiement non terminé'], ['gone', 'Paiement sans suite'], ['failed', 'Paiement non ouvert'],
] as const)('an attempt that is %s is « %s »', async (state, title) => {
  await leave(ids[0]!);
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  await payment.update({ state, liveUntil: new Date(Date.now() - 1_000) });
  expect(await words(`/paiements/${payment.id}`)).toContain(title);
  expect((await words('/paiements')).includes(title)).toBe(state !== 'failed');
});

test('a service that does not answer: nothing is debited, the same page, the same button', async () => {
  simulator.breakService('http-502');
  const answer = await leave(ids[0]!);
  expect(answer.status).toBe(422);
  expect(wordsOf(answer.text)).toContain('Le service de paiement ne répond pas. Rien n’a été débité.');
  expect(wordsOf(answer.text)).toContain('Payer la facture sur le portail TIPI');
  expect(await PaymentLine.count({ where: { isLive: true } })).toBe(0);
});

describe('while PayFiP takes its time', () => {
  let release: (status: number) => void;
  let slow: Server;
  beforeEach(async () => {
    const released = new Promise<number>((resolve) => { release = resolve; });
    slow = createServer((message, response) => void released.then(async (status) => {
      const answer = await fetch(`${simulator.baseUrl}${message.url}`, { method: 'POST', body: await text(message), headers: { 'Content-Type': 'text/xml; charset=utf-8' } });
      response.writeHead(status === 200 ? answer.status : status, { 'Content-Type': 'text/xml; charset=utf-8' }).end(await answer.text());
    }));
    await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
    overrideSettings({ payfipUrl: `http://127.0.0.1:${(slow.address() as AddressInfo).port}` });
  });
  afterEach(() => {
    overrideSettings({ payfipUrl: simulator.baseUrl });
    slow.close();
  });

  /** The words of the window as soon as it shows any, and all that it has shown once PayFiP has answered with `status`. */
  async function watch(status: number): Promise<{ first: string; whole: string }> {
    const fields = hiddenFields((await browser.get(tipi(ids[0]!))).text, '/paiements');
    const answer = await fetch(`${browser.origin}/paiements`, {
      method: 'POST', body: new URLSearchParams(fields), redirect: 'manual', headers: { Origin: browser.origin, Cookie: [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ') },
    });
    const pieces = answer.body!.pipeThrough(new TextDecoderStream())[Symbol.asyncIterator]();
    const first = (await pieces.next()).value ?? '';
    release(status);
    let whole = first;
    for (let piece = await pieces.next(); !piece.done; piece = await pieces.next()) whole += piece.value;
    return { first, whole };
  }

  test('the window says so at once, then goes to PayFiP by itself', async () => {
    const { first, whole } = await watch(200);
    expect([wordsOf(first).includes('Connexion au service de paiement…'), first.includes('refresh')]).toEqual([true, false]);
    const { idOp } = await Payment.findOne({ rejectOnEmpty: true });
    expect(whole).toMatch(new RegExp(`<meta http-equiv="refresh" content="0;url=http://127.0.0.1:\\d+/tpa/paiementws.web\\?idop=${idOp}">`));
    expect(whole.trim().endsWith('</html>')).toBe(true);
  });

  test('and when it fails, says that nothing was debited and leads back', async () => {
    const { whole } = await watch(502);
    expect(wordsOf(whole)).toContain('Le service de paiement ne répond pas. Rien n’a été débité.');
    expect([whole.includes(`href="${tipi(ids[0]!)}"`), whole.includes('refresh')]).toEqual([true, false]);
  });
});

test('a session that ended meanwhile is said to have ended, and leads back to it', async () => {
  const stranger = server.browser();
  await stranger.get('/connexion');
  const answer = await stranger.postForm('/paiements', { factures: ids[0]! });
  expect([answer.status, wordsOf(answer.text).includes('Votre session a expiré Connectez-vous de nouveau'), answer.text.includes('href="/connexion?suite=%2Ffactures"'), answer.text.includes('Code 401')]).toEqual([401, true, true, false]);
});

test('why an invoice is not payable is said in a sentence, and nothing offers to pay it', async () => {
  const check = async (sentence: string) => {
    const { text } = await browser.get(`/factures/${ids[0]}`);
    expect(wordsOf(text)).toContain(sentence);
    expect(text).not.toContain('/paiements/selection');
  };
  await suspendPayments({ place: 'portal', sentence: '', actor: 'test', now: new Date() });
  await check('Le paiement a été temporairement suspendu.');
  expect(await words('/factures')).toContain('Le paiement a été temporairement suspendu.');
  expect(await words(selection(ids[0]!))).toContain('Aucune facture ne peut être payée en ligne pour le moment.');
  await suspendPayments({ place: 'portal', sentence: null, actor: 'test', now: new Date() });
  await Regie.update({ suspension: 'Fermé pour inventaire.' }, { where: {} });
  await check('Fermé pour inventaire.');
  await Regie.update({ suspension: null, minimumCents: 50_000 }, { where: {} });
  await check('Le paiement en ligne commence à 500,00 €. Réglez cette facture comme indiqué sur le PDF.');
  await Regie.update({ minimumCents: 100 }, { where: {} });
  for (const [change, sentence] of [
    [{ directDebit: true }, 'Ma facture est en prélèvement automatique.'], [{ state: 'treasury' }, 'a été transmise en trésorerie'], [{ declared: 'payfip' }, 'doit être confirmé par le service'],
  ] as const) {
    await Invoice.update({ state: 'unpaid', declared: null, directDebit: false, ...change }, { where: { id: ids[0]! } });
    await check(sentence);
  }
});

test('« Marquer la facture comme réglée », then « comme non réglée »', async () => {
  const page = `/factures/${ids[0]}`;
  const press = async (action: string) => words((await browser.submit(page, action, {})).location);
  expect(await words(page)).toContain('Marquer la facture comme réglée');
  const marked = await press(`${page}/declarer`);
  for (const sentence of ['La facture est marquée comme réglée.', 'Marquer la facture comme non réglée']) expect(marked).toContain(sentence);
  expect(await words('/factures')).toContain('Marquée comme réglée');
  const unmarked = await press(`${page}/ne-plus-declarer`);
  for (const sentence of ['La facture est marquée comme non réglée.', 'Marquer la facture comme réglée', 'Payer la facture']) expect(unmarked).toContain(sentence);
});

test('what awaits nothing from the resident is neither « à régler » nor late', async () => {
  await Invoice.update({ dueOn: '2020-01-01' }, { where: {} });
  expect(await words('/factures')).toContain('3 factures à régler, pour un total de 603,33 €');
  await Invoice.update({ declared: 'payfip' }, { where: { id: ids[0]! } });
  await Invoice.update({ directDebit: true }, { where: { id: ids[1]! } });
  expect(await words('/factures')).toContain('1 facture à régler, pour un total de 202,11 € . 2 autres n’attendent rien de vous');
  expect((await words('/factures')).match(/En retard/g)).toHaveLength(1);
  expect(await words('/accueil')).toContain('1 facture à régler — 202,11 €');
  const reported = await words(`/factures/${ids[0]}`);
  expect([reported.includes('Payée, à confirmer'), reported.includes('En retard'), reported.includes('À régler au plus tard')]).toEqual([true, false, false]);
  await Invoice.update({ declared: 'resident' }, { where: { id: ids[2]! } });
  expect(await words('/factures')).toContain('Vous n’avez rien à régler pour l’instant. 3 factures n’attendent rien de vous');
  await Invoice.update({ dueOn: '2026-12-21' }, { where: {} });
});

test('a test payment is said to be one, before and after, and settles nothing', async () => {
  await Regie.update({ stage: 'test' }, { where: {} });
  expect(await words(tipi(ids[0]!))).toContain('Attention il s\'agit d\'un paiement de test. Aucun paiement ne sera réellement effectué.');
  expect(await words(await leaveAndChoose('card'))).toContain('Paiement d’essai réussi');
  expect(await words('/factures')).toContain('2017-020-002059');
});

test('an activation says before that the card is debited and after that the invoice is not settled; nobody else is offered it', async () => {
  await Regie.update({ stage: 'activation', numcli: '012327' }, { where: {} });
  expect(await words(tipi(ids[0]!))).toContain('votre carte ou votre compte sera réellement débité, et la facture ne sera pas réglée.');
  expect(await words(await leaveAndChoose('card'))).toContain('Paiement d’activation 200,11 € C’était un paiement d’activation : le montant est réellement débité, mais la facture n’est pas réglée.');
  await Regie.update({ trialEmails: 'maire@exemple.test' }, { where: {} });
  expect(await words(`/factures/${ids[1]}`)).toContain('Le paiement en ligne n’est pas encore ouvert pour « REGIE CENTRALISEE ».');
});

test('by address the departure is the same; an unsigned result is « à confirmer », and is not to be paid twice', async () => {
  await Regie.update({ interface: 'url', numcli: '008112' }, { where: {} });
  const { location } = await leave(ids[0]!);
  expect(location.startsWith(`${simulator.baseUrl}/tpa/paiement.web?numcli=008112`)).toBe(true);
  await Payment.update({ state: 'reported' }, { where: {} });
  await Invoice.update({ declared: 'payfip' }, { where: { id: ids[0]! } });
  const page = await words(`/factures/${ids[0]}`);
  for (const sentence of ['Payée, à confirmer', 'annoncé, en attente de confirmation', 'ne la payez pas une seconde fois']) expect(page).toContain(sentence);
  expect(page).not.toContain('Marquer la facture');
  expect(await words('/factures')).toContain('Payée, à confirmer');
});

test('an attempt that the service has stopped says so', async () => {
  await leave(ids[0]!);
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  await payment.update({ state: 'stopped' });
  expect(await words(`/paiements/${payment.id}`)).toMatch(/Le service a cessé d’attendre ce paiement. Si vous avez payé, il sera reconnu.*selon le service/);
  expect(await words(`/paiements/${payment.id}`)).not.toMatch(/Rien n’a été débité|Payer la facture/);
  await payment.update({ interface: 'url', resultrans: 'P', liveUntil: new Date() });
  expect(await words(`/paiements/${payment.id}`)).toMatch(/Le service n’a pas retrouvé ce paiement.*Payer la facture/);
});

test('what was said keeps its first date, however often PayFiP is asked again; what the service did has its own', async () => {
  const address = await leaveAndChoose('abandon');
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  await PaymentAnswer.update({ at: new Date('2026-03-01T10:00:00Z') }, { where: { code: 'A' } });
  await settlePayment(payment.id, { door: 'staff', now: new Date() });
  expect(await PaymentAnswer.count({ where: { code: 'A' } })).toBeGreaterThan(1);
  for (const page of [address, `/factures/${ids[0]}`]) expect(await words(page)).toMatch(/[Ll]e 01\/03\/2026 11:00 · selon PayFiP/);
  await cancelPayment({ paymentId: payment.id, reason: 'Essai', actor: 'test', now: new Date('2026-03-02T10:00:00Z') });
  expect(await words(address)).toMatch(/Le 02\/03\/2026 11:00 · selon le service/);
});

test('every page says that payments are play when the service is the simulator', async () => {
  for (const path of ['/connexion', '/factures', tipi(ids[0]!), '/paiements/essai']) expect(await (path === '/connexion' ? server.browser().get(path).then(({ text }) => wordsOf(text)) : words(path))).toContain('Commune-école Les paiements sont fictifs');
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0', 'Edge'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36', 'Chrome'],
  ['Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1', 'Safari'], ['curl/8', null],
])('%s is %s', (agent, name) => expect(browserOf(agent)).toBe(name));
