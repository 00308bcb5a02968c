// Why: keeps the server alive — waits until it is ready, listens to its pulse, starts it again when it dies, stops it on quit.
import { restartDelay, type End } from './restart-policy.ts';
import { readServerMessage, type Question, type ServerAddresses, type ServerMessage, type ShellMessage } from './server-messages.ts';
import type { Work } from './work.ts';

/** What is asked of the child process; tests give their own. */
export interface ServerChild {
  send(message: ShellMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  /** At once, even when the process no longer answers. */
  kill(): void;
  /** Asked of the system: true until its last instruction, even while this program hears nothing. */
  isRunning(): boolean;
}

/** `restarting`: it was open, and is on its way back; the page that is shown still serves. */
export type ServerState = 'opening' | 'open' | 'restarting' | 'stopped';

export interface ServerListeners {
  onReady(addresses: ServerAddresses): void;
  /** It has just ended; it comes back by itself, or `onTrouble` follows. */
  onEnd(): void;
  /** `trouble` has a sentence to show; the server may still recover by itself. */
  onTrouble(): void;
  onWork(work: Work): void;
}

const heartbeatMs = 5_000;
const missedBeatsAllowed = 3;
/** A beat this late or early in its turn: the machine slept, or its clock was set. */
const sleepMs = 2_000;
/** A fault that was named may be mended at any time: room on the disk, a folder put back. */
const longestDelayMs = 30_000;
const stopTimeLimitMs = 5_000;
/** Windows leaves five seconds to a program at the end of a session. */
const blockingStopLimitMs = 4_000;
const blockingLookMs = 20;
const launchKeyTimeLimitMs = 5_000;
const answerTimeLimitMs = 4_000;
const gaveUp = 'Le portail s’est arrêté plusieurs fois de suite : les habitants n’y ont plus accès. Redémarrez-le\u00a0; si cela continue, exportez le diagnostic et envoyez-le à votre installateur, avant toute restauration.';

export class ServerProcess {
  addresses: ServerAddresses | undefined;
  /** What is wrong now, told to the listener once; empty when nothing is. */
  trouble = '';
  /** A free port, when the portal's is taken. */
  otherPort: number | undefined;
  /** Only a backup may mend it. */
  isRestorable = false;
  private child: ServerChild | undefined;
  private failure: string | undefined;
  private ends: End[] = [];
  private openSince: number | undefined;
  private missedBeats = 0;
  private lastBeatAt = 0;
  private heartbeat: NodeJS.Timeout | undefined;
  private nextStart: NodeJS.Timeout | undefined;
  private isStopping = false;
  private onceExited: (() => void)[] = [];
  private asked = 0;
  /** By the number of the question. */
  private readonly onceAnswered = new Map<number, (isYes: boolean) => void>();
  private onceLaunchKey: ((key: string | undefined) => void)[] = [];

  /** `fork` starts the server; `staffPort` 0 lets it choose. */
  constructor(private readonly fork: (staffPort: number) => ServerChild, private readonly listeners: ServerListeners) {}

  get state(): ServerState {
    if (this.openSince !== undefined) return 'open';
    return this.trouble ? 'stopped' : this.addresses ? 'restarting' : 'opening';
  }

  start(): void {
    this.isStopping = false;
    // The same staff port as before the crash: the page that is open goes on working.
    const staffPort = this.addresses && !this.failure ? Number(new URL(this.addresses.staffUrl).port) : 0;
    this.failure = undefined;
    this.child = this.fork(staffPort);
    this.child.onMessage((message) => this.hear(readServerMessage(message)));
    this.child.onExit(() => this.exited());
  }

  /** The person asks for it: past ends are forgiven. */
  retry(): void {
    this.trouble = '';
    this.ends = [];
    clearTimeout(this.nextStart);
    if (!this.child && !this.isStopping) this.start();
  }

  /** The machine comes out of sleep: what was due meanwhile is done now, and silence was nobody's fault. */
  wake(): void {
    this.missedBeats = 0;
    this.child?.send({ type: 'wake' });
  }

  /** `undefined` when the server is not there to give one. */
  newLaunchKey(): Promise<string | undefined> {
    if (!this.child) return Promise.resolve(undefined);
    this.child.send({ type: 'new-launch-key' });
    return new Promise((resolve) => {
      this.onceLaunchKey.push(resolve);
      setTimeout(() => {
        this.onceLaunchKey = this.onceLaunchKey.filter((waiting) => waiting !== resolve);
        resolve(undefined);
      }, launchKeyTimeLimitMs);
    });
  }

