// kill -9 before and after each write and each call of a payment: after the restart the state is right, nothing is lost, nothing is invented.
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { newId } from '../../server/crypto/tokens.ts';
import { inTransaction } from '../../server/db/database.ts';
import { AuditEntry, Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentLine, RateLimit } from '../../server/models/index.ts';
import { Browser, type Answer } from '../support/browser.ts';
import { buildServer, runServer, type ServerRun } from '../support/built-server.ts';
import { password } from '../support/household.ts';
import { minute } from '../support/payfip.ts';
import { openRegie, openScene, standing, type Scene } from '../support/payments.ts';
import { PortalProcesses, type PortalProcess } from '../support/portal-process.ts';
import { resultOf, tokenOf } from '../support/url-attempt.ts';

let scene: Scene;
let processes: PortalProcesses;
let portal: PortalProcess;
let invoices: Invoice[];
beforeAll(async () => {
  scene = await openScene();
  processes = await PortalProcesses.prepare();
  portal = await processes.open(scene.dataFolder);
});
afterAll(async () => {
  await portal.kill();
  await processes.stop();
  await scene.close();
});

/** Two invoices that no attempt has touched; what came before is not asked for any more. */
async function newInvoices(): Promise<void> {
  const model = scene.family.invoices[0]!.get({ plain: true });
  await inTransaction(async () => {
    await RateLimit.destroy({ where: {} });
    await Payment.update({ nextCheckAt: null }, { where: {} });
    invoices = await Invoice.bulkCreate([1_000, 2_300].map((amountCents) => {
      const id = newId();
      return { ...model, id, amountCents, number: `SIMNEVER-${id}`, numberKey: id };
    }));
  });
}
const order = () => ({ accountId: scene.family.accountId, invoiceIds: invoices.map(({ id }) => id), now: scene.now() });
const poll = async (ms: number) => portal.ask('poll', { now: await scene.later(ms) });
const decide = (payment: Payment, resultrans: 'P' | 'A') => scene.simulator.act(payment.idOp!, { kind: 'decide', resultrans });

async function attempts(): Promise<Payment[]> {
  const lines = await PaymentLine.findAll({ where: { invoiceId: invoices.map(({ id }) => id) }, raw: true });
  return Payment.findAll({ where: { id: lines.map((line) => line.paymentId) }, order: [['number', 'ASC']] });
}
const lastState = async () => (await attempts()).at(-1)?.state ?? 'none';
async function started(): Promise<Payment> {
  await portal.ask('start', order());
  return (await attempts()).at(-1)!;
}

interface Fate { point: string; killed: string }
/** Does `work` once to know its points; then once for each of them, killed there; `after` sees the state before and after the restart. */
async function killEverywhere({ prepare, work, state, after }: {
  prepare: () => Promise<unknown>; work: (dieAt: number) => ReturnType<PortalProcess['ask']>; state: () => Promise<string>; after: (fate: Fate) => Promise<void>;
}): Promise<Fate[]> {
  const prepared = async () => { await newInvoices(); await prepare(); };
  await prepared();
  const whole = await work(never);
  const points = whole.kind === 'died' ? [] : whole.points;
  const fates: Fate[] = [];
  for (const [dieAt, point] of points.entries()) {
    await prepared();
    expect([point, await work(dieAt)]).toEqual([point, { kind: 'died' }]);
    const fate = { point, killed: await state() };
    portal = await processes.open(scene.dataFolder);
    await after(fate);
    fates.push(fate);
  }
  return fates;
}
const never = Number.MAX_SAFE_INTEGER;
/** Each state once, in the order in which the points meet them. */
const inOrder = (fates: Fate[]) => fates.map(({ killed }) => killed).filter((killed, index, all) => killed !== all[index - 1]);
const countOf = (fates: Fate[], point: string) => fates.filter((fate) => fate.point === point).length;

