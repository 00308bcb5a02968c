// Starting to pay: one live attempt for an invoice, nothing of another household, and nothing debited when PayFiP does not open.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { configureRegie, type RegieConfiguration } from '../../server/commands/configure-regie.ts';
import { failInterruptedPayments } from '../../server/commands/fail-interrupted-payments.ts';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { reportUrlResult } from '../../server/commands/report-url-result.ts';
import { settlePayment, settlingsUnderWay } from '../../server/commands/settle-payment.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { newId } from '../../server/crypto/tokens.ts';
import { inTransaction } from '../../server/db/database.ts';
import { AppError } from '../../server/errors.ts';
import { Account, AuditEntry, Invoice, PayerAccess, Payment, PaymentAnswer, PaymentLine, Regie } from '../../server/models/index.ts';
import { isInTransaction } from '../../server/transaction-scope.ts';
import * as client from '../../server/payfip/client.ts';
import { PayfipUnavailable } from '../../server/payfip/payfip-errors.ts';
import { readUrlResult } from '../../server/payfip/url-mode.ts';
import { plainSpaces } from '../support/french.ts';
import { createHousehold } from '../support/household.ts';
import { hour, minute, noon, servicePayment } from '../support/payfip.ts';
import { answersOf, openRegie, openScene, publicUrl, standing, type Scene } from '../support/payments.ts';

vi.mock('../../server/payfip/client.ts', { spy: true });

let scene: Scene;
beforeEach(async () => { scene = await openScene(); });
afterEach(async () => { vi.restoreAllMocks(); await scene.close(); });

const request = (invoiceIds: string[], accountId = scene.family.accountId) => ({ accountId, invoiceIds, now: scene.now() });
const mine = (rank = 0) => scene.family.invoices[rank]!.id;
const inDoubt = 'Un paiement a déjà été lancé pour la facture SIMNEVER-1, et le service de paiement ne répond pas pour dire s’il a abouti : ne la payez pas une seconde fois. Revenez plus tard : payée, elle sera marquée comme réglée ; si cela dure, demandez au service où en est votre paiement.';
const refusal = async (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? plainSpaces(error.sentence) : Promise.reject(error)));

it('sends to PayFiP’s page, with the operation kept before anyone leaves', async () => {
  const { kind, url, paymentId } = await startPayment(request([mine(1), mine(0), mine(1)]));
  const payment = await Payment.findByPk(paymentId, { rejectOnEmpty: true });
  const [operation] = scene.simulator.operations();
  expect([kind, url]).toEqual(['redirect', `${scene.simulator.baseUrl}/tpa/paiementws.web?idop=${payment.idOp}`]);
  expect(payment).toMatchObject({
    number: 1, interface: 'service', kind: 'regie', saisie: 'W', numcli: '006270', exer: '2026', amountCents: 40_122, email: 'marie@exemple.test',
    objet: 'Factures SIMNEVER 1 SIMNEVER 2', state: 'open', refdet: expect.stringMatching(/^SIMNEVER1000001[A-Z0-9]{8}$/),
    liveUntil: new Date(noon + 20 * minute), nextCheckAt: new Date(noon + minute),
  });
  expect(operation!.fields).toMatchObject({ montant: '40122', refdet: payment.refdet, urlnotif: `${publicUrl}/paiements/notification`, urlredirect: `${publicUrl}/paiements/retour` });
  expect(await standing(payment)).toMatchObject({ invoices: ['unpaid', 'unpaid'], isLive: true });
});

