// What residents wrote to the service, and what it answered.
import { Op, QueryTypes, type WhereOptions } from 'sequelize';
import { answerMessage } from '../../commands/answer-message.ts';
import { markMessageHandled } from '../../commands/mark-message-handled.ts';
import { removeReadyAnswer, saveReadyAnswer } from '../../commands/save-ready-answer.ts';
import type { ContactMessageDto, MailState } from '../../contract/schemas.ts';
import type { EndpointInput, EndpointName } from '../../contract/staff-api.ts';
import { database } from '../../db/database.ts';
import { answerAddress } from '../../domain/mail.ts';
import { AppError } from '../../errors.ts';
import { Account, ContactMessage, ReadyAnswer } from '../../models/index.ts';
import type { Handlers } from '../call.ts';

type MessageEndpoint = Extract<EndpointName, `messages.${string}` | `readyAnswers.${string}`>;

export const messageHandlers: Handlers<MessageEndpoint> = {
  'messages.list': async ({ page, pageSize, ...asked }) => {
    const { rows, count } = await ContactMessage.findAndCountAll({ where: conditionsOf(asked), order: [['createdAt', 'DESC']], limit: pageSize, offset: (page - 1) * pageSize });
    return { total: count, items: await presentMessages(rows) };
  },
  'messages.setHandled': async (input, { actor, now }) => {
    await markMessageHandled({ ...input, actor, now });
    return {};
  },
  'messages.answer': async (input, { agent, actor, now }) => {
    if (!agent) throw new AppError('agent_required');
    await answerMessage({ ...input, agentId: agent.id, actor, now });
    return {};
  },

  'readyAnswers.list': async () => (await ReadyAnswer.findAll({ order: [['title', 'ASC']] })).map(presentReadyAnswer),
  'readyAnswers.save': async (input, { actor }) => presentReadyAnswer(await saveReadyAnswer({ ...input, actor })),
  'readyAnswers.remove': async ({ id }, { actor }) => {
    await removeReadyAnswer({ id, actor });
    return {};
  },
};

const presentReadyAnswer = ({ id, title, body }: ReadyAnswer) => ({ id, title, body });

function conditionsOf({ isOpen, search = '' }: Pick<EndpointInput<'messages.list'>, 'isOpen' | 'search'>): WhereOptions {
  const words = search.trim().split(/\s+/).filter(Boolean).slice(0, 8);
  return {
    ...(isOpen === undefined ? {} : { handledAt: isOpen ? null : { [Op.ne]: null } }),
    [Op.and]: words.map((word) => ({ [Op.or]: ['senderName', 'senderEmail', 'subject', 'body'].map((name) => ({ [name]: { [Op.substring]: word } })) })),
  };
}

async function presentMessages(messages: ContactMessage[]): Promise<ContactMessageDto[]> {
  const invoices = await readInvoices(messages.flatMap(({ invoiceId }) => invoiceId ?? []));
  const answers = await readAnswers(messages.map(({ id }) => id));
  const accounts = await Account.findAll({ where: { id: messages.flatMap(({ accountId }) => accountId ?? []) }, attributes: ['id', 'email', 'state'], raw: true });
  return messages.map((message) => {
    const { id, accountId, createdAt, senderName, senderEmail, subject, body, invoiceId, handledAt } = message;
    const about = invoices.find((each) => each.id === invoiceId);
    return {
      id, createdAt: createdAt.toISOString(), payerNames: senderName, email: answerAddress(message, accounts.find((account) => account.id === accountId)), writtenFrom: senderEmail, subject, body, handledAt: handledAt?.toISOString() ?? null,
      invoice: about ? { id: about.id, number: about.number } : null, payer: about ? { id: about.payerId, name: about.payerName } : null,
      answers: answers.filter((answer) => answer.messageId === id).map((answer) => ({
        body: answer.body, at: new Date(answer.at).toISOString(), agentName: answer.agentName, mailState: answer.mailState,
      })),
    };
  });
}

interface AboutInvoice { id: string; number: string; payerId: string; payerName: string }
async function readInvoices(ids: string[]): Promise<AboutInvoice[]> {
  if (ids.length === 0) return [];
  return database().query<AboutInvoice>(
    'SELECT i.id, i.number, p.id AS payerId, p.name AS payerName FROM invoices i JOIN payers p ON p.id = i.payer_id WHERE i.id IN (:ids)',
    { replacements: { ids }, type: QueryTypes.SELECT },
  );
}

interface StoredAnswer { messageId: string; body: string; at: string; agentName: string; mailState: MailState | null }
async function readAnswers(messageIds: string[]): Promise<StoredAnswer[]> {
  if (messageIds.length === 0) return [];
  return database().query<StoredAnswer>(
    `SELECT r.message_id AS messageId, r.body, r.at, g.name AS agentName, CASE WHEN m.dismissed_at IS NOT NULL THEN 'dismissed' ELSE m.state END AS mailState
     FROM message_answers r JOIN agents g ON g.id = r.agent_id LEFT JOIN outgoing_mails m ON m.unique_key = 'message_answer:' || r.id
     WHERE r.message_id IN (:messageIds) ORDER BY r.at`,
    { replacements: { messageIds }, type: QueryTypes.SELECT },
  );
}
