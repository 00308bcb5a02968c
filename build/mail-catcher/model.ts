// Why this file exists: what the mail catcher keeps of a message, and how a test makes it misbehave.

export interface CaughtMail {
  id: number;
  /** ISO 8601. */
  receivedAt: string;
  from: string;
  /** The recipients that SMTP was given, not those written in the message. */
  to: string[];
  subject: string;
  text: string;
  /** Empty when the message has no HTML. */
  html: string;
  /** Addresses of the text, in order. */
  links: string[];
  headers: Record<string, string>;
}

/** Where the conversation is; `address` or `user` say about whom. `message`: its content has been received whole. */
export type SmtpEvent =
  | { stage: 'connect' }
  | { stage: 'auth'; user: string; password: string }
  | { stage: 'sender'; address: string }
  | { stage: 'recipient'; address: string }
  | { stage: 'message'; to: string[]; text: string };

/**
 * `code`: the refusal, such as 450 or 550; `delayMs`: accepted, but late; `silence`: no answer, the connection stays open;
 * `drop`: the connection is cut; `keep-then-drop` (at `message`): kept as delivered, but cut before saying so.
 */
export type SmtpReaction =
  | { code: number; text?: string }
  | { delayMs: number }
  | 'silence'
  | 'drop'
  | 'keep-then-drop';

/** `undefined`: accepted. */
export type SmtpBehaviour = (event: SmtpEvent) => SmtpReaction | undefined;
