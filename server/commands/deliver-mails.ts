// Sends what waits in the outbox, urgent mails first. The outcome of each attempt is written before the next mail.
import { Op } from 'sequelize';
import { decryptSecret } from '../crypto/key-file.ts';
import { inTransaction } from '../db/database.ts';
import { answerAddress, isNewsTrue, nextRetryDelay, paymentNews, type MailKind } from '../domain/mail.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import type { TokenPurpose } from '../domain/token.ts';
import { log } from '../log.ts';
import { explainSendingFailure } from '../mail/diagnose.ts';
import { composeMail } from '../mail/messages.ts';
import { MailNotSent, sendMail } from '../mail/send.ts';
import { Account, ContactMessage, Invoice, MessageAnswer, OutgoingMail, Payment } from '../models/index.ts';
import { readSettings, readStoredSettings } from '../settings.ts';
import { issueToken } from './issue-token.ts';
import { receiptKey } from './settle-invoices.ts';
import { invoicesOfNews } from './tell-payer.ts';

const purposes: Partial<Record<MailKind, TokenPurpose>> = {
  activation: 'activation', password_reset: 'reset', email_change: 'email_change', email_changed: 'email_undo',
};

const longestHold = 3_600_000;
/** Beyond the time limits of the mail server's connection, all added. In milliseconds. */
const longestSending = 5 * 60_000;
/** A mail ordered so far in the future was ordered by a clock that has been put back since. */
const clockToleranceMs = 10 * 60_000;

/** Answers how many were sent. Stops early when the server refuses everybody, or when `isStopping()`. */
export async function deliverMails(isStopping: () => boolean): Promise<number> {
  // Asked every two seconds, on computers where a mail leaves once a day.
  if ((await OutgoingMail.count({ where: { state: ['queued', 'sending'] } })) === 0) return 0;
  let sent = 0;
  await parkInterruptedMails(new Date(Date.now() - longestSending));
  await bringBackFromFuture(new Date());
  while (!isStopping()) {
    const { settings } = await readStoredSettings();
    const mail = settings.smtp.host && settings.smtp.fromAddress ? await claimNext() : null;
    if (!mail) return sent;
    const outcome = await attempt(mail);
    if (outcome === 'sent') sent += 1;
    if (outcome === 'everything-fails') return sent;
  }
  return sent;
}

/** A mail that was being sent when its process stopped (this one at start, or a command's) may have left or not. A person decides. */
export async function parkInterruptedMails(claimedBefore: Date): Promise<void> {
  const interrupted = { state: 'sending' as const, updatedAt: { [Op.lte]: claimedBefore } };
  if ((await OutgoingMail.count({ where: interrupted })) === 0) return;
  await inTransaction(() => OutgoingMail.update({ state: 'to_verify', nextAttemptAt: null }, { where: interrupted }));
}

async function bringBackFromFuture(now: Date): Promise<void> {
  const fromFuture = { state: 'queued' as const, createdAt: { [Op.gt]: new Date(now.getTime() + clockToleranceMs) } };
  if ((await OutgoingMail.count({ where: fromFuture })) === 0) return;
  await inTransaction(() => OutgoingMail.update({ createdAt: now, nextAttemptAt: now }, { where: fromFuture }));
}

function claimNext(): Promise<OutgoingMail | null> {
  return inTransaction(async () => {
    const mail = await OutgoingMail.findOne({
      where: { state: 'queued', nextAttemptAt: { [Op.lte]: new Date() } }, order: [['isUrgent', 'DESC'], ['nextAttemptAt', 'ASC']],
    });
    return mail?.update({ state: 'sending', attempts: mail.attempts + 1 }) ?? null;
  });
}

async function attempt(mail: OutgoingMail): Promise<'sent' | 'not-sent' | 'everything-fails'> {
  const { settings, smtpPasswordEncrypted } = await readStoredSettings();
  try {
    const prepared = await prepare(mail);
    if (typeof prepared === 'string') {
      await inTransaction(() => mail.update({ state: 'failed', nextAttemptAt: null, lastError: prepared, dismissedAt: prepared === outdated ? new Date() : null }));
      return 'not-sent';
    }
    const text = composeMail(mail.kind, { ...settings.commune, communeName: settings.commune.name, publicUrl: settings.portal.publicUrl, ...prepared });
    const messageId = `${mail.id}@${new URL(settings.portal.publicUrl).hostname}`;
    await sendMail({ smtp: settings.smtp, password: smtpPasswordEncrypted ? decryptSecret(smtpPasswordEncrypted) : null }, { ...text, ...prepared, messageId });
    await inTransaction(() => mail.update({ state: 'sent', sentAt: new Date(), nextAttemptAt: null, lastError: null }));
    return 'sent';
  } catch (error) {
    if (!(error instanceof MailNotSent)) throw error;
    return recordFailure(mail, error);
  }
}

