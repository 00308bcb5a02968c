// Staff say that nothing more is to be done of mails that did not leave, or perhaps did: they wait for nobody any more. To send one again takes it up anew.
import { inTransaction } from '../db/database.ts';
import { OutgoingMail } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** Answers how many; those that a colleague has sent again or dismissed meanwhile are left. */
export async function dismissMails({ mailIds, actor, now }: { mailIds: string[]; actor: string; now: Date }): Promise<number> {
  return inTransaction(async () => {
    const mails = await OutgoingMail.findAll({ where: { id: mailIds, state: ['failed', 'to_verify'], dismissedAt: null } });
    await OutgoingMail.update({ dismissedAt: now }, { where: { id: mails.map(({ id }) => id) } });
    for (const { id } of mails) await recordAudit({ actor, action: 'mail_dismissed', object: id });
    return mails.length;
  });
}
