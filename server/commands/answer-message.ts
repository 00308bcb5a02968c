// An agent answers a resident: the answer is kept, leaves by mail, and closes the message unless more is to come.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { answerAddress } from '../domain/mail.ts';
import { AppError } from '../errors.ts';
import { Account, ContactMessage, MessageAnswer } from '../models/index.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';

export interface AnswerOrder { messageId: string; body: string; close: boolean; agentId: string; actor: string; now: Date }

/** @throws AppError not_found */
export function answerMessage({ messageId, body, close, agentId, actor, now }: AnswerOrder): Promise<void> {
  return inTransaction(async () => {
    const message = await ContactMessage.findByPk(messageId);
    if (!message) throw new AppError('not_found');
    const answer = await MessageAnswer.create({ id: newId(), messageId, agentId, body, at: now });
    await queueMail({ kind: 'message_answer', recipient: answerAddress(message, message.accountId ? await Account.findByPk(message.accountId) : null), uniqueKey: `message_answer:${answer.id}`, payload: { answerId: answer.id } });
    if (close) await message.update({ handledAt: now });
    await recordAudit({ actor, action: 'message_answered', object: messageId });
  });
}