describe('T-PF-4: one live attempt', () => {
  it('fifty starts at once, by both parents: one attempt; the others are told how long to wait', async () => {
    const father = newId();
    await inTransaction(async () => {
      await Account.create({ id: father, email: 'luc@exemple.test', emailKey: 'luc@exemple.test', state: 'invited' });
      await PayerAccess.create({ accountId: father, payerId: scene.family.payerId });
    });
    const results = await Promise.all(Array.from({ length: 50 }, (_, index) => refusal(startPayment(request([mine(index % 2), mine(2)], index % 2 ? father : scene.family.accountId)))));
    expect(results.filter((each) => each === 'done')).toHaveLength(1);
    expect(results.filter((each) => /^Un paiement est en cours pour la facture SIMNEVER-\d. Attendez 20 minutes/.test(each))).toHaveLength(49);
    expect([await Payment.count(), await PaymentLine.count({ where: { isLive: true } }), scene.simulator.operations().length]).toEqual([1, 2, 1]);
  });
  it('written by another process in between: the index has the last word', async () => {
    const other = await scene.start();
    await inTransaction(() => PaymentLine.update({ isLive: false }, { where: { paymentId: other.id } }));
    // Written in the same transaction, hence undone with it: the sentence alone is looked at.
    vi.spyOn(Payment, 'create').mockImplementationOnce(async (...[values]) => {
      await PaymentLine.update({ isLive: true }, { where: { paymentId: other.id } });
      return Payment.create(values as never);
    });
    expect(await refusal(startPayment(request([mine()])))).toMatch(/^Un paiement est en cours pour la facture SIMNEVER-1/);
    expect(await Payment.count()).toBe(1);
  });
  it('faults 6 and 9: after twenty minutes and no earlier, PayFiP is asked about the first, then a second opens, an operation of its own', async () => {
    const first = await scene.start();
    await scene.later(19 * minute);
    expect(await refusal(startPayment(request([mine()])))).toMatch(/Attendez 1 minute /);
    await scene.later(minute);
    const second = await scene.start();
    expect([await standing(first), second.number, second.refdet === first.refdet, second.idOp === first.idOp]).toEqual([expect.objectContaining({ state: 'expired', isLive: false }), 2, false, false]);
  });
  it('paid in silence meanwhile: no second attempt opens', async () => {
    const first = await scene.start();
    await scene.simulator.act(first.idOp!, { kind: 'decide', resultrans: 'P' });
    await scene.later(21 * minute);
    expect(await refusal(startPayment(request([mine()])))).toBe('La facture SIMNEVER-1 est déjà réglée.');
    expect([await standing(first), scene.simulator.ledger().length]).toEqual([expect.objectContaining({ state: 'paid' }), 1]);
  });
  it('an account may not open attempts without end', async () => {
    await openRegie({ stage: 'closed', numcli: '006270' });
    const said = await Promise.all(Array.from({ length: 61 }, () => refusal(startPayment(request([mine()])))));
    expect(said.at(-1)).toMatch(/^Trop de tentatives/);
  });
});

