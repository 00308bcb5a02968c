// Why: the simulator's time, which a test or the admin page moves; whatever falls due meanwhile happens in order.
import { dayInFrance } from '../domain/days.ts';
import { parseTransactionTime } from '../domain/payfip-result.ts';

interface Job { at: number; run: () => Promise<void> | void }

export class SimulatedClock {
  readonly #base: () => number;
  #offset = 0;
  #jobs: Job[] = [];
  #line: Promise<void> = Promise.resolve();

  constructor(base: () => number = Date.now) {
    this.#base = base;
  }

  now(): number {
    return this.#base() + this.#offset;
  }

  schedule(at: number, run: Job['run']): void {
    this.#jobs = [...this.#jobs, { at, run }].sort((one, other) => one.at - other.at);
  }

  /** Moves the time forward, stopping at each thing due on the way. */
  advance(ms: number): Promise<void> {
    return this.#inLine(() => this.#runUntil(this.now() + Math.max(0, ms)));
  }

  runDue(): Promise<void> {
    return this.#inLine(() => this.#runUntil(this.now()));
  }

  #inLine(run: () => Promise<void>): Promise<void> {
    this.#line = this.#line.then(run);
    return this.#line;
  }

  async #runUntil(end: number): Promise<void> {
    for (let job = this.#jobs[0]; job !== undefined && job.at <= end; job = this.#jobs[0]) {
      this.#jobs = this.#jobs.slice(1);
      this.#moveTo(job.at);
      await job.run();
    }
    this.#moveTo(end);
  }

  #moveTo(instant: number): void {
    this.#offset += Math.max(0, instant - this.now());
  }
}

const dayMs = 86_400_000;

/** The next time that French clocks show `hhmm`. */
export function nextTimeInFrance(now: number, hhmm: string): number {
  const days = [0, 1, 2].map((count) => dayInFrance(new Date(now + count * dayMs)).split('-').reverse().join(''));
  const instants = days.map((day) => parseTransactionTime(day, hhmm)?.getTime() ?? 0);
  return instants.find((instant) => instant > now) ?? now + dayMs;
}

const wallClock = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris', dateStyle: 'short', timeStyle: 'short' });

/** dattrans (JJMMAAAA) and heurtrans (HHMM) of an instant. */
export function transactionTime(instant: number): { dattrans: string; heurtrans: string } {
  const [day = '', time = ''] = wallClock.format(instant).split(' ');
  return { dattrans: day.split('-').reverse().join(''), heurtrans: time.replace(':', '') };
}
