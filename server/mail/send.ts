// Why: the door to the commune's mail server. One message at a time: the outbox is in the database, not in memory.
import { createTransport } from 'nodemailer';
import type { Settings } from '../contract/schemas.ts';
import { classifySendingFailure, type SendingFailure } from '../domain/mail.ts';
import { assertOutsideTransaction } from '../transaction-scope.ts';
import type { MailText } from './messages.ts';

export interface Envelope extends MailText { to: string; messageId: string; replyTo?: string | undefined }
export interface MailServer { smtp: Settings['smtp']; password: string | null }

/** The mail server refused or did not answer. */
export class MailNotSent extends Error {
  override name = 'MailNotSent';
  readonly failure: SendingFailure;
  readonly code: string;
  /** What the server was being told: MAIL FROM, RCPT TO, DATA…; '' before. */
  readonly command: string;

  constructor(failure: SendingFailure, code: string, { message, command = '' }: { message: string; command?: string | undefined }) {
    super(message);
    this.failure = failure;
    this.code = code;
    this.command = command;
  }
}

/** For each step; a server that says nothing must not hold the queue for long. In milliseconds. */
const patient = { dnsTimeout: 10_000, connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };
/** Somebody waits in front of the window. */
export const hurried: typeof patient = { dnsTimeout: 5_000, connectionTimeout: 6_000, greetingTimeout: 6_000, socketTimeout: 8_000 };

/** Resolves when the server has accepted the message. @throws MailNotSent */
export async function sendMail({ smtp, password }: MailServer, envelope: Envelope, timeLimits = patient): Promise<void> {
  assertOutsideTransaction('sending a mail');
  refuseLineBreaks([envelope.to, envelope.replyTo ?? '', envelope.subject, smtp.fromAddress, smtp.fromName]);
  const transport = createTransport({
    host: smtp.host, port: smtp.port, secure: smtp.security === 'tls', requireTLS: smtp.security === 'starttls', ignoreTLS: smtp.security === 'none',
    ...(smtp.user ? { auth: { user: smtp.user, pass: password ?? '' } } : {}),
    ...timeLimits, disableFileAccess: true, disableUrlAccess: true,
  });
  let isContentSent = false;
  transport.use('stream', (mail, done) => {
    mail.message.processFunc((content) => content.once('end', () => { isContentSent = true; }));
    done();
  });
  try {
    await transport.sendMail({
      from: { name: smtp.fromName, address: smtp.fromAddress }, to: { name: '', address: envelope.to },
      ...(envelope.replyTo ? { replyTo: { name: '', address: envelope.replyTo } } : {}),
      subject: envelope.subject, text: envelope.text, html: envelope.html, messageId: `<${envelope.messageId}>`,
      headers: { 'Auto-Submitted': 'auto-generated' },
    });
  } catch (error) {
    const known: { code?: string; responseCode?: number; response?: string; command?: string } = typeof error === 'object' && error !== null ? error : {};
    throw new MailNotSent(classifySendingFailure({ ...known, isContentSent }), String(known.responseCode ?? known.code ?? ''), { message: known.response ?? String(error), command: known.command });
  } finally {
    transport.close();
  }
}

function refuseLineBreaks(values: string[]): void {
  if (values.some((value) => /[\r\n\0]/.test(value))) throw new MailNotSent('refused', 'EENVELOPE', { message: 'line break in a header' });
}
