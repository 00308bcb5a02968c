// What residents wrote to the service.
import { QueryTypes } from 'sequelize';
import { markMessageHandled } from '../../commands/mark-message-handled.ts';
import { database } from '../../db/database.ts';
import { ContactMessage } from '../../models/index.ts';
import type { Handlers } from '../call.ts';

export const messageHandlers: Handlers<'messages.list' | 'messages.setHandled'> = {
  'messages.list': async ({ page, pageSize }) => {
    const { rows, count } = await ContactMessage.findAndCountAll({ order: [['createdAt', 'DESC']], limit: pageSize, offset: (page - 1) * pageSize });
    const numbers = await invoiceNumbers(rows.flatMap((row) => row.invoiceId ?? []));
    return {
      total: count,
      items: rows.map(({ id, createdAt, senderName, senderEmail, subject, body, invoiceId, handledAt }) => ({
        id, createdAt: createdAt.toISOString(), payerNames: senderName, email: senderEmail, subject, body,
        invoiceNumber: numbers.get(invoiceId ?? '') ?? null, handledAt: handledAt?.toISOString() ?? null,
      })),
    };
  },
  'messages.setHandled': async (input, { actor, now }) => {
    await markMessageHandled({ ...input, actor, now });
    return {};
  },
};

async function invoiceNumbers(ids: string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map();
  const found = await database().query<{ id: string; number: string }>('SELECT id, number FROM invoices WHERE id IN (:ids)', { replacements: { ids }, type: QueryTypes.SELECT });
  return new Map(found.map(({ id, number }) => [id, number]));
}
