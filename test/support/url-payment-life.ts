// One life of three invoices paid by address: results that come, lie or are lost, staff who confirm, deny and err, a machine off at night; and what must be true all along.
// The books are kept here, from what PayFiP's pages have taken: the portal is told by unsigned results and by agents alone.
import { Op } from 'sequelize';
import { expect } from 'vitest';
import { cancelPayment } from '../../server/commands/cancel-payment.ts';
import { confirmPayment } from '../../server/commands/confirm-payment.ts';
import { dueAgain } from '../../server/commands/due-again.ts';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { reportUrlResult } from '../../server/commands/report-url-result.ts';
import { settleByHand } from '../../server/commands/settle-by-hand.ts';
import { settleFromDouble } from '../../server/commands/settle-from-double.ts';
import { sortPayment } from '../../server/commands/sort-payment.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { takeBack, takeBackConfirmation } from '../../server/commands/take-back.ts';
import { newId } from '../../server/crypto/tokens.ts';
import { isDenied } from '../../server/domain/payment.ts';
import { inTransaction } from '../../server/db/database.ts';
import { AppError } from '../../server/errors.ts';
import { Invoice, InvoiceEvent, OutgoingMail, Payment, PaymentLine, RateLimit } from '../../server/models/index.ts';
import { toSort } from '../../server/staff/find-payments.ts';
import { query } from './database-state.ts';
import { seenFact } from './invoice-facts.ts';
import { hour, minute } from './payfip.ts';
import { askedAbout, openRegie, type Scene } from './payments.ts';
import { resultOf, tokenOf } from './url-attempt.ts';

export type UrlStep =
  | { kind: 'start'; ranks: number[] }
  | { kind: 'pay'; page: number; letter: string; isLost: boolean }
  | { kind: 'lie'; page: number; letter: string }
  | { kind: 'forge'; page: number; field: 'montant' | 'refdet' | 'numcli' | 'saisie' | 'token' }
  | { kind: 'confirm'; page: number; isMistake: boolean }
  | { kind: 'deny'; page: number }
  | { kind: 'desk'; rank: number }
  | { kind: 'take-back'; rank: number }
  | { kind: 'unconfirm'; page: number }
  | { kind: 'sort'; page: number }
  | { kind: 'settle'; page: number };
export type UrlAction = UrlStep | { kind: 'together'; steps: UrlStep[] } | { kind: 'on'; minutes: number } | { kind: 'off'; hours: number };

/** A browser that was sent to PayFiP. `took`: its page has taken money; `isOver`: it will take none any more, or the portal was told so. */
interface Page { payment: Payment; token: string; ranks: number[]; at: number; took: boolean; refusedDebit: boolean; isOver: boolean }

const agent = 'agent:1';
const pollEvery = 30;

export class UrlPaymentLife {
  readonly #scene: Scene;
  readonly #waitMinutes: number;
  #invoices: Invoice[] = [];
  #pages: Page[] = [];
  #states = new Map<string, string>();
  #takenBack = new Set<string>();
  /** « reported → paid », « paid_twice »… */
  readonly seen = new Set<string>();

