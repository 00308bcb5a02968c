// Why this file exists: the SMTP half of the mail catcher: it takes what it is given, and fails on command.
import type { Server, Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { simpleParser, type ParsedMail } from 'mailparser';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import type { CaughtMail, SmtpEvent, SmtpReaction } from './model.ts';

export interface SmtpHooks {
  keep(mail: Omit<CaughtMail, 'id'>): void;
  react(event: SmtpEvent): SmtpReaction | undefined;
}

type Answer = (error?: Error | null) => void;
const maxBytes = 10 * 1024 * 1024;

export async function startSmtpSide({ port, host }: { port: number; host: string }, hooks: SmtpHooks): Promise<{ port: number; stop(): Promise<void> }> {
  const sockets = new Map<number, Socket>();
  const cut = (session: SMTPServerSession): void => void sockets.get(session.remotePort)?.destroy();
  const server = new SMTPServer({
    name: 'localhost', banner: 'mail catcher', authOptional: true, allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'], disableReverseLookup: true, size: maxBytes, closeTimeout: 100, logger: false,
    onConnect: (session, answer) => applyReaction(hooks.react({ stage: 'connect' }), answer, () => cut(session)),
    onMailFrom: ({ address }, session, answer) => applyReaction(hooks.react({ stage: 'sender', address }), answer, () => cut(session)),
    onRcptTo: ({ address }, session, answer) => applyReaction(hooks.react({ stage: 'recipient', address }), answer, () => cut(session)),
    onAuth: (auth, session, answer) => {
      const user = auth.username ?? '';
      const reaction = hooks.react({ stage: 'auth', user, password: auth.password ?? '' });
      applyReaction(reaction, (error) => (error ? answer(error) : answer(null, { user: user || 'demo' })), () => cut(session));
    },
    onData: (stream, session, answer) => {
      receive(stream, session, { hooks, answer, drop: () => cut(session) }).catch((error: Error) => answer(error));
    },
  });
  server.server.on('connection', (socket: Socket) => remember(socket, sockets));
  const bound = await listening(server, { port, host });
  return {
    port: bound,
    stop: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets.values()) socket.destroy();
    }),
  };
}

function remember(socket: Socket, sockets: Map<number, Socket>): void {
  const { remotePort } = socket;
  if (remotePort === undefined) return;
  sockets.set(remotePort, socket);
  socket.on('close', () => sockets.delete(remotePort));
}

async function receive(
  stream: SMTPServerDataStream, session: SMTPServerSession, { hooks, answer, drop }: { hooks: SmtpHooks; answer: Answer; drop(): void },
): Promise<void> {
  const raw = await buffer(stream);
  if (stream.sizeExceeded) return answer(refusal(552, 'message too big'));
  const to = session.envelope.rcptTo.map(({ address }) => address);
  const parsed = await simpleParser(raw);
  const reaction = hooks.react({ stage: 'message', to, text: parsed.text ?? '' });
  const isKept = reaction === undefined || reaction === 'keep-then-drop' || (typeof reaction === 'object' && 'delayMs' in reaction);
  if (isKept) hooks.keep(describe(parsed, session, to));
  applyReaction(reaction, answer, drop);
}

function applyReaction(reaction: SmtpReaction | undefined, answer: Answer, drop: () => void): void {
  if (reaction === 'silence') return;
  if (reaction === 'drop' || reaction === 'keep-then-drop') return drop();
  if (reaction === undefined) return answer();
  if ('code' in reaction) return answer(refusal(reaction.code, reaction.text ?? 'refused by the test'));
  void wait(reaction.delayMs, undefined, { ref: false }).then(() => answer());
}

function refusal(responseCode: number, text: string): Error {
  return Object.assign(new Error(text), { responseCode });
}

function describe(parsed: ParsedMail, session: SMTPServerSession, to: string[]): Omit<CaughtMail, 'id'> {
  const text = parsed.text ?? '';
  const sender = session.envelope.mailFrom;
  return {
    receivedAt: new Date().toISOString(),
    from: parsed.from?.text ?? (sender ? sender.address : ''),
    to,
    subject: parsed.subject ?? '',
    text,
    html: parsed.html || '',
    links: text.match(/https?:\/\/[^\s<>"]+[^\s<>".,;:!?)»\]]/g) ?? [],
    headers: Object.fromEntries(parsed.headerLines.map(({ key, line }) => [key, line.slice(line.indexOf(':') + 1).trim()])),
  };
}

function listening(server: SMTPServer, { port, host }: { port: number; host: string }): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    const net: Server = server.listen(port, host, () => {
      server.off('error', reject);
      // A connection that ends badly is what some tests want: it must not end the catcher.
      server.on('error', () => undefined);
      const address = net.address();
      resolve(typeof address === 'object' && address ? address.port : port);
    });
  });
}