describe('what the browser says is not believed', () => {
  it('another household’s invoice, alone or slipped among ours, an unknown or a withdrawn one: not found, no attempt is written, nothing asked, and the journal tells it', async () => {
    const theirs = await createHousehold(scene.dataFolder, { code: 'AUTRE', email: 'b@exemple.test', numbers: ['AUTRE-1'] });
    await Invoice.update({ state: 'withdrawn' }, { where: { id: mine(2) } });
    for (const ids of [[theirs.invoices[0]!.id], [mine(), theirs.invoices[0]!.id], [newId()], [mine(), newId()], [mine(2)], [''], ["' OR 1=1 --"]]) {
      await expect(startPayment(request(ids))).rejects.toMatchObject({ code: 'not_found' });
    }
    await expect(startPayment(request([]))).rejects.toMatchObject({ code: 'basket_empty' });
    expect([await Payment.count(), await PaymentLine.count(), scene.simulator.operations()]).toEqual([0, 0, []]);
    const entries = await AuditEntry.findAll({ where: { action: 'payment_refused' }, order: [['at', 'ASC']], raw: true });
    expect(entries.map(({ actor, object, detail }) => [actor, object, detail])).toEqual([theirs.invoices[0]!.id, theirs.invoices[0]!.id, mine(2)].map((invoice) => [`account:${scene.family.accountId}`, invoice, 'not_found']));
  });
  it('a browser that insists fills no journal', async () => {
    const theirs = await createHousehold(scene.dataFolder, { code: 'AUTRE', email: 'b@exemple.test', numbers: ['AUTRE-1'] });
    await scene.later(hour);
    await Promise.all(Array.from({ length: 100 }, () => refusal(startPayment(request([theirs.invoices[0]!.id])))));
    expect(await AuditEntry.count({ where: { action: 'payment_refused' } })).toBe(60);
  });
  it.each<[string, () => Promise<unknown>, string]>([
    ['seven digits and more', () => Invoice.update({ amountCents: 9_999_999 }, { where: {} }), 'payfip_amount_too_large'],
    ['a numcli of five digits in the base', () => Regie.update({ numcli: '00627' }, { where: {} }), 'payfip_numcli_invalid'],
    ['an address that PayFiP refuses', () => Account.update({ email: 'émilie@exemple.test' }, { where: {} }), 'payfip_email_invalid'],
    ['a closed régie', () => openRegie({ stage: 'closed' }), 'payments_not_open'],
  ])('%s: refused, no attempt is written, and what PayFiP would refuse is in the journal', async (_, arrange, code) => {
    await arrange();
    await expect(startPayment(request([mine(0), mine(1)]))).rejects.toMatchObject({ code });
    expect([await Payment.count(), await PaymentLine.count(), scene.simulator.operations()]).toEqual([0, 0, []]);
    expect((await AuditEntry.findAll({ where: { action: 'payment_refused' }, raw: true })).map(({ object, detail }) => [object, detail])).toEqual(code.startsWith('payfip_') ? [[mine(0), code]] : []);
  });
  it('an attempt that had expired is asked about again before a second one opens', async () => {
    const first = await scene.start();
    await pollPayments(() => false, await scene.later(22 * minute));
    expect(await standing(first)).toMatchObject({ state: 'expired', isLive: false });
    await scene.simulator.act(first.idOp!, { kind: 'scenario', scenario: 'never' });
    await scene.simulator.act(first.idOp!, { kind: 'decide', resultrans: 'P' });
    await scene.later(3 * minute);
    await expect(scene.start()).rejects.toMatchObject({ code: 'invoice_already_paid' });
    expect([(await standing(first)).state, await Payment.count()]).toEqual(['paid', 1]);
  });
  it.each(['test', 'activation'] as const)('in %s the accounts named by staff may pay, nobody else', async (stage) => {
    const other = await createHousehold(scene.dataFolder, { code: 'AUTRE', email: 'autre@exemple.test', numbers: ['AUTRE-1'] });
    await openRegie({ stage, numcli: '012327', trialEmails: ['Marie@Exemple.test'] });
    await expect(startPayment(request([other.invoices[0]!.id], other.accountId))).rejects.toMatchObject({ code: 'payments_not_open' });
    expect([await Payment.count(), scene.simulator.operations()]).toEqual([0, []]);
    expect((await scene.start()).state).toBe('open');
    await openRegie({ stage, numcli: '012327', trialEmails: [] });
    await expect(scene.start(1)).rejects.toMatchObject({ code: 'payments_not_open' });
    await expect(openRegie({ stage, trialEmails: ['marie@exemple.test', 'inconnue@exemple.test'] })).rejects.toMatchObject({ code: 'trial_account_unknown', details: { email: 'inconnue@exemple.test' }, field: 'trialEmails' });
  });
  it('a numcli of five digits cannot be configured', async () => {
    const { id: regieId } = await Regie.findOne({ rejectOnEmpty: true });
    const configuration = { regieId, numcli: '00627', kind: 'regie', interface: 'service', stage: 'test', allowsSeveral: false, minimumCents: 100, waitMinutes: 20, trialEmails: [], actor: 'test' } satisfies RegieConfiguration;
    await expect(configureRegie(configuration)).rejects.toMatchObject({ code: 'payfip_numcli_invalid', field: 'numcli' });
    await expect(configureRegie({ ...configuration, numcli: null })).rejects.toMatchObject({ code: 'payfip_numcli_invalid' });
    await expect(configureRegie({ ...configuration, numcli: '006270', minimumCents: 99 })).rejects.toMatchObject({ code: 'regie_minimum_invalid' });
    await expect(configureRegie({ ...configuration, numcli: '006270', waitMinutes: 19 })).rejects.toMatchObject({ code: 'regie_wait_invalid' });
    expect(await configureRegie({ ...configuration, numcli: '006270', kind: 'titre', allowsSeveral: true })).toMatchObject({ interface: 'url', allowsSeveral: false });
  });
});

