// Why: keeps the server alive — waits until it is ready, listens to its pulse, starts it again when it dies, stops it on quit.
import { restartDelay } from './restart-policy.ts';
import { readServerMessage, type ServerAddresses, type ServerMessage, type ShellMessage } from './server-messages.ts';
import type { Work } from './work.ts';

/** What is asked of the child process; tests give their own. */
export interface ServerChild {
  send(message: ShellMessage): void;
  onMessage(listener: (message: unknown) => void): void;
  onExit(listener: () => void): void;
  /** At once, even when the process no longer answers. */
  kill(): void;
}

export interface ServerListeners {
  onReady(addresses: ServerAddresses): void;
  /** `trouble` has a sentence to show; the server may still recover by itself. */
  onTrouble(): void;
  onWork(work: Work): void;
}

const heartbeatMs = 5_000;
const missedBeatsAllowed = 3;
const stopTimeLimitMs = 5_000;
const launchKeyTimeLimitMs = 5_000;
const healthTimeLimitMs = 4_000;
const gaveUp = 'Le portail s’est arrêté plusieurs fois de suite : les habitants n’y ont plus accès. Réessayez ; si cela continue, redémarrez l’ordinateur ou appelez votre assistance.';

export class ServerProcess {
  addresses: ServerAddresses | undefined;
  /** What is wrong now, told to the listener once; empty when nothing is. */
  trouble = '';
  /** A free port, when the portal's is taken. */
  otherPort: number | undefined;
  private child: ServerChild | undefined;
  private failure: string | undefined;
  private crashesAt: number[] = [];
  private missedBeats = 0;
  private heartbeat: NodeJS.Timeout | undefined;
  private nextStart: NodeJS.Timeout | undefined;
  private isStopping = false;
  private onceExited: (() => void)[] = [];
  private onceHealth: ((isServing: boolean) => void)[] = [];
  private onceLaunchKey: ((key: string | undefined) => void)[] = [];

  /** `fork` starts the server; `staffPort` 0 lets it choose. */
  constructor(private readonly fork: (staffPort: number) => ServerChild, private readonly listeners: ServerListeners) {}

  start(): void {
    this.isStopping = false;
    // The same staff port as before the crash: the page that is open goes on working.
    const staffPort = this.addresses && !this.failure ? Number(new URL(this.addresses.staffUrl).port) : 0;
    this.failure = undefined;
    this.child = this.fork(staffPort);
    this.child.onMessage((message) => this.hear(readServerMessage(message)));
    this.child.onExit(() => this.exited());
  }

  /** The person asks for it: past crashes are forgiven. */
  retry(): void {
    this.trouble = '';
    this.crashesAt = [];
    clearTimeout(this.nextStart);
    if (!this.child && !this.isStopping) this.start();
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
    const child = this.child;
    if (!child) return Promise.resolve(false);
    return new Promise((resolve) => {
      this.onceHealth.push(resolve);
      setTimeout(() => resolve(false), healthTimeLimitMs);
      child.send({ type: 'health' });
    });
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

  private hear(message: ServerMessage | undefined): void {
    if (message?.type === 'ready') this.becomeReady(message);
    if (message?.type === 'failed') {
      this.otherPort = message.otherPort;
      this.tell((this.failure = message.message));
    }
    if (message?.type === 'work') this.listeners.onWork(message.work);
    if (message?.type === 'pong') this.missedBeats = 0;
    if (message?.type === 'health') for (const resolve of this.onceHealth.splice(0)) resolve(message.isServing);
    if (message?.type === 'launch-key') this.onceLaunchKey.shift()?.(message.launchKey);
  }

  private becomeReady({ portalUrl, staffUrl, launchKey }: ServerAddresses): void {
    this.addresses = { portalUrl, staffUrl, launchKey };
    this.trouble = '';
    this.otherPort = undefined;
    this.missedBeats = 0;
    this.heartbeat = setInterval(() => this.beat(), heartbeatMs);
    this.listeners.onReady(this.addresses);
  }

  private beat(): void {
    if (this.missedBeats >= missedBeatsAllowed) return this.child?.kill();
    this.missedBeats += 1;
    this.child?.send({ type: 'ping' });
  }

  private exited(): void {
    clearInterval(this.heartbeat);
    this.child = undefined;
    for (const resolve of this.onceLaunchKey.splice(0)) resolve(undefined);
    for (const resolve of this.onceHealth.splice(0)) resolve(false);
    for (const resolve of this.onceExited.splice(0)) resolve();
    if (!this.isStopping) this.startAgainLater();
  }

  private startAgainLater(): void {
    const now = Date.now();
    this.crashesAt.push(now);
    const delay = restartDelay(this.crashesAt, now);
    if (delay === undefined) this.tell(this.failure ?? gaveUp);
    else this.nextStart = setTimeout(() => this.start(), delay);
  }

  private tell(sentence: string): void {
    if (sentence === this.trouble) return;
    this.trouble = sentence;
    this.listeners.onTrouble();
  }
}
