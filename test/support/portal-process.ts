// The other side of test/server/children/portal.ts: starts that process, gives it orders, kills it.
import { fork, type ChildProcess } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vite';
import type { Order, PortalCommands, Reply } from '../server/children/portal.ts';
import { root } from './source-files.ts';

export type Answer<T> = { kind: 'done'; value: T; points: string[] } | { kind: 'refused'; code: string; points: string[] } | { kind: 'died' };
type Name = keyof PortalCommands;
type Argument<N extends Name> = Parameters<PortalCommands[N]>[0];
type Value<N extends Name> = Awaited<ReturnType<PortalCommands[N]>>;

export class PortalProcess {
  readonly #child: ChildProcess;
  readonly #waiting = new Map<number, { resolve: (reply: Reply | null) => void }>();
  readonly #ready: Promise<unknown>;
  readonly #ended: Promise<unknown>;
  #orders = 0;

  constructor(program: string) {
    this.#child = fork(program, { cwd: root, execArgv: [], serialization: 'advanced', env: { ...process.env, PORTAIL_LOG: 'silent' } });
    this.#ready = new Promise((resolve) => this.#child.once('message', resolve));
    this.#ended = new Promise((resolve) => this.#child.once('close', resolve));
    this.#child.on('message', (reply: Reply) => this.#take(reply.id)?.resolve(reply));
    this.#child.on('close', () => { for (const id of [...this.#waiting.keys()]) this.#take(id)?.resolve(null); });
  }

  get isDead(): boolean { return this.#child.exitCode !== null || this.#child.signalCode !== null; }

  /** A bug of the command is thrown here. `dieAt`: the rank of the point at which the process kills itself. */
  async ask<N extends Name>(name: N, argument: Argument<N>, dieAt?: number): Promise<Answer<Value<N>>> {
    await Promise.race([this.#ready, this.#ended]);
    const reply = await this.#send(name, argument, dieAt);
    if (reply === null) return { kind: 'died' };
    if (reply.bug !== undefined) throw new Error(reply.bug);
    return reply.refusal === undefined ? { kind: 'done', value: reply.value as Value<N>, points: reply.points } : { kind: 'refused', code: reply.refusal, points: reply.points };
  }

  #send(name: Name, argument: unknown, dieAt: number | undefined): Promise<Reply | null> {
    if (this.isDead) return Promise.resolve(null);
    this.#orders += 1;
    const order: Order = { id: this.#orders, name, argument: argument as never, dieAt };
    return new Promise((resolve) => {
      this.#waiting.set(order.id, { resolve });
      this.#child.send(order, (error) => { if (error) this.#take(order.id)?.resolve(null); });
    });
  }

  #take(id: number) {
    const found = this.#waiting.get(id);
    this.#waiting.delete(id);
    return found;
  }

  async kill(): Promise<void> {
    this.#child.kill('SIGKILL');
    await this.#ended;
  }
}

/** One process ahead of need: the modules take longer to load than a payment to make. */
export class PortalProcesses {
  readonly #folder: string;
  #spare: PortalProcess;

  private constructor(folder: string) {
    this.#folder = folder;
    this.#spare = new PortalProcess(join(folder, 'portal.js'));
  }

  /** Builds the program first: compiled at each of its starts, it would take twice the time. */
  static async prepare(): Promise<PortalProcesses> {
    mkdirSync(join(root, '.cache'), { recursive: true });
    const outDir = mkdtempSync(join(root, '.cache/processus-'));
    await build({ configFile: false, root, logLevel: 'error', publicDir: false, build: { ssr: 'test/server/children/portal.ts', outDir, target: 'node20', emptyOutDir: false, rolldownOptions: { output: { entryFileNames: '[name].js' } } } });
    return new PortalProcesses(outDir);
  }

  async open(dataFolder: string): Promise<PortalProcess> {
    const next = this.#spare;
    this.#spare = new PortalProcess(join(this.#folder, 'portal.js'));
    if ((await next.ask('open', dataFolder)).kind !== 'done') throw new Error('the process of the portal does not start');
    return next;
  }

  async stop(): Promise<void> {
    await this.#spare.kill();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
