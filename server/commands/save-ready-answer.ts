// Agents keep the answers that they write often.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { ReadyAnswer } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

export interface ReadyAnswerOrder { id?: string | undefined; title: string; body: string; actor: string }

/** @throws AppError not_found */
export function saveReadyAnswer({ id, title, body, actor }: ReadyAnswerOrder): Promise<ReadyAnswer> {
  return inTransaction(async () => {
    const known = id ? await ReadyAnswer.findByPk(id) : null;
    if (id && !known) throw new AppError('not_found');
    await recordAudit({ actor, action: 'ready_answer_saved', detail: title });
    return known ? known.update({ title, body }) : ReadyAnswer.create({ id: newId(), title, body });
  });
}

/** What is already gone stays gone. */
export function removeReadyAnswer({ id, actor }: { id: string; actor: string }): Promise<void> {
  return inTransaction(async () => {
    const removed = await ReadyAnswer.destroy({ where: { id } });
    if (removed > 0) await recordAudit({ actor, action: 'ready_answer_removed', object: id });
  });
}