  private constructor(scene: Scene, waitMinutes: number) { [this.#scene, this.#waitMinutes] = [scene, waitMinutes]; }

  static async begin(scene: Scene, waitMinutes: number): Promise<UrlPaymentLife> {
    const life = new UrlPaymentLife(scene, waitMinutes);
    await openRegie({ numcli: '008112', interface: 'url', waitMinutes });
    const model = scene.family.invoices[0]!.get({ plain: true });
    await inTransaction(async () => {
      await RateLimit.destroy({ where: {} });
      life.#invoices = await Invoice.bulkCreate([1_000, 2_300, 4_700].map((amountCents) => {
        const id = newId();
        return { ...model, id, amountCents, state: 'unpaid' as const, declared: null, number: `SIMNEVER-${id}`, numberKey: id };
      }));
    });
    return life;
  }

  get #ids(): string[] { return this.#invoices.map(({ id }) => id); }
  #page(index: number): Page | undefined { return this.#pages.length > 0 ? this.#pages[index % this.#pages.length] : undefined; }

  async act(action: UrlAction): Promise<void> {
    if (action.kind === 'on') await this.#on(action.minutes);
    else if (action.kind === 'off') await this.#scene.later(action.hours * hour);
    else if (action.kind === 'together') await Promise.all(action.steps.map((step) => this.#step(step)));
    else await this.#step(action);
    await this.#checkNothingLost();
  }

  async #on(minutes: number): Promise<void> {
    for (let left = minutes; left > 0; left -= pollEvery) {
      await pollPayments(() => false, this.#scene.now());
      await this.#scene.later(Math.min(left, pollEvery) * minute);
    }
    await pollPayments(() => false, this.#scene.now());
  }

  #step(step: UrlStep): Promise<unknown> {
    const now = this.#scene.now();
    switch (step.kind) {
      case 'start': return this.#start(step.ranks);
      case 'desk': return this.#settleAtDesk(step.rank);
      case 'take-back': return this.#takeBack(step.rank);
      default: {
        const page = this.#page(step.page);
        if (!page) return Promise.resolve();
        if (step.kind === 'pay') return this.#pay(page, step);
        if (step.kind === 'lie') return this.#lie(page, step.letter);
        if (step.kind === 'forge') return this.#forge(page, step.field);
        if (step.kind === 'deny') return this.#deny(page);
        if (step.kind === 'unconfirm') return this.#unconfirm(page);
        if (step.kind === 'sort') return askedAbout(page.payment).then((asked) => done(sortPayment({ ...asked, note: 'Remboursé', actor: agent, now })));
        if (step.kind === 'settle') return askedAbout(page.payment).then((asked) => done(settleFromDouble({ ...asked, actor: agent, now })));
        return step.isMistake === page.took ? Promise.resolve() : done(confirmPayment({ paymentId: page.payment.id, actor: agent, now }));
      }
    }
  }

  async #start(ranks: number[]): Promise<void> {
    const announced = await this.#announced(ranks);
    const at = this.#scene.now();
    const started = await done(startPayment({ accountId: this.#scene.family.accountId, invoiceIds: ranks.map((rank) => this.#ids[rank]!), now: at }));
    if (!started) return;
    // Nobody is sent to pay what is announced (an agent may deny it meanwhile), nor what another page may still take.
    const stillAnnounced = await this.#announced(ranks);
    expect(announced.filter((id) => stillAnnounced.includes(id))).toEqual([]);
    expect(this.#pages.filter((page) => !page.isOver && at.getTime() - page.at < 20 * minute && page.ranks.some((rank) => ranks.includes(rank)))).toEqual([]);
    const payment = await Payment.findByPk(started.paymentId, { rejectOnEmpty: true });
    this.#pages.push({ payment, token: tokenOf(new URL(started.url)), ranks, at: at.getTime(), took: false, refusedDebit: false, isOver: false });
  }

  /** Attempts of these invoices that are said to be paid, or of which staff are to say whether they count. */
  async #announced(ranks: number[]): Promise<string[]> {
    const ids = this.#pages.filter((page) => page.ranks.some((rank) => ranks.includes(rank))).map(({ payment }) => payment.id);
    const asked = await Payment.findAll({ where: { id: ids, state: ['reported', 'paid'] } });
    const isHeld = await Promise.all(asked.map(async (payment) => payment.state === 'reported' || (await dueAgain(payment)).some(({ id }) => ranks.includes(this.#ids.indexOf(id)))));
    return asked.filter((_payment, index) => isHeld[index]).map(({ id }) => id);
  }

  /** PayFiP's page takes money once, and stays open half a day at the very most. */
  async #pay(page: Page, { letter, isLost }: { letter: string; isLost: boolean }): Promise<void> {
    if (page.took || page.refusedDebit || this.#scene.now().getTime() - page.at > 12 * hour) return;
    if (letter === 'P' || letter === 'V') page.took = true;
    if (letter === 'Z') page.refusedDebit = true;
    page.isOver ||= page.took || page.refusedDebit;
    if (!isLost) await reportUrlResult({ token: page.token, received: resultOf(page.payment, letter), now: this.#scene.now() });
  }

  /** What nobody understands is held for staff like an announcement, unless they have looked already. */
  async #lie({ token, payment }: Page, letter: string): Promise<void> {
    const state = await reportUrlResult({ token, received: resultOf(payment, letter), now: this.#scene.now() });
    if (letter === 'W') expect(['reported', 'stopped', 'paid']).toContain(state);
  }

  async #forge({ payment, token }: Page, field: 'montant' | 'refdet' | 'numcli' | 'saisie' | 'token'): Promise<void> {
    const { state } = await payment.reload();
    const received = { ...resultOf(payment, 'P'), ...(field === 'token' ? {} : { [field]: '1' }) };
    await reportUrlResult({ token: field === 'token' ? `x${token}` : token, received, now: this.#scene.now() });
    if (state !== 'reported' && state !== 'paid') this.seen.add('forged in vain');
  }

  /** What was announced is over: the page has had its say. */
  async #deny(page: Page): Promise<void> {
    const isDone = await done(cancelPayment({ paymentId: page.payment.id, reason: 'Absent du relevé', actor: agent, now: this.#scene.now() }));
    if (isDone && isDenied(await page.payment.reload())) page.isOver = true;
  }

  #settleAtDesk(rank: number): Promise<unknown> {
    return done(settleByHand({ invoiceId: this.#ids[rank]!, method: 'cheque', paidOn: '2026-12-03', actor: agent, now: this.#scene.now() }));
  }

  /** A cheque was received, and not taken back: each taking back names the fact that it undoes. */
  async #isPaidAtDesk(invoiceId: string): Promise<boolean> {
    const events = await InvoiceEvent.findAll({ where: { invoiceId, source: 'staff' }, raw: true });
    const undone = events.map(({ detail }) => (JSON.parse(detail) as { undone?: string }).undone);
    return events.some(({ kind, id }) => kind === 'settled' && !undone.includes(id));
  }

  async #takeBack(rank: number): Promise<void> {
    const confirmed = await this.#confirmed(rank);
    const isDone = await done(takeBack({ invoiceId: this.#ids[rank]!, factId: await seenFact(this.#ids[rank]!), reason: 'Mauvaise famille', actor: agent, now: this.#scene.now() }).then(() => true));
    if (!isDone) return;
    this.seen.add(confirmed ? 'confirmation taken back' : 'desk taken back');
    if (confirmed) this.#noteTakenBack(confirmed);
    else this.#takenBack.add(this.#ids[rank]!);
  }

  async #unconfirm(page: Page): Promise<boolean> {
    const settled = await PaymentLine.count({ where: { paymentId: page.payment.id, outcome: 'settled' } });
    const isDone = await done(takeBackConfirmation({ paymentId: page.payment.id, confirmedAt: (await page.payment.reload()).settledAt ?? this.#scene.now(), reason: 'Ticket d’une autre famille', actor: agent, now: this.#scene.now() }).then(() => true)) ?? false;
    if (isDone) this.#noteTakenBack(page);
    if (isDone && settled === 0) this.seen.add('second confirmation taken back');
    return isDone;
  }

  #noteTakenBack(page: Page): void {
    for (const id of [page.payment.id, ...page.ranks.map((each) => this.#ids[each]!)]) this.#takenBack.add(id);
  }

  async #confirmed(rank: number): Promise<Page | undefined> {
    const lines = await PaymentLine.findAll({ where: { invoiceId: this.#ids[rank]!, outcome: 'settled' }, raw: true });
    return this.#pages.find(({ payment }) => lines.some(({ paymentId }) => paymentId === payment.id));
  }

  /** The machine is on by day for as long as the wait; then staff have the tickets and the statement of the Treasury, and sort everything out. */
  async rest(): Promise<void> {
    for (let left = this.#waitMinutes + 120; left > 0; left -= 540) {
      await this.act({ kind: 'on', minutes: 600 });
      await this.act({ kind: 'off', hours: 14 });
    }
    await this.act({ kind: 'on', minutes: 60 });
    const ids = this.#pages.map(({ payment }) => payment.id);
    expect(await Payment.findAll({ where: { id: ids, state: { [Op.in]: ['open', 'starting'] } }, raw: true })).toEqual([]);
    await this.#takeBackMistakes();
    for (const [page, { payment, took }] of this.#pages.entries()) {
      if (took) await this.act({ kind: 'confirm', page, isMistake: false });
      else if ((await payment.reload()).state === 'reported') await this.act({ kind: 'deny', page });
    }
    await this.#sayWhatCounts();
  }

  /** Of those that staff had dealt with, and whose invoice was let go since. */
  async #sayWhatCounts(): Promise<void> {
    for (const [page, { payment }] of this.#pages.entries()) {
      if ((await dueAgain(await payment.reload())).length === 0) continue;
      await this.act({ kind: 'settle', page });
      this.seen.add('counts after all');
    }
  }

  /** In whatever order: what was paid twice is settled by the other payment. */
  async #takeBackMistakes(): Promise<void> {
    for (const page of this.#pages.filter(({ took }) => !took)) {
      if ((await page.payment.reload()).state === 'paid') expect(await this.#unconfirm(page)).toBe(true);
      await this.#checkNothingLost();
    }
  }

  /** What is paid stays paid, unless staff take back what they did by hand. */
  async #checkNothingLost(): Promise<void> {
    const ids = this.#ids.map((id) => `'${id}'`).join();
    const states = await query<{ id: string; state: string }>(
      `SELECT id, state FROM invoices WHERE id IN (${ids}) UNION SELECT p.id, p.state FROM payments p JOIN payment_lines l ON l.payment_id = p.id WHERE l.invoice_id IN (${ids})`,
    );
    for (const { id, state } of states) {
      const before = this.#states.get(id) ?? 'new';
      if (before === 'paid' && !this.#takenBack.has(id)) expect([id, state]).toEqual([id, 'paid']);
      if (before !== state) this.seen.add(`${before} → ${state}`);
      this.#states.set(id, state);
    }
    this.#takenBack.clear();
    // What is due is held for as long as an announcement, or a payment received twice, waits for staff; no longer.
    expect(await query(
      `SELECT i.id, i.declared FROM invoices i WHERE i.id IN (${ids}) AND i.state = 'unpaid' AND (i.declared IS NOT NULL) <> EXISTS (
         SELECT 1 FROM payment_lines l JOIN payments p ON p.id = l.payment_id WHERE l.invoice_id = i.id AND (p.state = 'reported' OR l.is_asked = 1))`,
    )).toEqual([]);
  }

  /** Once at rest. */
  async checkBooks(): Promise<void> {
    const lines = await PaymentLine.findAll({ where: { invoiceId: this.#ids }, raw: true });
    const payments = await Payment.findAll({ where: { id: lines.map(({ paymentId }) => paymentId) }, raw: true });
    const paid = payments.filter(({ state }) => state === 'paid').map(({ id }) => id);
    expect(payments.filter(({ state }) => state === 'open' || state === 'reported')).toEqual([]);
    expect(lines.filter(({ isLive }) => isLive)).toEqual([]);
    expect(paid.sort()).toEqual(this.#pages.filter(({ took }) => took).map(({ payment }) => payment.id).sort());
    const unexpected = lines.filter(({ outcome }) => outcome === 'paid_twice');
    const told = (await Payment.findAll({ where: { [Op.and]: [{ [Op.or]: [toSort, { sortedAt: { [Op.ne]: null } }] }, { id: paid }] }, attributes: ['id'], raw: true })).map(({ id }) => id);
    expect(unexpected.filter(({ paymentId }) => !told.includes(paymentId))).toEqual([]);
    expect(await OutgoingMail.count({ where: { uniqueKey: payments.map(({ id }) => `payment_receipt:${id}`) } })).toBe(paid.length);
    for (const [rank, { id }] of this.#invoices.entries()) {
      const invoice = await Invoice.findByPk(id, { rejectOnEmpty: true });
      const outcomes = lines.filter(({ invoiceId }) => invoiceId === id).flatMap(({ outcome }) => outcome ?? []).sort();
      const times = this.#pages.filter(({ ranks, payment }) => ranks.includes(rank) && paid.includes(payment.id)).length;
      const isPaidAtDesk = await this.#isPaidAtDesk(id);
      // Its money was given back each time: staff have said so, even once they were asked again.
      const isGivenBack = times > 0 && !isPaidAtDesk && !outcomes.includes('settled') && (await this.#areSorted(rank));
      if (isGivenBack) this.seen.add('given back');
      const first = times > 0 && !isPaidAtDesk && !isGivenBack ? ['settled'] : [];
      expect([invoice.state, invoice.declared, outcomes]).toEqual([first.length > 0 || isPaidAtDesk ? 'paid' : 'unpaid', null, [...Array.from({ length: times - first.length }, () => 'paid_twice'), ...first]]);
    }
    for (const { outcome } of lines) if (outcome) this.seen.add(outcome);
  }

  async #areSorted(rank: number): Promise<boolean> {
    const ids = this.#pages.filter(({ ranks, took }) => took && ranks.includes(rank)).map(({ payment }) => payment.id);
    return (await Payment.count({ where: { id: ids, sortedAt: null } })) === 0;
  }
}

/** A refusal is an answer like another. */
async function done<T>(work: Promise<T>): Promise<T | null> {
  try {
    return await work;
  } catch (error) {
    if (error instanceof AppError) return null;
    throw error;
  }
}
