// A new password or address ends what was asked before it: links already sent, and mails that would still bring one.
import type { MailKind } from '../domain/mail.ts';
import type { TokenPurpose } from '../domain/token.ts';
import { OutgoingMail, Token } from '../models/index.ts';

const purposes: TokenPurpose[] = ['activation', 'reset', 'email_change'];
const kinds: MailKind[] = ['activation', 'password_reset', 'email_change'];

/** Leaves the ways back of former addresses. */
export async function endPendingLinks(accountId: string, now: Date): Promise<void> {
  await Token.destroy({ where: { accountId, purpose: purposes } });
  await OutgoingMail.update(
    { state: 'failed', nextAttemptAt: null, dismissedAt: now, lastError: 'La demande a été annulée par un changement de mot de passe ou d’adresse.' },
    { where: { accountId, kind: kinds, state: 'queued' } },
  );
}
