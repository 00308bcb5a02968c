// Why this file exists: in the demonstration and in tests no mail may leave this machine; they all land here, to be read.
// An SMTP server that keeps messages in memory, and a small page that shows them. Loopback only.
import { setTimeout as wait } from 'node:timers/promises';
import type { CaughtMail, SmtpBehaviour } from './mail-catcher/model.ts';
import { startSmtpSide } from './mail-catcher/smtp-side.ts';
import { startWebSide } from './mail-catcher/web-side.ts';

export type { CaughtMail, SmtpBehaviour, SmtpEvent, SmtpReaction } from './mail-catcher/model.ts';

export interface MailCatcherOptions {
  /** 0: any free port. */
  smtpPort: number;
  /** 0: any free port. */
  webPort: number;
  host?: string;
  behaviour?: SmtpBehaviour;
}

export interface MailCatcher {
  smtpPort: number;
  /** Without a final « / ». */
  webUrl: string;
  /** The mails caught, oldest first. */
  messages(): CaughtMail[];
  /** The first mail that suits, now or before the time is out; throws then. */
  waitFor(isWanted: (mail: CaughtMail) => boolean, timeoutMs?: number): Promise<CaughtMail>;
  clear(): void;
  /** Scripts the next answers of the SMTP server; `null` makes it accept everything again. */
  behave(behaviour: SmtpBehaviour | null): void;
  stop(): Promise<void>;
}

const keptAtMost = 1_000;
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const { smtpPort, webPort, host = '127.0.0.1' } = options;
  if (!loopback.has(host)) throw new Error(`The mail catcher only listens to this machine, not to ${host}`);
  const mails: CaughtMail[] = [];
  let behaviour = options.behaviour ?? null;
  let lastId = 0;
  const keep = (mail: Omit<CaughtMail, 'id'>): void => {
    lastId += 1;
    mails.push({ id: lastId, ...mail });
    if (mails.length > keptAtMost) mails.shift();
  };
  const clear = (): void => void mails.splice(0);
  const smtp = await startSmtpSide({ port: smtpPort, host }, { keep, react: (event) => behaviour?.(event) });
  const web = await startWebSide({ port: webPort, host }, { messages: () => [...mails], clear }).catch(async (error: unknown) => {
    await smtp.stop();
    throw error;
  });
  return {
    smtpPort: smtp.port,
    webUrl: web.url,
    messages: () => [...mails],
    waitFor: (isWanted, timeoutMs = 5_000) => waitFor(() => mails.find(isWanted), timeoutMs),
    clear,
    behave: (next) => { behaviour = next; },
    stop: async () => { await Promise.all([smtp.stop(), web.stop()]); },
  };
}

async function waitFor(find: () => CaughtMail | undefined, timeoutMs: number): Promise<CaughtMail> {
  const end = performance.now() + timeoutMs;
  for (;;) {
    const found = find();
    if (found) return found;
    if (performance.now() >= end) throw new Error(`No such mail was caught in ${timeoutMs} ms`);
    await wait(20);
  }
}
