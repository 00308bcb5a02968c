// Why: a secretary is told which of the mail settings to look at; the words of the mail server itself are never repeated.
import type { MailNotSent } from './send.ts';

export const mailCauses = ['name', 'port', 'silent', 'not_mail', 'encryption', 'certificate', 'password', 'password_missing', 'sender', 'recipient', 'quota', 'uncertain', 'other'] as const;
export type MailCause = (typeof mailCauses)[number];

type Known = Pick<MailNotSent, 'failure' | 'code' | 'message' | 'command'>;
/** The first that suits: from the nearest cause to the widest. */
const causes: [MailCause, (error: Known) => boolean][] = [
  ['uncertain', ({ failure }) => failure === 'uncertain'],
  ['password_missing', ({ message, code }) => /Missing credentials/i.test(message) || code === 'ENOAUTH' || code === '530'],
  ['password', ({ code }) => /^(EAUTH|535|534|538)$/.test(code)],
  ['quota', ({ code, message }) => /^(421|450|451|452|454)$/.test(code) || (/^55[0-9]$/.test(code) && /quota|limit|too many|rate/i.test(message))],
  ['sender', ({ command, code }) => command === 'MAIL FROM' && code.startsWith('5')],
  ['recipient', ({ command, code }) => command === 'RCPT TO' && code.startsWith('5')],
  ['sender', ({ code }) => /^5(50|51|53|54)$/.test(code)],
  ['name', ({ code, message }) => /EDNS|ENOTFOUND|EAI_AGAIN/.test(`${code} ${message}`)],
  ['certificate', ({ message }) => /certificate|self.signed|altname|CERT_|unable to verify/i.test(message)],
  ['encryption', ({ command }) => command === 'STARTTLS'],
  ['encryption', ({ code, message }) => code === 'ETLS' || /wrong version number|SSL|TLS|EPROTO|packet length|STARTTLS/i.test(message)],
  ['not_mail', ({ code }) => code === 'EPROTOCOL'],
  ['port', ({ message }) => /ECONNREFUSED|EHOSTUNREACH|ENETUNREACH/.test(message)],
  ['silent', ({ code, message }) => /ETIMEDOUT|ECONNECTION/.test(code) || /timeout|closed|ECONNRESET|hang up/i.test(message)],
];

export const causeOf = (error: Known): MailCause => causes.find(([, suits]) => suits(error))?.[0] ?? 'other';

const sentences: Record<MailCause, string> = {
  name: 'Ce serveur est introuvable\u00a0: vérifiez son nom, et que ce poste est relié à internet.',
  port: 'Le serveur existe, mais rien ne répond à ce port\u00a0: essayez 587 (STARTTLS) ou 465 (TLS). Une box ou un pare-feu peut aussi le fermer.',
  silent: 'Le serveur ne répond pas, ou s’arrête en chemin\u00a0: le port est peut-être bloqué par la box ou le pare-feu, ou n’est pas le bon.',
  not_mail: 'Ce n’est pas un serveur de messagerie qui répond à ce port\u00a0: vérifiez le nom et le port.',
  encryption: 'La connexion chiffrée ne s’établit pas\u00a0: ce port attend une autre sécurité. STARTTLS va avec 587, TLS avec 465.',
  certificate: 'Le certificat du serveur n’est pas reconnu\u00a0: son nom n’est peut-être pas celui de votre fournisseur. Rien n’a été envoyé, pas même le mot de passe.',
  password: 'Le serveur refuse l’identifiant ou le mot de passe. Vérifiez-les auprès de votre fournisseur\u00a0; certains demandent un «\u00a0mot de passe d’application\u00a0».',
  password_missing: 'Ce serveur demande un identifiant et un mot de passe.',
  sender: 'Le serveur refuse l’adresse de l’expéditeur\u00a0: elle doit appartenir au compte de messagerie.',
  recipient: 'Le serveur refuse l’adresse du destinataire\u00a0: elle n’existe pas, ou il n’écrit qu’à son propre domaine sans identifiant.',
  quota: 'Le serveur demande d’attendre\u00a0: trop de messages, ou boîte momentanément indisponible. Ils partiront plus tard d’eux-mêmes.',
  uncertain: 'Le serveur n’a pas confirmé avoir reçu ce message\u00a0: il est peut-être arrivé. Vérifiez avant de le renvoyer.',
  other: 'Le serveur de messagerie a refusé le message.',
};

/** What a refusal means, for a secretary. */
export const explainSendingFailure = (error: Known): string => sentences[causeOf(error)];
