// A régie that nothing was ever attached to is removed: a code mistyped leaves no trace but in the journal.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Invoice, Payment, Regie } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError not_found, regie_in_use, regie_last */
export function removeRegie({ regieId, actor }: { regieId: string; actor: string }): Promise<void> {
  return inTransaction(async () => {
    const regie = await Regie.findByPk(regieId);
    if (!regie) throw new AppError('not_found');
    if ((await Regie.count()) === 1) throw new AppError('regie_last');
    if ((await Invoice.count({ where: { regieId } })) + (await Payment.count({ where: { regieId } })) > 0) throw new AppError('regie_in_use', { regie: regie.name });
    await regie.destroy();
    await recordAudit({ actor, action: 'regie_removed', object: regieId, detail: regie.code });
  });
}