describe('killed while a payment starts', () => {
  it('nothing, or an attempt that has failed, or one that is kept though nobody was sent there: the invoice is free again, at once or when its time is over', async () => {
    const fates = await killEverywhere({
      prepare: async () => undefined, work: (dieAt) => portal.ask('start', order(), dieAt), state: lastState,
      async after({ killed }) {
        const kept = killed === 'open';
        expect(await lastState()).toBe({ none: 'none', starting: 'failed', open: 'open' }[killed]);
        if (kept) expect(await portal.ask('start', order())).toMatchObject({ kind: 'refused', code: 'payment_in_progress' });
        if (kept) await poll(20 * minute);
        expect(await portal.ask('start', order())).toMatchObject({ kind: 'done' });
        expect((await attempts()).map(({ state }) => state)).toEqual([...({ none: [], starting: ['failed'], open: ['expired'] }[killed] ?? []), 'open']);
        expect(await Invoice.count({ where: { state: 'paid' } })).toBe(0);
      },
    });
    expect(inOrder(fates)).toEqual(['none', 'starting', 'open']);
    expect(['before a call', 'after a call', 'before a write', 'before its commit', 'after a write'].map((point) => countOf(fates, point))).toEqual([1, 1, 3, 3, 3]);
    expect([fates.find(({ point }) => point === 'after a call')?.killed, fates.at(-1)]).toEqual(['starting', { point: 'after a write', killed: 'open' }]);
  }, 240_000);

  it('a second time, the first having been paid unannounced: no second page opens, and the first is paid within one turn of the job', async () => {
    let first: Payment;
    const fates = await killEverywhere({
      async prepare() {
        first = await started();
        await decide(first, 'P');
        await scene.later(21 * minute);
      },
      work: (dieAt) => portal.ask('start', order(), dieAt), state: lastState,
      async after() {
        await poll(0);
        expect(await standing(first)).toEqual(settled);
        expect(await portal.ask('start', order())).toMatchObject({ kind: 'refused', code: 'invoice_already_paid' });
        expect(await attempts()).toHaveLength(1);
      },
    });
    expect([inOrder(fates), countOf(fates, 'after a call')]).toEqual([['open', 'paid'], 1]);
  }, 240_000);
});

const settled = { state: 'paid', invoices: ['paid', 'paid'], outcomes: ['settled', 'settled'], isLive: false };

describe('killed while a payment is settled', () => {
  it.each(['notify', 'poll'] as const)('by « %s »: all of it or nothing, then all of it within one turn of the job, once', async (door) => {
    let payment: Payment;
    const orders = {
      notify: (dieAt: number) => portal.ask('notify', { idOp: payment.idOp, door: 'notification', now: scene.now() }, dieAt),
      poll: (dieAt: number) => portal.ask('poll', { now: scene.now() }, dieAt),
    };
    const receipts = () => OutgoingMail.count({ where: { uniqueKey: `payment_receipt:${payment.id}` } });
    const fates = await killEverywhere({
      async prepare() {
        payment = await started();
        await decide(payment, 'P');
        await scene.later(minute);
      },
      work: orders[door],
      async state() {
        const { state, outcomes, invoices: states, isLive } = await standing(payment);
        return JSON.stringify([state, states, outcomes, isLive, await receipts()]);
      },
      async after() {
        await poll(0);
        expect([await standing(payment), await receipts()]).toEqual([settled, 1]);
        await orders.notify(never);
        await poll(10 * minute);
        expect([await standing(payment), await receipts(), await InvoiceEvent.count({ where: { invoiceId: invoices.map(({ id }) => id), kind: 'settled' } })]).toEqual([settled, 1, 2]);
      },
    });
    expect(inOrder(fates)).toEqual(['["open",["unpaid","unpaid"],[null,null],true,0]', '["paid",["paid","paid"],["settled","settled"],false,1]']);
    expect([countOf(fates, 'before a call'), countOf(fates, 'after a call'), countOf(fates, 'before its commit')]).toEqual([1, 1, 1]);
  }, 240_000);

  it('while staff give up waiting: stopped or not, a payment that comes late wins', async () => {
    let payment: Payment;
    const fates = await killEverywhere({
      async prepare() { payment = await started(); },
      work: (dieAt) => portal.ask('cancel', { paymentId: payment.id, reason: 'La famille a renoncé', actor: 'agent:1', now: scene.now() }, dieAt),
      state: lastState,
      async after() {
        await decide(payment, 'P');
        await poll(30 * minute);
        expect(await standing(payment)).toEqual(settled);
      },
    });
    expect(inOrder(fates)).toEqual(['open', 'stopped']);
  }, 240_000);
});

