// A resident pays: chooses, reads what will be paid, leaves for PayFiP, comes back, and sees where it stands. The simulator answers for PayFiP.
import { expect, test } from 'vitest';
import { declareInvoices } from '../../server/commands/declare-invoices.ts';
import { suspendPayments } from '../../server/commands/suspend-payments.ts';
import { inTransaction } from '../../server/db/database.ts';
import { Account, Invoice, PayerAccess, Payment, PaymentLine, Regie } from '../../server/models/index.ts';
import { browserOf } from '../../server/portal/browser-of.ts';
import { hiddenFields, unescapeHtml, wordsOf } from '../support/browser.ts';
import { createHousehold, password } from '../support/household.ts';
import { fill, routesWhere } from '../support/portal-routes.ts';
import { leaveAs, selection, tipi, usePayingResident } from '../support/paying-resident.ts';

const { simulator, server, household, browser, ids, words, leave, leaveAndChoose } = await usePayingResident();

test('an invoice is chosen, paid by card, and its result, its ticket and the lists say so', async () => {
  const invoice = await browser.get(`/factures/${ids[0]}`);
  expect(invoice.text).toContain(`href="/paiements/selection?facture=${ids[0]}"`);
  expect(wordsOf(invoice.text)).toContain('Payer la facture');
  const chosen = await words(selection(ids[0]!));
  for (const sentence of ['Sélection des factures pour le règlement', 'REGIE CENTRALISEE', 'Montant à régler', '2017-020-002059', 'Factures sélectionnées :', 'Nombre de factures : 1', 'Montant à régler : 200,11 €', 'Payer la facture', 'Fermer']) expect(chosen).toContain(sentence);

  const information = await browser.get(tipi(ids[0]!));
  for (const sentence of ['Informations pour le paiement TIPI', 'Identifiant collectivité : 006270', 'Montant du règlement : 200,11 €', 'Références des factures : 2017-020-002059',
    'Attention, votre navigateur doit accepter les fenêtres contextuelles (popup).', 'Cliquez sur le bouton de test pour vérifier que votre navigateur accepte les pop-up.',
    'Test d’accès au portail de paiement TIPI', 'Payer la facture sur le portail TIPI', 'Fermer', `L’accès au site ${simulator.baseUrl} se fait dans un pop-up, il est possible qu’il soit bloqué par votre navigateur.`,
    'Attention : Si vous n’avez pas pu réaliser le règlement ou que vous abandonnez le règlement, un délai d’attente de 20 minutes peut être demandé avant une nouvelle tentative.']) expect(wordsOf(information.text)).toContain(sentence);
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
  const { location } = await leaveAs(visitor, some);
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

test('a direct debit is said to be one; a payment of an invoice already settled is said to be twice', async () => {
  const debited = await leaveAndChoose('debit');
  expect(await words(debited)).toMatch(/Prélèvement enregistré.*le montant sera prélevé/);
  await PaymentLine.update({ outcome: 'paid_twice' }, { where: {} });
  const { id } = await Payment.findOne({ where: { state: 'paid' }, rejectOnEmpty: true });
  expect(await words(debited)).toMatch(/Paiement en double.*vous l’avez payée deux fois\. Le service en est averti et vous recontacte/);
  for (const page of [`/factures/${ids[0]}`, '/paiements']) expect(await words(page)).toContain('Paiement en double');
  expect(await words(`/factures/${ids[0]}`)).not.toContain('Vous n’avez plus rien à faire');
  await Payment.update({ sortedAt: new Date() }, { where: { id } });
  expect(await words(debited)).toContain('vous l’avez payée deux fois. Le service y a donné suite.');
  // The other settlement was a mistake: the service is to say what this payment settles, then has said that it was given back.
  await Invoice.update({ state: 'unpaid', declared: 'payfip' }, { where: {} });
  await PaymentLine.update({ isAsked: true }, { where: {} });
  expect(await words(`/factures/${ids[0]}`)).toContain('Le service vérifie ce que ce paiement règle : ne payez pas une seconde fois.');
  expect(await words(debited)).toMatch(/Le service vérifie si ce paiement règle la facture .* : ne la payez pas une seconde fois/);
  await Invoice.update({ declared: null }, { where: {} });
  await PaymentLine.update({ isAsked: false }, { where: {} });
  expect(await words(debited)).toMatch(/Ce paiement ne règle pas la facture .*, qui reste à régler/);
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
  await Regie.update({ suspension: null }, { where: {} });
  const sentence = 'Une erreur est à corriger.';
  await Invoice.update({ suspension: sentence }, { where: { id: ids[0]! } });
  const { number } = await Invoice.findByPk(ids[0]!, { rejectOnEmpty: true });
  expect(await words('/factures')).toContain(`Facture ${number} : ${sentence}`);
  await Invoice.update({ suspension: null }, { where: {} });
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

test('the other parent reads who has marked the invoice as paid, and may take it back', async () => {
  const page = `/factures/${ids[2]}`;
  await createHousehold(server.dataFolder, { code: 'AUTRE1', email: 'luc@exemple.test', numbers: ['2026-AUTRE-1'] });
  const { id: accountId } = await Account.findOne({ where: { email: 'luc@exemple.test' }, rejectOnEmpty: true });
  await inTransaction(() => PayerAccess.create({ accountId, payerId: household.payerId }));
  const father = server.browser();
  await father.login('luc@exemple.test', password);
  await browser.submit(page, `${page}/declarer`, {});
  expect(await words(page)).toMatch(/Marquée comme réglée le [^·]* · selon vous/);
  const seen = wordsOf((await father.get(page)).text);
  expect(seen).toMatch(/Marquée comme réglée le [^·]* · selon une personne de votre foyer/);
  expect(seen).toContain('La facture 2017-020-002061 est marquée comme réglée. Pour la payer en ligne, marquez-la d’abord comme non réglée.');
  await father.submit(page, `${page}/ne-plus-declarer`, {});
  expect(await words(page)).toMatch(/Marquée comme non réglée le [^·]* · selon une personne de votre foyer/);
});

test('a test payment is said to be one, before and after, and settles nothing', async () => {
  await Regie.update({ stage: 'test' }, { where: {} });
  expect(await words(tipi(ids[0]!))).toContain('Attention il s’agit d’un paiement de test. Aucun paiement ne sera réellement effectué.');
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
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  await inTransaction(() => declareInvoices(payment, new Date()));
  const page = await words(`/factures/${ids[0]}`);
  for (const sentence of ['Payée, à confirmer', 'annoncé, en attente de confirmation', 'annoncé par le service de paiement', 'ne la payez pas une seconde fois']) expect(page).toContain(sentence);
  expect(page).not.toContain('Marquer la facture');
  expect(await words('/factures')).toContain('Payée, à confirmer');
});

test('a refusal announced by address is not said to be PayFiP’s word; an invoice taken away is named without a link', async () => {
  await leave(ids[0]!);
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  await payment.update({ state: 'refused', interface: 'url' });
  expect(await words(`/paiements/${payment.id}`)).toMatch(/Paiement refusé.*annoncé par le service de paiement/);
  await Invoice.update({ state: 'withdrawn' }, { where: { id: ids[0]! } });
  const { text } = await browser.get(`/paiements/${payment.id}`);
  expect([wordsOf(text).includes('2017-020-002059'), text.includes(`/factures/${ids[0]}`)]).toEqual([true, false]);
});

test('an answer of PayFiP that is not understood is not to be paid again', async () => {
  await leave(ids[0]!);
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  await payment.update({ state: 'reported', liveUntil: new Date(Date.now() - 1_000) });
  const page = await words(`/paiements/${payment.id}`);
  expect(page).toMatch(/PayFiP nous a répondu autre chose que prévu. Le service vérifie : ne payez pas une seconde fois.*selon PayFiP/);
  expect(page).not.toContain('Payer la facture');
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

/** They lead to a page, or are none. */
const notPages = ['GET /', 'GET /logo-:version', 'GET /robots.txt', 'GET /factures/:id/pdf'];

test('every page says that payments are play when the service is the simulator', async () => {
  await leave(ids[1]!);
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  const pages = routesWhere(({ name, method, kind }) => method === 'GET' && kind !== 'door' && !notPages.includes(name));
  const answers = await Promise.all(pages.map(async ({ name, path, kind }) => {
    const visitor = kind === 'public' ? server.browser() : browser;
    const { status, text } = await visitor.get(`${fill(path, kind === 'payment' ? payment.id : ids[0]!)}?facture=${ids[0]}`);
    return [name, status, wordsOf(text).includes('Commune-école Les paiements sont fictifs')];
  }));
  expect(answers).toEqual(pages.map(({ name }) => [name, 200, true]));
  expect(pages.length).toBeGreaterThan(15);
  expect(await words('/inconnue')).toContain('Commune-école Les paiements sont fictifs');
});

test.each([
  ['Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0', 'Firefox'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36 Edg/126.0', 'Edge'],
  ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36', 'Chrome'],
  ['Mozilla/5.0 (iPhone) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1', 'Safari'], ['curl/8', null],
])('%s is %s', (agent, name) => expect(browserOf(agent)).toBe(name));
