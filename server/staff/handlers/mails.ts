// The outbox as the staff see it.
import { retryMail } from '../../commands/retry-mail.ts';
import { OutgoingMail } from '../../models/index.ts';
import type { Handlers } from '../call.ts';
import { presentMail } from '../present.ts';

export const mailHandlers: Handlers<'mails.list' | 'mails.retry'> = {
  'mails.list': async ({ state, page, pageSize }) => {
    const { rows, count } = await OutgoingMail.findAndCountAll({ where: state ? { state } : {}, order: [['createdAt', 'DESC']], limit: pageSize, offset: (page - 1) * pageSize });
    return { items: rows.map(presentMail), total: count };
  },
  'mails.retry': async ({ mailId }, { actor, now }) => {
    await retryMail({ mailId, actor, now });
    return {};
  },
};