describe('killed while a payment by address is', () => {
  let attempt: { payment: Payment; token: string };
  beforeAll(() => openRegie({ numcli: '008112', interface: 'url' }));
  afterAll(() => openRegie());

  async function startByAddress(): Promise<void> {
    const sent = await portal.ask('start', order());
    if (sent.kind !== 'done') throw new Error(`not started: ${JSON.stringify(sent)}`);
    attempt = { payment: (await attempts()).at(-1)!, token: tokenOf(new URL(sent.value.url)) };
  }
  const report = (dieAt?: number) => portal.ask('report', { token: attempt.token, received: resultOf(attempt.payment, 'P'), now: scene.now() }, dieAt);
  const confirm = (dieAt?: number) => portal.ask('confirm', { paymentId: attempt.payment.id, actor: 'agent:1', now: scene.now() }, dieAt);
  const events = (kind: InvoiceEvent['kind']) => InvoiceEvent.count({ where: { invoiceId: invoices.map(({ id }) => id), kind } });
  const noted = (action: AuditEntry['action']) => AuditEntry.count({ where: { action, object: attempt.payment.id } });
  const receipts = () => OutgoingMail.count({ where: { uniqueKey: `payment_receipt:${attempt.payment.id}` } });
  const declared = async () => (await Promise.all(invoices.map((invoice) => invoice.reload()))).map((invoice) => invoice.declared);
  const state = async () => JSON.stringify([...Object.values(await standing(attempt.payment)), await declared(), await events('reported_paid'), await events('settled'), await noted('payment_confirmed'), await receipts()]);
  const open = '["open",["unpaid","unpaid"],[null,null],true,[null,null],0,0,0,0]';
  const reported = '["reported",["unpaid","unpaid"],[null,null],false,["payfip","payfip"],2,0,0,0]';
  const paid = '["paid",["paid","paid"],["settled","settled"],false,[null,null],2,2,1,1]';

  it('announced: all of it or nothing; said again, it is announced, once', async () => {
    const fates = await killEverywhere({
      prepare: startByAddress, work: report, state,
      async after() {
        expect(await report()).toMatchObject({ kind: 'done', value: 'reported' });
        expect(await state()).toBe(reported);
      },
    });
    expect([inOrder(fates), countOf(fates, 'before its commit')]).toEqual([[open, reported], 1]);
  }, 240_000);

  it('confirmed by staff: all of it or nothing; pressed again, it is paid, once', async () => {
    const fates = await killEverywhere({
      async prepare() {
        await startByAddress();
        await report();
      },
      work: confirm, state,
      async after() {
        expect(await confirm()).toMatchObject({ kind: 'done', value: 'paid' });
        expect(await state()).toBe(paid);
      },
    });
    expect([inOrder(fates), countOf(fates, 'before its commit')]).toEqual([[reported, paid], 1]);
  }, 240_000);
});

describe('the whole server, killed while PayFiP is silent', () => {
  let server: ServerRun;
  beforeAll(() => buildServer(), 120_000);
  beforeEach(() => newInvoices());
  afterEach(() => kill());

  async function kill(): Promise<void> {
    scene.simulator.breakService(null);
    server.child.kill('SIGKILL');
    await server.ended;
  }
  async function until(isSo: () => Promise<boolean>): Promise<void> {
    for (let turn = 0; turn < 1_200 && !(await isSo()); turn += 1) await wait(25);
    expect(await isSo()).toBe(true);
  }
  /** Presses « Payer la facture sur le portail TIPI ». */
  async function press(): Promise<Answer | null> {
    const browser = new Browser(server.portalUrl);
    await browser.login(scene.family.email, password);
    return browser.submit(`/paiements/tipi?facture=${invoices[0]!.id}`, '/paiements', {}).catch(() => null);
  }

  it('a payment that was being opened has failed, and another opens; one that was being settled is paid by the job', async () => {
    server = await runServer(scene.dataFolder);
    scene.simulator.breakService('timeout');
    const pressed = press();
    await until(async () => (await lastState()) === 'starting');
    await kill();
    expect([await pressed, await lastState()]).toEqual([null, 'starting']);
    server = await runServer(scene.dataFolder);
    expect(await lastState()).toBe('failed');
    const sent = await press();
    const payment = (await attempts()).at(-1)!;
    expect(sent?.location).toBe(`${scene.simulator.baseUrl}/tpa/paiementws.web?idop=${payment.idOp}`);
    await decide(payment, 'P');
    scene.simulator.breakService('timeout');
    expect((await new Browser(server.portalUrl).postForm('/paiements/notification', { idop: payment.idOp! })).status).toBe(200);
    await kill();
    expect(await standing(payment)).toMatchObject({ state: 'open', invoices: ['unpaid'], isLive: true });
    await inTransaction(() => payment.update({ nextCheckAt: new Date() }));
    server = await runServer(scene.dataFolder);
    await until(async () => (await lastState()) === 'paid');
    expect(await standing(payment)).toMatchObject({ invoices: ['paid'], outcomes: ['settled'] });
  }, 240_000);
});
