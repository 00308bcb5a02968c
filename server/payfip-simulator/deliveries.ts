// Why: tells the portal, server to server, that a payment has ended; only ever calls this machine.
import { nextTimeInFrance, transactionTime, type SimulatedClock } from './clock.ts';
import type { Delivery, Operation } from './model.ts';
import { scenarios } from './scenarios.ts';

const timeLimitMs = 5_000;
const twoHoursMs = 2 * 3_600_000;
const minuteMs = 60_000;
const loopback = new Set(['127.0.0.1', '[::1]', 'localhost']);

export class Deliveries {
  readonly #clock: SimulatedClock;
  /** How many times a failed call of `urlcl` is tried again, 5 minutes apart; the real number is not known. */
  readonly #urlclRetries: number;

  constructor(clock: SimulatedClock, urlclRetries: number) {
    this.#clock = clock;
    this.#urlclRetries = urlclRetries;
  }

  /** After the payer has decided. `isTabClosed`: nobody will click « Continuer ». Resolves once what is due at once is sent. */
  async announce(operation: Operation, isTabClosed: boolean): Promise<void> {
    if (operation.door === 'url') return this.#postResult(operation, this.#urlclRetries);
    const { notify, times } = scenarios[operation.scenario];
    const now = this.#clock.now();
    if (notify === 'never') return;
    if (notify === 'night') return this.#clock.schedule(nextTimeInFrance(now, '0200'), () => this.notify(operation));
    if (isTabClosed || notify !== 'at-once') return this.#clock.schedule(now + twoHoursMs, () => this.#notifyUnlessSince(operation, now));
    await this.notify(operation);
    if (times === 2) this.#clock.schedule(now + minuteMs, () => this.notify(operation));
  }

  /** The payer clicked « Continuer ». */
  afterReturn(operation: Operation): void {
    if (scenarios[operation.scenario].notify === 'after-return') this.#clock.schedule(this.#clock.now() + 1_000, () => this.notify(operation));
  }

  async #notifyUnlessSince(operation: Operation, since: number): Promise<void> {
    if (operation.deliveries.every(({ at }) => at < since)) await this.notify(operation);
  }

  /** Calls `urlnotif` now: it carries the operation's name and no result. */
  async notify(operation: Operation): Promise<void> {
    const { method, field } = scenarios[operation.scenario];
    await this.#send(operation, { to: 'urlnotif', method, values: { [field]: operation.id } });
  }

  async #postResult(operation: Operation, retries: number): Promise<void> {
    const { urlcl, numcli, exer, refdet, objet, montant, mel, saisie } = operation.fields;
    if (urlcl === '' || operation.result === null) return;
    const { resultrans, numauto, at } = operation.result;
    const values = { numcli, exer, refdet, objet, montant, mel, saisie, resultrans, numauto, ...transactionTime(at) };
    const { status } = await this.#send(operation, { to: 'urlcl', method: 'POST', values });
    if (status !== 200 && retries > 0) this.#clock.schedule(this.#clock.now() + 5 * minuteMs, () => this.#postResult(operation, retries - 1));
  }

  async #send(operation: Operation, call: { to: Delivery['to']; method: Delivery['method']; values: Record<string, string> }): Promise<Delivery> {
    const form = new URLSearchParams(call.values);
    const url = new URL(operation.fields[call.to]);
    if (call.method === 'GET') for (const [name, value] of form) url.searchParams.set(name, value);
    const outcome = await request(url, call.method === 'POST' ? form : null);
    const delivery = { at: this.#clock.now(), to: call.to, method: call.method, ...outcome };
    operation.deliveries.push(delivery);
    return delivery;
  }
}

/** `form` null: a GET. Never throws. */
async function request(url: URL, form: URLSearchParams | null): Promise<{ status: number | null; error: string | null }> {
  if (!loopback.has(url.hostname)) return { status: null, error: 'le simulateur n’appelle que ce poste' };
  const signal = AbortSignal.timeout(timeLimitMs);
  try {
    const response = await fetch(url, { redirect: 'manual', signal, ...(form && { method: 'POST', body: form }) });
    await response.body?.cancel();
    return { status: response.status, error: null };
  } catch (error) {
    return { status: null, error: signal.aborted ? 'pas de réponse' : `injoignable (${error instanceof Error ? error.message : String(error)})` };
  }
}
