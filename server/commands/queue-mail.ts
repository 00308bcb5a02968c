// Puts a mail in the outbox, in the transaction of its event. The same unique key never makes two mails.
import { newId } from '../crypto/tokens.ts';
import { insertNewRow } from '../db/writes.ts';
import type { MailKind } from '../domain/mail.ts';
import { insertRows } from './insert-rows.ts';

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
export const queueMail = (order: MailOrder): Promise<boolean> => insertNewRow('outgoing_mails', rowOf(order, new Date()));

/** Puts many mails at once; none may be ordered already. */
export async function queueMails(orders: MailOrder[]): Promise<void> {
  const now = new Date();
  await insertRows('outgoing_mails', orders.map((order) => rowOf(order, now)));
}

function rowOf({ kind, accountId, recipient, payload = {}, uniqueKey }: MailOrder, now: Date) {
  const id = newId();
  return {
    id, kind, account_id: accountId ?? null, recipient, payload: JSON.stringify(payload), unique_key: uniqueKey ?? `${kind}:${id}`,
    is_urgent: urgentKinds.includes(kind), state: 'queued', attempts: 0, next_attempt_at: now, created_at: now, updated_at: now,
  };
}
