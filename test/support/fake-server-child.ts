// Why: a server that misbehaves on order, for its supervisor.
import type { ServerChild } from '../../electron/server-process.ts';
import type { ShellMessage } from '../../electron/server-messages.ts';

/** What it says once it is open. */
export const ready = { type: 'ready', portalUrl: 'http://localhost:8080', portalAddresses: ['http://portail.mairie.lan'], staffUrl: 'http://127.0.0.1:4000', launchKey: 'k1' };

/** It says only what a test makes it say. */
export class FakeChild implements ServerChild {
  sent: ShellMessage['type'][] = [];
  /** Number of the last question. */
  asked = 0;
  say: (message: unknown) => void = () => undefined;
  exit: () => void = () => undefined;
  answersPings = true;
  obeysStop = true;
  /** How many times it is still seen running once it was told to stop. */
  looksBeforeEnd = 0;
  isKilled = false;

  constructor(readonly staffPort: number) {}

  send(message: ShellMessage): void {
    const { type } = message;
    this.sent.push(type);
    if ('number' in message) this.asked = message.number;
    if (type === 'ping' && this.answersPings) this.say({ type: 'pong' });
    if (type === 'stop' && this.obeysStop) this.exit();
  }
  onMessage(listener: (message: unknown) => void): void {
    this.say = listener;
  }
  onExit(listener: () => void): void {
    this.exit = listener;
  }
  kill(): void {
    this.isKilled = true;
    this.exit();
  }
  isRunning(): boolean {
    if (this.isKilled) return false;
    if (!this.sent.includes('stop')) return true;
    this.looksBeforeEnd -= 1;
    return this.looksBeforeEnd >= 0;
  }
}
