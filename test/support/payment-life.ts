// One life of three invoices: residents who pay, PayFiP that answers or not, staff, a process that dies, clocks that jump; and what must be true all along.
// The expected books are kept here from what PayFiP's simulator has received and who was sent there, not from what the portal says of it.
import { setTimeout as wait } from 'node:timers/promises';
import { Op } from 'sequelize';
import { expect } from 'vitest';
import { newId } from '../../server/crypto/tokens.ts';
import { inTransaction } from '../../server/db/database.ts';
import { standingFacts } from '../../server/domain/invoice.ts';
import { Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentAnswer, PaymentLine, RateLimit } from '../../server/models/index.ts';
import type { Resultrans, Trouble } from '../../server/payfip-simulator/model.ts';
import { toSort } from '../../server/staff/find-payments.ts';
import { seenFact } from './invoice-facts.ts';
import { query } from './database-state.ts';
import { hour, minute } from './payfip.ts';
import type { Scene } from './payments.ts';
import type { PortalProcess, PortalProcesses } from './portal-process.ts';

/** What happens while PayFiP's answer is on the way, or at the same time as something else. */
export type Step =
  | { kind: 'start'; ranks: number[]; dieAt?: number }
  | { kind: 'notify'; attempt: number; times: number; dieAt?: number }
  | { kind: 'return'; attempt: number }
  | { kind: 'poll'; dieAt?: number }
  | { kind: 'cancel'; attempt: number; dieAt?: number }
  | { kind: 'desk'; rank: number }
  | { kind: 'take-back'; rank: number }
  | { kind: 'withdraw'; rank: number }
  | { kind: 'decide'; attempt: number; letter: Resultrans }
  /** PayFiP says of it a letter that nobody knows, or another reference; then what it should. */
  | { kind: 'blur'; attempt: number; what: 'letter' | 'refdet' }
  | { kind: 'clear'; attempt: number }
  | { kind: 'wait'; ms: number };
export type Action = Step
  | { kind: 'crash' }
  | { kind: 'jump'; ms: number }
  | { kind: 'ill'; trouble: Trouble | null }
  | { kind: 'ill-attempt'; attempt: number; trouble: Trouble | null }
  | { kind: 'together'; steps: Step[] }
  | { kind: 'late-answer'; asked: Step; meanwhile: Step[] };

/** A browser that was sent to PayFiP. */
interface Tab { paymentId: string; idOp: string; ranks: number[]; at: number }

/** Shorter than fifteen seconds where the service is silent: a life has no time for more. */
const hastyMs = 150;
const usualMs = 15_000;
/** What has not ended by then waits behind the answer that is held. */
const queuedMs = 250;

/** What follows from agents, and from answers that were not understood: it is compared by what stands at the end. */
const beside = new Set(['settled staff', 'reported_paid payfip', 'report_denied payfip', 'report_denied staff']);

export class PaymentLife {
  readonly #scene: Scene;
  readonly #processes: PortalProcesses;
  #portal: PortalProcess;
  #invoices: Invoice[] = [];
  #tabs: Tab[] = [];
  #takenBack = new Set<string>();
  #states = new Map<string, string>();
  #skewMs = 0;
  #hasJumped = false;
  /** What PayFiP suffers from, as a whole or about one operation. */
  #troubles = new Map<string, Trouble>();
  /** What undoes the blur of an operation. */
  #blurs = new Map<string, () => void>();
  /** PayFiP itself knows what it has been paid: nothing is blurred while it decides. */
  #deciding = new Set<string>();
  /** « expired → paid », « paid_twice »… */
  readonly seen = new Set<string>();

