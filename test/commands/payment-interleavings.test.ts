// Whatever happens, in whatever order: what is paid equals what PayFiP has received, nothing is paid twice silently, nothing stays « en cours », nothing is un-paid.
// PORTAIL_RUNS=3000 makes it a long search.
import fc from 'fast-check';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { failInterruptedPayments } from '../../server/commands/fail-interrupted-payments.ts';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { receiveNotification } from '../../server/commands/receive-notification.ts';
import { settlingsUnderWay } from '../../server/commands/settle-payment.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { newId } from '../../server/crypto/tokens.ts';
import { closeDatabase, inTransaction } from '../../server/db/database.ts';
import { AppError } from '../../server/errors.ts';
import { Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentLine, RateLimit } from '../../server/models/index.ts';
import { troubles } from '../../server/payfip-simulator/model.ts';
import { openState } from '../../server/start.ts';
import { hour, minute } from '../support/payfip.ts';
import { openScene, type Scene } from '../support/payments.ts';

const day = 24 * hour;
const runs = Number(process.env.PORTAIL_RUNS ?? 80);
let scene: Scene;
beforeAll(async () => { scene = await openScene(); });
afterAll(() => scene.close());

const rank = fc.nat(2);
const attempt = fc.nat(5);
/** Silence is left out: fifteen seconds of it at each call would leave no time for anything else. */
const trouble = fc.constantFrom(...troubles.filter((each) => each !== 'timeout' && each !== 'p5-forever'));
const action = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('start' as const), ranks: fc.uniqueArray(rank, { minLength: 1, maxLength: 2 }) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('start-crash' as const), ranks: fc.tuple(rank), delay: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('decide' as const), attempt, letter: fc.constantFrom('P' as const, 'P' as const, 'V' as const, 'A' as const, 'R' as const, 'Z' as const) }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('notify' as const), attempt, times: fc.nat(3) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('return' as const), attempt }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('poll' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('poll-crash' as const), delay: fc.nat(6) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('crash' as const) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('wait' as const), ms: fc.constantFrom(10_000, minute, 5 * minute, 21 * minute, 2 * hour, 9 * hour, 50 * hour, 9 * day) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('jump' as const), skewMs: fc.oneof(fc.integer({ min: -180, max: 180 }).map((minutes) => minutes * minute), fc.integer({ min: -400, max: 400 }).map((days) => days * day)) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ill' as const), trouble: fc.option(trouble, { nil: null }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('ill-attempt' as const), attempt, trouble: fc.option(trouble, { nil: null }) }) },
);
type Action = typeof action extends fc.Arbitrary<infer A> ? A : never;

class World {
  invoices: Invoice[] = [];
  /** Operations to which a resident was sent. */
  tabs: { idOp: string; at: number }[] = [];
  paid = new Set<string>();
  skewMs = 0;

  get now(): Date { return new Date(scene.now().getTime() + this.skewMs); }
  tab(index: number) { return this.tabs.length > 0 ? this.tabs[index % this.tabs.length] : undefined; }

  async prepare(): Promise<void> {
    const model = scene.family.invoices[0]!.get({ plain: true });
    await inTransaction(async () => {
      await RateLimit.destroy({ where: {} });
      this.invoices = await Invoice.bulkCreate([1_000, 2_300, 4_700].map((amountCents) => {
        const id = newId();
        return { ...model, id, amountCents, state: 'unpaid' as const, declared: null, number: `SIMNEVER-${id}`, numberKey: id };
      }));
    });
    scene.simulator.breakService(null);
  }

  /** A refusal is an answer; a closed database is what a crash looks like from inside. */
  async start(ranks: number[], mayCrash = false): Promise<void> {
    const invoiceIds = ranks.map((each) => this.invoices[each]!.id);
    try {
      const { paymentId, url } = await startPayment({ accountId: scene.family.accountId, invoiceIds, now: this.now });
      expect(await Payment.count({ where: { id: paymentId } })).toBe(1);
      this.tabs.push({ idOp: new URL(url).searchParams.get('idop')!, at: scene.now().getTime() });
    } catch (error) {
      if (!(error instanceof AppError) && !mayCrash) throw error;
    }
  }

  async crash(): Promise<void> {
    await closeDatabase();
    await openState(scene.dataFolder);
    await failInterruptedPayments();
  }