async function recordFailure(mail: OutgoingMail, error: MailNotSent): Promise<'not-sent' | 'everything-fails'> {
  const delay = nextRetryDelay(mail.attempts, error.failure, Math.random());
  log.warn({ mail: mail.id, kind: mail.kind, attempts: mail.attempts, code: error.code, failure: error.failure }, 'mail not sent');
  const state = error.failure === 'uncertain' ? 'to_verify' : delay === null ? 'failed' : 'queued';
  const nextAttemptAt = delay === null ? null : new Date(Date.now() + delay);
  await inTransaction(async () => {
    await mail.update({ state, nextAttemptAt, lastError: explainSendingFailure(error) });
    if (error.failure === 'configuration') await holdQueue(nextAttemptAt ?? new Date(Date.now() + longestHold), explainSendingFailure(error));
  });
  return error.failure === 'configuration' ? 'everything-fails' : 'not-sent';
}

/** No mail would pass: the others wait as long, without spending an attempt each at a server that might lock the account. */
async function holdQueue(until: Date, lastError: string): Promise<void> {
  await OutgoingMail.update({ nextAttemptAt: until, lastError }, { where: { state: 'queued', nextAttemptAt: { [Op.lt]: until } } });
}

interface Prepared { to: string; token: string | null; payload: Record<string, unknown>; replyTo?: string }

const nobody = 'Le destinataire n’existe plus.';
/** Staff have nothing to do of it. */
const outdated = 'Ce que dit ce courriel n’est plus vrai\u00a0: il n’est pas parti.';

/** The link is made now, so that the outbox never holds one; the address is the account's present one. A sentence: why it is not to leave any more. */
async function prepare(mail: OutgoingMail): Promise<Prepared | string> {
  const payload: Record<string, unknown> = JSON.parse(mail.payload);
  if (mail.kind === 'message_answer') return prepareAnswer(String(payload.answerId));
  if (mail.kind === 'contact_message') return prepareContact(mail, String(payload.messageId));
  const purpose = purposes[mail.kind];
  const account = mail.accountId ? await Account.findByPk(mail.accountId) : null;
  if (mail.accountId && (!account || account.state === 'disabled')) return nobody;
  if (mail.kind === 'payment_receipt' && !(await isReceiptTrue(mail, String(payload.paymentId)))) return outdated;
  const told = mail.kind === 'payment_news' ? await readNews(payload) : payload;
  if (!told) return outdated;
  const isToOwnAddress = mail.kind === 'email_change' || mail.kind === 'email_changed';
  const tokenPayload = mail.kind === 'email_change' ? String(payload.newEmail) : mail.kind === 'email_changed' ? String(payload.oldEmail) : '';
  const token = purpose && account ? await inTransaction(() => issueToken({ purpose, accountId: account.id, payload: tokenPayload }, new Date())) : null;
  return { to: account && !isToOwnAddress ? account.email : mail.recipient, token, payload: told };
}

/** Another one may have followed, once the payment was confirmed anew. */
const isReceiptTrue = async ({ uniqueKey }: OutgoingMail, paymentId: string): Promise<boolean> =>
  uniqueKey === receiptKey(paymentId) && (await Payment.count({ where: { id: paymentId, state: 'paid' } })) > 0;

/** As things are now; null when it is not true any more. */
async function readNews({ news: said, paymentId }: Record<string, unknown>): Promise<Record<string, unknown> | null> {
  const news = paymentNews.find((each) => each === said);
  const payment = await Payment.findByPk(String(paymentId));
  if (!news || !payment || !isNewsTrue(news, payment.state)) return null;
  return { news, paymentId, invoices: await invoicesOfNews(payment, news), totalCents: payment.amountCents, refdet: payment.refdet, isPlay: isSimulator(payment.baseUrl) };
}

/** Who answers this mail writes to the service, not to the portal. */
async function prepareAnswer(answerId: string): Promise<Prepared | string> {
  const answer = await MessageAnswer.findByPk(answerId);
  const message = answer && (await ContactMessage.findByPk(answer.messageId));
  if (!answer || !message) return nobody;
  const { contact } = await readSettings();
  const { subject, body: question, createdAt } = message;
  const account = message.accountId ? await Account.findByPk(message.accountId) : null;
  return { to: answerAddress(message, account), token: null, ...(contact.email ? { replyTo: contact.email } : {}), payload: { subject, question, askedAt: createdAt?.toISOString(), body: answer.body } };
}

async function prepareContact(mail: OutgoingMail, messageId: string): Promise<Prepared | string> {
  const message = await ContactMessage.findByPk(messageId);
  if (!message) return nobody;
  const invoice = message.invoiceId ? await Invoice.findByPk(message.invoiceId) : null;
  const { subject, body, senderName, senderEmail } = message;
  const sender = senderName ? `${senderName} (${senderEmail})` : senderEmail;
  return { to: mail.recipient, token: null, replyTo: senderEmail, payload: { subject, body, sender, invoice: invoice?.number ?? '' } };
}
