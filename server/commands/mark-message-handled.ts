// The staff notes that a resident's message has been dealt with, or not after all.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { ContactMessage } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError not_found */
export async function markMessageHandled({ messageId, handled, actor, now }: { messageId: string; handled: boolean; actor: string; now: Date }): Promise<void> {
  await inTransaction(async () => {
    const [count] = await ContactMessage.update({ handledAt: handled ? now : null }, { where: { id: messageId } });
    if (count === 0) throw new AppError('not_found');
    await recordAudit({ actor, action: 'message_handled', object: messageId, detail: handled ? 'handled' : 'reopened' });
  });
}
