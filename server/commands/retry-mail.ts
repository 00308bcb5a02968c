// The staff asks that a failed or doubtful mail be sent again.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { OutgoingMail } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError not_found, mail_not_retryable */
export async function retryMail({ mailId, actor, now }: { mailId: string; actor: string; now: Date }): Promise<void> {
  await inTransaction(async () => {
    const mail = await OutgoingMail.findByPk(mailId);
    if (!mail) throw new AppError('not_found');
    if (mail.state !== 'failed' && mail.state !== 'to_verify' && mail.state !== 'queued') throw new AppError('mail_not_retryable');
    await mail.update({ state: 'queued', attempts: 0, nextAttemptAt: now, dismissedAt: null });
    await recordAudit({ actor, action: 'mail_retried', object: mailId });
  });
}