  constructor(scene: Scene, processes: PortalProcesses, portal: PortalProcess) {
    [this.#scene, this.#processes, this.#portal] = [scene, processes, portal];
  }

  /** Three new invoices; answers the life of before's process, or another if it died. */
  static async begin(scene: Scene, processes: PortalProcesses, portal: PortalProcess): Promise<PaymentLife> {
    const life = new PaymentLife(scene, processes, portal);
    const model = scene.family.invoices[0]!.get({ plain: true });
    await inTransaction(async () => {
      await RateLimit.destroy({ where: {} });
      life.#invoices = await Invoice.bulkCreate([1_000, 2_300, 4_700].map((amountCents) => {
        const id = newId();
        return { ...model, id, amountCents, state: 'unpaid' as const, declared: null, number: `SIMNEVER-${id}`, numberKey: id };
      }));
    });
    scene.simulator.breakService(null);
    return life;
  }

  get portal(): PortalProcess { return this.#portal; }
  get #now(): Date { return new Date(this.#scene.now().getTime() + this.#skewMs); }
  get #ids(): string[] { return this.#invoices.map(({ id }) => id); }
  #tab(index: number): Tab | undefined { return this.#tabs.length > 0 ? this.#tabs[index % this.#tabs.length] : undefined; }

  async act(action: Action): Promise<void> {
    await this.#do(action);
    if (this.#portal.isDead) await this.#restart();
    await this.#checkNothingLost();
  }

  async #do(action: Action): Promise<unknown> {
    const { simulator } = this.#scene;
    switch (action.kind) {
      case 'crash': return this.#portal.kill();
      case 'jump':
        this.#hasJumped = true;
        this.#skewMs = action.ms;
        return undefined;
      case 'ill':
        simulator.breakService(action.trouble);
        return this.#suffer('service', action.trouble);
      case 'ill-attempt': {
        const operation = simulator.find(this.#tab(action.attempt)?.idOp ?? '');
        if (!operation) return undefined;
        operation.trouble = action.trouble;
        return this.#suffer(operation.id, action.trouble);
      }
      case 'together': return Promise.all(action.steps.map((step) => this.#step(step)));
      case 'late-answer': return this.#late(action.asked, action.meanwhile);
      default: return this.#step(action);
    }
  }

  async #step(step: Step): Promise<unknown> {
    switch (step.kind) {
      case 'start': return this.#dying(step.dieAt, () => this.#start(step.ranks, step.dieAt));
      case 'notify': return this.#dying(step.dieAt, () => Promise.all(Array.from({ length: step.times }, () => this.#push(step.attempt, 'notification', step.dieAt))));
      case 'return': return this.#push(step.attempt, 'return');
      case 'poll': return this.#dying(step.dieAt, () => this.#portal.ask('poll', { now: this.#now }, step.dieAt));
      case 'cancel': return this.#dying(step.dieAt, () => this.#cancel(step.attempt, step.dieAt));
      case 'desk': return this.#portal.ask('settleByHand', { invoiceId: this.#ids[step.rank]!, method: 'cheque', paidOn: '2026-12-03', actor: 'agent:1', now: this.#now });
      case 'take-back': return this.#takeBack(this.#ids[step.rank]!);
      case 'withdraw': return inTransaction(() => Invoice.update({ state: 'withdrawn' }, { where: { id: this.#ids[step.rank]!, state: 'unpaid' } }));
      case 'decide': return this.#decide(step.attempt, step.letter);
      case 'blur': return this.#blur(step.attempt, step.what);
      case 'clear': return this.#clear(this.#tab(step.attempt)?.idOp ?? '');
      case 'wait': return this.#scene.simulator.advance(step.ms);
    }
  }

  /** A point that is beyond the end of the order: killed just after it. */
  async #dying(dieAt: number | undefined, work: () => Promise<unknown>): Promise<void> {
    await work();
    if (dieAt !== undefined) await this.#portal.kill();
  }

  async #start(ranks: number[], dieAt?: number): Promise<void> {
    const invoiceIds = ranks.map((rank) => this.#ids[rank]!);
    const paid = this.#tabs.filter((tab) => tab.ranks.some((rank) => ranks.includes(rank)) && ['P', 'V'].includes(this.#letterOf(tab)) && !this.#isHidden(tab));
    // An order that time overtakes is as old as the moment it was given: PayFiP answers within fifteen seconds, or not at all.
    const at = this.#scene.now().getTime();
    const answer = await this.#portal.ask('start', { accountId: this.#scene.family.accountId, invoiceIds, now: this.#now }, dieAt);
    if (answer.kind !== 'done') return;
    const tab = { paymentId: answer.value.paymentId, idOp: new URL(answer.value.url).searchParams.get('idop')!, ranks, at };
    expect(await Payment.count({ where: { id: tab.paymentId, idOp: tab.idOp } })).toBe(1);
    // PayFiP has it, whether it could be asked or not.
    if (!this.#hasJumped) expect(paid).toEqual([]);
    if (!this.#hasJumped) expect(this.#tabs.filter((other) => this.#mayStillPay(other, tab))).toEqual([]);
    this.#tabs.push(tab);
  }

  /** PayFiP says otherwise than what it has, has forgotten it, or has said nothing for a week. */
  #isHidden({ idOp, at }: Tab): boolean {
    const trouble = this.#troubles.get(idOp);
    return this.#blurs.has(idOp) || this.#isForgotten(idOp) || trouble === 'p5-forever' || (trouble !== undefined && this.#scene.now().getTime() - at >= 7 * 24 * hour);
  }

  /** The trouble « p1-next-day » makes it forget at night even what was paid. */
  #isForgotten(idOp: string): boolean { return (this.#scene.simulator.find(idOp)?.purgedAt ?? null) !== null; }

  /** What PayFiP has received, but for what it forgot before anybody had understood it: no portal could know, unless staff looked at the statement. */
  async #received() {
    const answers = await PaymentAnswer.findAll({ where: { paymentId: this.#tabs.map(({ paymentId }) => paymentId), kind: 'result', code: ['P', 'V'] }, attributes: ['paymentId'], raw: true });
    const heard = new Set(answers.map(({ paymentId }) => paymentId));
    const paid = new Set((await Payment.findAll({ where: { id: this.#tabs.map(({ paymentId }) => paymentId), state: 'paid' }, attributes: ['id'], raw: true })).map(({ id }) => id));
    const denied = new Set((await Payment.findAll({ where: { id: [...heard], state: 'stopped', resultrans: { [Op.ne]: null } }, attributes: ['id'], raw: true })).map(({ id }) => id));
    const known = this.#tabs.filter(({ idOp, paymentId }) => !this.#isForgotten(idOp) || paid.has(paymentId) || (heard.has(paymentId) && !denied.has(paymentId)));
    return this.#scene.simulator.ledger().filter(({ id }) => known.some(({ idOp }) => idOp === id));
  }

  #letterOf({ idOp }: Tab): string { return this.#scene.simulator.find(idOp)?.result?.resultrans ?? ''; }

  /** Nobody is sent to pay an invoice while another page of PayFiP's may take its money: twenty minutes, unless a debit was refused. */
  #mayStillPay(tab: Tab, next: Tab): boolean {
    return tab.ranks.some((rank) => next.ranks.includes(rank)) && next.at - tab.at < 20 * minute && this.#letterOf(tab) !== 'Z';
  }

  #push(attempt: number, door: 'notification' | 'return', dieAt?: number) {
    return this.#portal.ask('notify', { idOp: this.#tab(attempt)?.idOp ?? 'inconnu', door, now: this.#now }, dieAt);
  }

  async #cancel(attempt: number, dieAt?: number): Promise<void> {
    const tab = this.#tab(attempt);
    if (!tab) return;
    await this.#portal.ask('cancel', { paymentId: tab.paymentId, reason: 'La famille a renoncé', actor: 'agent:1', now: this.#now }, dieAt);
  }

  async #takeBack(invoiceId: string): Promise<void> {
    const { kind } = await this.#portal.ask('takeBack', { invoiceId, factId: await seenFact(invoiceId), reason: 'Chèque sans provision', actor: 'agent:1', now: this.#now });
    if (kind === 'done') this.#takenBack.add(invoiceId);
  }

  /** PayFiP's own page stays open half a day at the very most. */
  async #decide(attempt: number, letter: Resultrans): Promise<void> {
    const tab = this.#tab(attempt);
    if (!tab) return;
    this.#deciding.add(tab.idOp);
    await this.#clear(tab.idOp);
    if (this.#scene.now().getTime() - tab.at < 12 * hour) await this.#scene.simulator.act(tab.idOp, { kind: 'decide', resultrans: letter });
    this.#deciding.delete(tab.idOp);
  }

  async #blur(attempt: number, what: 'letter' | 'refdet'): Promise<void> {
    const operation = this.#scene.simulator.find(this.#tab(attempt)?.idOp ?? '');
    if (!operation?.result || this.#blurs.has(operation.id) || this.#deciding.has(operation.id)) return;
    const { fields, result: { resultrans } } = operation;
    const { refdet } = fields;
    if (what === 'refdet') fields.refdet = refdet.toLowerCase();
    else operation.result.resultrans = 'W' as Resultrans;
    this.#blurs.set(operation.id, () => {
      fields.refdet = refdet;
      if (what === 'letter' && operation.result) operation.result.resultrans = resultrans;
    });
  }

  async #clear(idOp: string): Promise<void> {
    this.#blurs.get(idOp)?.();
    this.#blurs.delete(idOp);
  }

  /** PayFiP has answered, and its answer arrives only once the rest has happened, or waits behind it. */
  async #late(asked: Step, meanwhile: Step[]): Promise<void> {
    await this.#portal.ask('hold', undefined);
    const waiting = [this.#step(asked)];
    await Promise.race([waiting[0], this.#portal.ask('held', undefined)]);
    for (const step of meanwhile) {
      waiting.push(this.#step(step));
      await Promise.race([waiting.at(-1), wait(queuedMs)]);
    }
    await this.#portal.ask('release', undefined);
    await Promise.all(waiting);
  }

  #suffer(key: string, trouble: Trouble | null) {
    if (trouble) this.#troubles.set(key, trouble);
    else this.#troubles.delete(key);
    return this.#bePatient();
  }

  #bePatient() {
    return this.#portal.ask('patience', [...this.#troubles.values()].includes('timeout') ? hastyMs : usualMs);
  }

  async #restart(): Promise<void> {
    this.#portal = await this.#processes.open(this.#scene.dataFolder);
    await this.#bePatient();
  }

  /** Nothing happens any more but the job, and time: PayFiP is well, and a process runs. */
  async rest(): Promise<void> {
    await this.#portal.ask('quiet', undefined);
    for (const { idOp } of this.#tabs) await this.#do({ kind: 'ill-attempt', attempt: this.#tabs.findIndex((tab) => tab.idOp === idOp), trouble: null });
    await this.#do({ kind: 'ill', trouble: null });
    for (const { idOp } of this.#tabs) await this.#clear(idOp);
    for (const ms of [31 * minute, hour, hour, 6 * hour, 12 * hour, 26 * hour]) {
      await this.#scene.simulator.advance(ms);
      await this.act({ kind: 'poll' });
    }
    await this.#lookAtForgotten();
  }

  /** PayFiP has said what nobody understands, then has forgotten it: staff read the statement of the Treasury. */
  async #lookAtForgotten(): Promise<void> {
    const received = this.#scene.simulator.ledger().map(({ id }) => id);
    for (const { paymentId, idOp } of this.#tabs.filter((tab) => this.#isForgotten(tab.idOp))) {
      if ((await Payment.findByPk(paymentId, { rejectOnEmpty: true })).state !== 'reported') continue;
      const order = { paymentId, actor: 'agent:1', now: this.#now };
      if (received.includes(idOp)) await this.#portal.ask('confirm', order);
      else await this.#portal.ask('cancel', { ...order, reason: 'Absent du relevé' });
    }
    await this.#checkNothingLost();
  }

  /** What is paid stays paid, an invoice and an attempt alike, unless staff take back what they did by hand. */
  async #checkNothingLost(): Promise<void> {
    const ids = this.#ids.map((id) => `'${id}'`).join();
    const states = await query<{ id: string; state: string }>(
      `SELECT id, state FROM invoices WHERE id IN (${ids}) UNION SELECT p.id, p.state FROM payments p JOIN payment_lines l ON l.payment_id = p.id WHERE l.invoice_id IN (${ids})`,
    );
    for (const { id, state } of states) {
      const before = this.#states.get(id) ?? 'new';
      if (before === 'paid' && !this.#takenBack.delete(id)) expect([id, state]).toEqual([id, 'paid']);
      if (before !== state) this.seen.add(`${before} → ${state}`);
      this.#states.set(id, state);
    }
    expect([...this.#states.keys()].filter((id) => !states.some((each) => each.id === id))).toEqual([]);
  }

  /** Once at rest. */
  async checkBooks(): Promise<void> {
    const lines = await PaymentLine.findAll({ where: { invoiceId: this.#ids }, raw: true });
    const payments = await Payment.findAll({ where: { id: lines.map((line) => line.paymentId) }, raw: true });
    const received = await this.#received();
    const sum = (amounts: number[]) => amounts.reduce((total, cents) => total + cents, 0);
    expect(payments.filter(({ state }) => state === 'starting' || state === 'open' || state === 'reported')).toEqual([]);
    expect(await Invoice.count({ where: { id: this.#ids, declared: { [Op.ne]: null } } })).toBe(0);
    expect(lines.filter((line) => line.isLive)).toEqual([]);
    expect(payments.filter(({ state }) => state === 'paid').map(({ idOp, amountCents }) => `${idOp} ${amountCents}`).sort()).toEqual(received.map(({ id, cents }) => `${id} ${cents}`).sort());
    let settled = 0;
    for (const [rank, invoice] of this.#invoices.entries()) settled += await this.#checkInvoice(invoice, received.filter(({ id }) => this.#tabs.some((tab) => tab.idOp === id && tab.ranks.includes(rank))).length);
    const unexpected = lines.filter(({ outcome }) => outcome !== null && outcome !== 'settled');
    expect(settled + sum(unexpected.map(({ amountCents }) => amountCents))).toBe(sum(received.map(({ cents }) => cents)));
    const told = await Payment.findAll({ where: { [Op.and]: [toSort, { id: payments.map(({ id }) => id) }] }, attributes: ['id'], raw: true });
    expect(unexpected.filter(({ paymentId }) => !told.some(({ id }) => id === paymentId))).toEqual([]);
    const receipts = await OutgoingMail.findAll({ where: { uniqueKey: payments.map(({ id }) => `payment_receipt:${id}`) }, raw: true });
    expect(receipts).toHaveLength(received.length);
    for (const { outcome } of unexpected) this.seen.add(outcome!);
  }

  /** `times`: it was paid. Answers the cents that PayFiP's money has settled of it, once. */
  async #checkInvoice({ id }: Invoice, times: number): Promise<number> {
    const invoice = await Invoice.findByPk(id, { rejectOnEmpty: true });
    const events = standingFacts(await InvoiceEvent.findAll({ where: { invoiceId: id }, raw: true })).map(({ kind, source }) => `${kind} ${source.replace('url-confirmed', 'payfip')}`).sort();
    const outcomes = (await PaymentLine.findAll({ where: { invoiceId: id }, raw: true })).flatMap(({ outcome }) => outcome ?? []).sort();
    const each = <T>(count: number, value: T): T[] => Array.from({ length: count }, () => value);
    if (invoice.state === 'withdrawn') expect([outcomes, events.filter((event) => !beside.has(event))]).toEqual([each(times, 'not_payable_any_more'), each(times, 'paid_when_withdrawn payfip')]);
    else {
      const atDesk = events.filter((event) => event === 'settled staff').length;
      const twice = atDesk > 0 ? times : Math.max(0, times - 1);
      const first = times > twice ? ['settled'] : [];
      expect([invoice.state, outcomes, events.filter((event) => !beside.has(event)), atDesk <= 1]).toEqual([
        times > 0 || atDesk > 0 ? 'paid' : 'unpaid', [...each(twice, 'paid_twice'), ...first], [...each(twice, 'paid_twice payfip'), ...first.map((kind) => `${kind} payfip`)], true,
      ]);
    }
    return outcomes.includes('settled') ? invoice.amountCents : 0;
  }
}
