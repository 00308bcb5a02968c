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

  constructor(failure: SendingFailure, code: string, message: string) {
    super(message);
    this.failure = failure;
    this.code = code;
  }
}

/** For each step; a server that says nothing must not hold the queue for long. In milliseconds. */
const timeLimits = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 20_000 };

/** Resolves when the server has accepted the message. @throws MailNotSent */
export async function sendMail({ smtp, password }: MailServer, envelope: Envelope): Promise<void> {
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
    throw new MailNotSent(classifySendingFailure({ ...known, isContentSent }), String(known.responseCode ?? known.code ?? ''), known.response ?? String(error));
  } finally {
    transport.close();
  }
}

function refuseLineBreaks(values: string[]): void {
  if (values.some((value) => /[\r\n\0]/.test(value))) throw new MailNotSent('refused', 'EENVELOPE', 'line break in a header');
}

/** What a refusal means, for a secretary. */
export function explainSendingFailure({ failure, code, message }: MailNotSent): string {
  if (failure === 'uncertain') return 'Le serveur n’a pas confirmé avoir reçu ce message\u00a0: il est peut-être arrivé. Vérifiez avant de le renvoyer.';
  const sentences: [RegExp, string][] = [
    [/EAUTH|^535|^534/, 'Le serveur refuse l’identifiant ou le mot de passe. Vérifiez-les auprès de votre fournisseur de messagerie.'],
    [/EDNS|ENOTFOUND/, 'Le serveur de messagerie est introuvable\u00a0: vérifiez son nom, et que ce poste est relié à internet.'],
    [/ECONNREFUSED|ESOCKET/, 'Le serveur refuse la connexion\u00a0: vérifiez le port et le chiffrement choisis.'],
    [/ETIMEDOUT|ECONNECTION/, 'Le serveur ne répond pas\u00a0: le port est peut-être bloqué par la box ou le pare-feu.'],
    [/ETLS|CERT|SELF_SIGNED/, 'La connexion chiffrée a échoué\u00a0: essayez un autre chiffrement, ou demandez le bon réglage à votre fournisseur.'],
    [/^550|^551|^553|^554/, 'Le serveur refuse ce message ou l’adresse de l’expéditeur\u00a0: elle doit appartenir au compte de messagerie.'],
    [/^45|^421/, 'Le serveur demande d’attendre\u00a0: trop de messages, ou boîte momentanément indisponible.'],
  ];
  const found = sentences.find(([pattern]) => pattern.test(code) || pattern.test(message));
  return found?.[1] ?? 'Le serveur de messagerie a refusé le message.';
}
