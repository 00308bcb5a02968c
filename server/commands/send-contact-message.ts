// A message to the service: kept for the staff, and mailed to the service's address.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { readInvoice } from '../db/reads.ts';
import { emailAddress } from '../contract/schemas.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { ContactMessage } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';
import { spendTries } from './spend-tries.ts';

const longestBody = 4_000;
const longestSubject = 150;

export interface ContactRequest {
  accountId: string | null; senderName: string; senderEmail: string;
  subject: string; body: string; invoiceId: string | null; addressBlock: string; now: Date;
}

/** @throws AppError email_invalid, subject_empty, message_empty, message_too_long, field_too_long, not_found, too_many_attempts */
export async function sendContactMessage(request: ContactRequest): Promise<void> {
  const { accountId, invoiceId, now } = request;
  checkMessage(request);
  if (invoiceId && !(accountId && (await readInvoice(accountId, invoiceId)))) throw new AppError('not_found');
  await spendTries([
    { limit: limits.contactBySender, key: accountId ?? request.addressBlock },
    { limit: limits.contactByAddressBlock, key: request.addressBlock },
  ], now);
  const { contact } = await readSettings();
  await inTransaction(async () => {
    const id = newId();
    await ContactMessage.create({
      id, accountId, invoiceId, senderName: request.senderName.trim(), senderEmail: request.senderEmail.trim(),
      subject: request.subject.trim(), body: request.body.trim(),
    });
    await recordAudit({ actor: accountId ? `account:${accountId}` : 'visitor', action: 'message_received', object: id });
    if (contact.email) await queueMail({ kind: 'contact_message', recipient: contact.email, payload: { messageId: id } });
  });
}

function checkMessage({ senderName, senderEmail, subject, body }: ContactRequest): void {
  if (!emailAddress.safeParse(senderEmail.trim()).success) throw new AppError('email_invalid', {}, 'email');
  if (senderName.length > longestSubject) throw new AppError('field_too_long', { max: longestSubject }, 'name');
  if (subject.trim() === '') throw new AppError('subject_empty', {}, 'subject');
  if (subject.length > longestSubject) throw new AppError('field_too_long', { max: longestSubject }, 'subject');
  if (body.trim() === '') throw new AppError('message_empty', {}, 'body');
  if (body.length > longestBody) throw new AppError('message_too_long', { max: longestBody }, 'body');
}