describe('when PayFiP does not open', () => {
  it('what another process has opened meanwhile stays open', async () => {
    vi.mocked(client.createPayment).mockImplementationOnce(async () => {
      await Payment.update({ state: 'open', idOp: 'autre-operation' }, { where: {} });
      throw new PayfipUnavailable('timeout');
    });
    await expect(startPayment(request([mine()]))).rejects.toMatchObject({ code: 'payfip_unavailable' });
    expect(await standing(await Payment.findOne({ rejectOnEmpty: true }))).toMatchObject({ state: 'open', isLive: true });
  });
  it.each(['technical', 'unavailable', 'http-502', 'html', 'malformed', 'bomb'] as const)('%s: nothing was debited, it says so, and one may start again at once', async (trouble) => {
    scene.simulator.breakService(trouble);
    expect(await refusal(startPayment(request([mine()])))).toBe('Le service de paiement ne répond pas. Rien n’a été débité. Réessayez dans une demi-heure.');
    const failed = await Payment.findOne({ rejectOnEmpty: true });
    expect(await standing(failed)).toEqual({ state: 'failed', invoices: ['unpaid'], outcomes: [null], isLive: false });
    expect(await answersOf(failed)).toEqual([expect.stringMatching(/^create outage \w/)]);
    scene.simulator.breakService(null);
    expect((await scene.start()).state).toBe('open');
  });
  it('silence: given up after 15 s, and no transaction is held meanwhile', async () => {
    const patience = vi.spyOn(AbortSignal, 'timeout');
    const stop = new AbortController();
    patience.mockReturnValue(stop.signal);
    scene.simulator.breakService('timeout');
    let isOver = false;
    const starting = refusal(startPayment(request([mine()]))).finally(() => { isOver = true; });
    await vi.waitFor(() => expect(patience).toHaveBeenCalledWith(15_000), { timeout: 15_000, interval: 5 });
    for (let write = 0; write < 20; write += 1) await inTransaction(() => Regie.update({ name: `Cantine ${write}` }, { where: {} }));
    expect([isOver, await Payment.count({ where: { state: 'starting' } })]).toEqual([false, 1]);
    stop.abort();
    expect(await starting).toMatch(/Rien n’a été débité/);
  });
  it.each([['when its own 15 s are over', false], ['at once when they were over before it was asked, on a busy machine', true]])('silence about a former attempt, behind a poll of it: nobody is sent to pay again, and it is said %s', async (_when, isOverAtOnce) => {
    const former = await scene.start();
    await scene.later(25 * minute);
    const waits: AbortController[] = [];
    const patience = vi.spyOn(AbortSignal, 'timeout').mockImplementation(() => {
      waits.push(new AbortController());
      if (isOverAtOnce && waits.length === 2) waits[1]!.abort();
      return waits.at(-1)!.signal;
    });
    scene.simulator.breakService('timeout');
    const polling = settlePayment(former.id, { door: 'poll', now: scene.now() });
    await vi.waitFor(() => expect(waits).toHaveLength(1), 15_000);
    const starting = refusal(startPayment(request([mine()])));
    await vi.waitFor(() => expect(waits).toHaveLength(2), 15_000);
    waits[1]!.abort();
    expect(await starting).toBe(inDoubt);
    waits[0]!.abort();
    expect([await polling, patience.mock.calls.length, await Payment.count()]).toEqual(['open', 2, 1]);
    await settlingsUnderWay();
    expect(await answersOf(former)).toEqual(['poll outage timeout']);
  });
  it.each(['technical', 'unavailable', 'http-502', 'html', 'malformed', 'bomb'] as const)('%s about a former attempt that was paid, while another could be opened: nobody is sent to pay again, and the true reason is told', async (trouble) => {
    const former = await scene.start();
    await scene.simulator.act(former.idOp!, { kind: 'scenario', scenario: 'never' });
    await scene.simulator.act(former.idOp!, { kind: 'decide', resultrans: 'P' });
    await scene.simulator.act(former.idOp!, { kind: 'trouble', trouble });
    await scene.later(25 * minute);
    for (const ranks of [[mine()], [mine(2), mine()]]) expect(await refusal(startPayment(request(ranks)))).toBe(inDoubt);
    expect([await Payment.count(), scene.simulator.operations().length]).toEqual([1, 1]);
    expect((await scene.start(2)).state).toBe('open');
    await scene.simulator.act(former.idOp!, { kind: 'trouble', trouble: null });
    expect(await refusal(startPayment(request([mine()])))).toBe('La facture SIMNEVER-1 est déjà réglée.');
  });
  it('an attempt of which PayFiP never says anything stops nobody for ever: a week of silence, asked about all along', async () => {
    const former = await scene.start();
    await scene.simulator.act(former.idOp!, { kind: 'trouble', trouble: 'http-502' });
    for (let hours = 2; hours < 7 * 24; hours += 2) await pollPayments(() => false, await scene.later(2 * hour));
    await scene.later(2 * hour - 1);
    expect(await refusal(startPayment(request([mine()])))).toBe(inDoubt);
    await pollPayments(() => false, await scene.later(hour));
    expect([(await scene.start()).state, (await standing(former)).state]).toEqual(['open', 'expired']);
  });
  it('an answer is one, even if it is always « nothing yet »: after its time, another attempt opens', async () => {
    const former = await scene.start();
    await scene.simulator.act(former.idOp!, { kind: 'trouble', trouble: 'p5-forever' });
    await scene.later(20 * minute);
    expect((await scene.start()).state).toBe('open');
  });
  it('PayFiP is asked outside any transaction, which the client itself checks', async () => {
    const inside: boolean[] = [];
    vi.mocked(client.createPayment).mockImplementationOnce(async () => { inside.push(isInTransaction()); return 'cc0cb210-1cd4-11ea-8cca-0213ad91a103'; });
    await scene.start();
    expect(inside).toEqual([false]);
    await expect(inTransaction(() => client.createPayment({ baseUrl: scene.simulator.baseUrl }, servicePayment()))).rejects.toThrow(/must not run inside a transaction/);
  });
  it('a refusal shows PayFiP’s words and its code', async () => {
    await openRegie({ numcli: '999999' });
    expect(await refusal(startPayment(request([mine()])))).toBe('PayFiP refuse ce paiement : Numéro client inconnu de la base PayFiP (code T2). Rien n’a été débité.');
    expect(await Payment.findOne({ raw: true })).toMatchObject({ state: 'failed', problem: 'T2 Numéro client inconnu de la base PayFiP.' });
  });
});

