// Sends one message with settings that may not be saved yet, and says in French what happened.
import type { Settings } from '../contract/schemas.ts';
import { newId } from '../crypto/tokens.ts';
import { decryptSecret } from '../crypto/key-file.ts';
import { inTransaction } from '../db/database.ts';
import { composeMail } from '../mail/messages.ts';
import { explainSendingFailure } from '../mail/diagnose.ts';
import { hurried, MailNotSent, sendMail } from '../mail/send.ts';
import { Setting } from '../models/index.ts';
import { mailServerMark, mailTriedSection, readStoredSettings } from '../settings.ts';
import { recordAudit } from './record-audit.ts';

export interface TestMail { smtp: Settings['smtp']; smtpPassword?: string | undefined; to: string; actor: string }

export interface TestAnswer { delivered: boolean; diagnosis: string }

export async function sendTestMail({ actor, ...order }: TestMail): Promise<TestAnswer> {
  const answer = await tryToSend(order);
  await inTransaction(async () => {
    if (answer.delivered) await Setting.upsert({ section: mailTriedSection, value: mailServerMark(order.smtp), updatedAt: new Date() });
    await recordAudit({ actor, action: 'smtp_tested', detail: `${answer.delivered ? 'delivered' : 'failed'} ${order.to}` });
  });
  return answer;
}

async function tryToSend({ smtp, smtpPassword, to }: Omit<TestMail, 'actor'>): Promise<TestAnswer> {
  if (!smtp.host) return { delivered: false, diagnosis: 'Indiquez le nom du serveur de messagerie.' };
  if (!smtp.fromAddress) return { delivered: false, diagnosis: 'Indiquez l’adresse de l’expéditeur.' };
  const { settings, smtpPasswordEncrypted } = await readStoredSettings();
  // The kept password goes to the server that it was kept for, never to another one that is typed here.
  const isKeptServer = smtp.host === settings.smtp.host && smtp.user === settings.smtp.user;
  const password = smtpPassword ?? (smtpPasswordEncrypted && isKeptServer ? decryptSecret(smtpPasswordEncrypted) : null);
  const text = composeMail('smtp_test', { ...settings.commune, communeName: settings.commune.name, publicUrl: settings.portal.publicUrl, token: null, payload: {} });
  try {
    await sendMail({ smtp, password }, { ...text, to, messageId: `${newId()}@${new URL(settings.portal.publicUrl).hostname}` }, hurried);
    return { delivered: true, diagnosis: `Message envoyé à ${to}. S’il n’arrive pas d’ici quelques minutes, regardez dans les indésirables.` };
  } catch (error) {
    if (!(error instanceof MailNotSent)) throw error;
    return { delivered: false, diagnosis: explainSendingFailure(error) };
  }
}
