// Puts a mail in the outbox, in the transaction of its event. The same unique key never makes two mails.
import { newId } from '../crypto/tokens.ts';
import type { MailKind } from '../domain/mail.ts';
import { OutgoingMail } from '../models/index.ts';

export interface MailOrder {
  kind: MailKind;
  /** Its present address receives the mail, whatever `recipient` was. */
  accountId?: string;
  recipient: string;
  /** What the text needs; never a secret. */
  payload?: Record<string, unknown>;
  /** Names the event: a second order with the same key is ignored. Absent: a new event each time. */
  uniqueKey?: string;
}

const urgentKinds: MailKind[] = ['activation', 'password_reset', 'email_change', 'email_changed', 'password_changed'];

/** Answers false when this mail was already ordered. */
export async function queueMail({ kind, accountId, recipient, payload = {}, uniqueKey }: MailOrder): Promise<boolean> {
  const id = newId();
  const key = uniqueKey ?? `${kind}:${id}`;
  if (uniqueKey && (await OutgoingMail.count({ where: { uniqueKey } })) > 0) return false;
  await OutgoingMail.create({
    id, kind, accountId: accountId ?? null, recipient, payload: JSON.stringify(payload), uniqueKey: key,
    isUrgent: urgentKinds.includes(kind), state: 'queued', attempts: 0, nextAttemptAt: new Date(),
  });
  return true;
}