  /** Whether it is open and its data answer; false when it does not say in time. */
  isServing(): Promise<boolean> {
    return this.askWhether('health');
  }

  /** Whether the agent at the window may change settings; false when it does not say in time. */
  maySettings(): Promise<boolean> {
    return this.askWhether('may-settings');
  }

  async stop(): Promise<void> {
    this.isStopping = true;
    clearTimeout(this.nextStart);
    const child = this.child;
    if (!child) return;
    const exited = new Promise<void>((resolve) => this.onceExited.push(resolve));
    const limit = setTimeout(() => child.kill(), stopTimeLimitMs);
    child.send({ type: 'stop' });
    await exited;
    clearTimeout(limit);
  }

  /** Holds the whole program until the server has ended: the system waits for this answer, then ends everything. */
  stopBlocking(): void {
    this.isStopping = true;
    clearTimeout(this.nextStart);
    const child = this.child;
    child?.send({ type: 'stop' });
    for (let waited = 0; child?.isRunning(); waited += blockingLookMs) {
      if (waited >= blockingStopLimitMs) return child.kill();
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, blockingLookMs);
    }
  }

  private askWhether(type: Question): Promise<boolean> {
    const child = this.child;
    if (!child) return Promise.resolve(false);
    this.asked += 1;
    const number = this.asked;
    return new Promise((resolve) => {
      const answer = (isYes: boolean): void => {
        this.onceAnswered.delete(number);
        resolve(isYes);
      };
      this.onceAnswered.set(number, answer);
      setTimeout(() => answer(false), answerTimeLimitMs);
      child.send({ type, number });
    });
  }

  private hear(message: ServerMessage | undefined): void {
    if (message?.type === 'ready') this.becomeReady(message);
    if (message?.type === 'portal-addresses' && this.addresses) this.addresses = { ...this.addresses, portalAddresses: message.portalAddresses };
    if (message?.type === 'failed') {
      this.otherPort = message.otherPort;
      this.isRestorable = message.isRestorable;
      this.tell((this.failure = message.message));
    }
    if (message?.type === 'work') this.listeners.onWork(message.work);
    if (message?.type === 'pong') this.missedBeats = 0;
    if (message?.type === 'answer') this.onceAnswered.get(message.number)?.(message.isYes);
    if (message?.type === 'launch-key') this.onceLaunchKey.shift()?.(message.launchKey);
  }

  private becomeReady({ portalUrl, portalAddresses, staffUrl, launchKey }: ServerAddresses): void {
    this.addresses = { portalUrl, portalAddresses, staffUrl, launchKey };
    this.trouble = '';
    this.otherPort = undefined;
    this.missedBeats = 0;
    this.openSince = performance.now();
    this.lastBeatAt = Date.now();
    this.heartbeat = setInterval(() => this.beat(), heartbeatMs);
    this.listeners.onReady(this.addresses);
  }

  private beat(): void {
    const late = Date.now() - this.lastBeatAt - heartbeatMs;
    this.lastBeatAt = Date.now();
    if (Math.abs(late) > sleepMs) return this.wake();
    if (this.missedBeats >= missedBeatsAllowed) return this.child?.kill();
    this.missedBeats += 1;
    this.child?.send({ type: 'ping' });
  }

  private exited(): void {
    clearInterval(this.heartbeat);
    const now = performance.now();
    this.ends.push({ at: now, openMs: this.openSince === undefined ? 0 : now - this.openSince });
    this.openSince = undefined;
    this.child = undefined;
    for (const resolve of this.onceLaunchKey.splice(0)) resolve(undefined);
    for (const answer of this.onceAnswered.values()) answer(false);
    for (const resolve of this.onceExited.splice(0)) resolve();
    if (!this.isStopping) this.startAgainLater(now);
  }

  private startAgainLater(now: number): void {
    const delay = restartDelay(this.ends, now) ?? (this.failure === undefined ? undefined : longestDelayMs);
    if (delay === undefined) return this.giveUp();
    this.nextStart = setTimeout(() => this.start(), delay);
    this.listeners.onEnd();
  }

  private giveUp(): void {
    this.isRestorable = true;
    this.tell(gaveUp);
  }

  private tell(sentence: string): void {
    if (sentence === this.trouble) return;
    this.trouble = sentence;
    this.listeners.onTrouble();
  }
}
