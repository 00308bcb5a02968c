// The outbox as the staff see it.
import { Op, type WhereOptions } from 'sequelize';
import { dismissMails } from '../../commands/dismiss-mails.ts';
import { retryMail } from '../../commands/retry-mail.ts';
import type { MailState } from '../../contract/states.ts';
import { OutgoingMail } from '../../models/index.ts';
import type { Handlers } from '../call.ts';
import { presentMail } from '../present.ts';

export const mailHandlers: Handlers<'mails.list' | 'mails.retry' | 'mails.dismiss'> = {
  'mails.list': async ({ state, page, pageSize }) => {
    const { rows, count } = await OutgoingMail.findAndCountAll({ where: whereOf(state), order: [['createdAt', 'DESC']], limit: pageSize, offset: (page - 1) * pageSize });
    return { items: rows.map(presentMail), total: count };
  },
  'mails.retry': async ({ mailId }, { actor, now }) => {
    await retryMail({ mailId, actor, now });
    return {};
  },
  'mails.dismiss': async ({ mailIds }, { actor, now }) => ({ dismissed: await dismissMails({ mailIds, actor, now }) }),
};

function whereOf(state: MailState | undefined): WhereOptions<OutgoingMail> {
  if (!state) return {};
  return state === 'dismissed' ? { dismissedAt: { [Op.ne]: null } } : { state, dismissedAt: null };
}