  async act(step: Action): Promise<unknown> {
    switch (step.kind) {
      case 'start': return this.start(step.ranks);
      case 'start-crash': return this.during(this.start(step.ranks, true), step.delay);
      case 'decide': return this.decide(step.attempt, step.letter);
      case 'notify': return Promise.all(Array.from({ length: step.times }, () => this.push(step.attempt, 'notification')));
      case 'return': return this.push(step.attempt, 'return');
      case 'poll': return pollPayments(() => false, this.now);
      case 'poll-crash': return this.during(pollPayments(() => false, this.now).catch(() => undefined), step.delay);
      case 'crash': return this.crash();
      case 'wait': return scene.simulator.advance(step.ms);
      case 'jump': this.skewMs = step.skewMs; return undefined;
      case 'ill': return scene.simulator.breakService(step.trouble);
      case 'ill-attempt': {
        const operation = scene.simulator.find(this.tab(step.attempt)?.idOp ?? '');
        if (operation) operation.trouble = step.trouble;
      }
    }
  }

  async during(work: Promise<unknown>, delay: number): Promise<void> {
    await wait(delay);
    await this.crash();
    await work;
  }

  push(index: number, door: 'notification' | 'return'): Promise<unknown> {
    return receiveNotification({ idOp: this.tab(index)?.idOp ?? 'inconnu', door, now: this.now });
  }

  /** PayFiP's own page stays open half a day at the very most. */
  async decide(index: number, letter: 'P' | 'V' | 'A' | 'R' | 'Z'): Promise<void> {
    const tab = this.tab(index);
    if (tab && scene.now().getTime() - tab.at < 12 * hour) await scene.simulator.act(tab.idOp, { kind: 'decide', resultrans: letter });
  }

  async checkNothingUnpaid(): Promise<void> {
    const now = new Set((await Invoice.findAll({ where: { id: this.invoices.map(({ id }) => id), state: 'paid' }, attributes: ['id'], raw: true })).map(({ id }) => id));
    for (const id of this.paid) expect(now.has(id)).toBe(true);
    this.paid = now;
  }

  /** Nothing happens any more but the job, and time. */
  async rest(): Promise<void> {
    await settlingsUnderWay();
    scene.simulator.breakService(null);
    for (const { idOp } of this.tabs) scene.simulator.find(idOp)!.trouble = null;
    for (const ms of [31 * minute, hour, hour, 6 * hour, 12 * hour, 26 * hour]) {
      await scene.simulator.advance(ms);
      await pollPayments(() => false, this.now);
    }
  }

  async checkBooks(): Promise<void> {
    const ids = this.invoices.map(({ id }) => id);
    const invoices = await Invoice.findAll({ where: { id: ids }, raw: true });
    const lines = await PaymentLine.findAll({ where: { invoiceId: ids }, raw: true });
    const payments = await Payment.findAll({ where: { id: lines.map((line) => line.paymentId) }, raw: true });
    const received = scene.simulator.ledger().filter(({ id }) => this.tabs.some(({ idOp }) => idOp === id));
    const sum = (rows: { amountCents: number }[]) => rows.reduce((total, { amountCents }) => total + amountCents, 0);
    expect(payments.filter(({ state }) => state === 'starting' || state === 'open')).toEqual([]);
    expect(lines.filter((line) => line.isLive)).toEqual([]);
    expect(payments.filter(({ state }) => state === 'paid').map(({ idOp }) => idOp).sort()).toEqual(received.map(({ id }) => id).sort());
    expect(sum(invoices.filter(({ state }) => state === 'paid')) + sum(lines.filter(({ outcome }) => outcome === 'paid_twice'))).toBe(received.reduce((total, { cents }) => total + cents, 0));
    for (const { id, state } of invoices) {
      const paying = lines.filter((line) => line.invoiceId === id && payments.some((payment) => payment.id === line.paymentId && payment.state === 'paid'));
      const events = (await InvoiceEvent.findAll({ where: { invoiceId: id }, raw: true })).map(({ kind }) => kind).sort();
      expect([state, paying.map(({ outcome }) => outcome).sort(), events]).toEqual(
        paying.length === 0 ? ['unpaid', [], []] : ['paid', [...Array(paying.length - 1).fill('paid_twice'), 'settled'], [...Array(paying.length - 1).fill('paid_twice'), 'settled']],
      );
    }
    expect(await OutgoingMail.count({ where: { uniqueKey: payments.map(({ id }) => `payment_receipt:${id}`) } })).toBe(received.length);
  }
}

it(`${runs} random lives of payments`, async () => {
  await fc.assert(fc.asyncProperty(fc.array(action, { minLength: 3, maxLength: 22 }), async (steps) => {
    const world = new World();
    await world.prepare();
    for (const step of steps) {
      await world.act(step);
      await world.checkNothingUnpaid();
    }
    await world.rest();
    await world.checkNothingUnpaid();
    await world.checkBooks();
  }), { numRuns: runs, interruptAfterTimeLimit: process.env.PORTAIL_RUNS ? undefined : 20_000 });
}, 3_600_000);