describe('a process that stops while PayFiP is asked', () => {
  const interrupted = async () => {
    const payment = await scene.start();
    await inTransaction(() => payment.update({ state: 'starting', idOp: null, nextCheckAt: new Date(noon + 2 * minute) }));
    return payment;
  };
  it('at start, its attempts have failed and keep nothing', async () => {
    const payment = await interrupted();
    expect([await failInterruptedPayments(), await failInterruptedPayments()]).toEqual([1, 0]);
    expect(await standing(payment)).toMatchObject({ state: 'failed', isLive: false });
    expect((await scene.start()).state).toBe('open');
  });
  it('without a restart, the poll ends them after two minutes', async () => {
    const payment = await interrupted();
    await pollPayments(() => false, await scene.later(minute));
    expect((await standing(payment)).state).toBe('starting');
    await pollPayments(() => false, await scene.later(minute));
    expect(await standing(payment)).toMatchObject({ state: 'failed', isLive: false });
  });
  it('an answer that comes after that opens nothing', async () => {
    vi.mocked(client.createPayment).mockImplementationOnce(async () => { await failInterruptedPayments(); return 'cc0cb210-1cd4-11ea-8cca-0213ad91a103'; });
    expect(await refusal(startPayment(request([mine()])))).toMatch(/Rien n’a été débité/);
    expect(await Payment.findOne({ raw: true })).toMatchObject({ state: 'failed', idOp: null });
  });
});

it('keeps no secret and no address in what was received, by any door', async () => {
  await openRegie({ numcli: '999999' });
  await refusal(startPayment(request([mine(0)])));
  await openRegie();
  scene.simulator.breakService('technical');
  await refusal(startPayment(request([mine(0)])));
  scene.simulator.breakService(null);
  const payment = await scene.start(0);
  await settlePayment(payment.id, { door: 'notification', now: scene.now() });
  await scene.simulator.act(payment.idOp!, { kind: 'decide', resultrans: 'P' });
  await settlePayment(payment.id, { door: 'poll', now: scene.now() });
  await openRegie({ numcli: '008112', interface: 'url' });
  const { url } = await startPayment(request([mine(1)]));
  const query = new URL(url).searchParams;
  const token = query.get('urlcl')!.split('/').at(-1)!;
  for (const [name, value] of Object.entries({ resultrans: 'P', numauto: '3feabd', dattrans: '03122026', heurtrans: '1205' })) query.set(name, value);
  const received = readUrlResult({ body: undefined, query })!;
  for (const montant of ['1', received.montant]) await reportUrlResult({ token, received: { ...received, montant }, now: scene.now() });
  const answers = await PaymentAnswer.findAll({ order: [['at', 'ASC']], raw: true });
  expect(answers.map(({ door, kind }) => `${door} ${kind}`).sort()).toEqual(['create fault', 'create outage', 'notification fault', 'poll result', 'urlcl fault', 'urlcl result']);
  for (const text of [JSON.stringify(answers), JSON.stringify(await AuditEntry.findAll({ where: { actor: ['payfip', 'visitor'] }, raw: true }))]) for (const secret of ['@', 'exemple.test', token, '/paiements/resultat']) expect(text).not.toContain(secret);
  expect(JSON.stringify(answers)).toContain('3feabd');
});
