// « Est-ce bien vous ? »: an agent reads what PayFiP calls the number, and recognises the commune or not.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Regie } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

export interface Recognition { regieId: string; isOurs: boolean; actor: string; now: Date }

/** @throws AppError not_found, transition_not_allowed (PayFiP was not asked, or the number has changed) */
export function recogniseClient({ regieId, isOurs, actor, now }: Recognition): Promise<void> {
  return inTransaction(async () => {
    const regie = await Regie.findByPk(regieId);
    if (!regie) throw new AppError('not_found');
    if (regie.verifiedLabels === null) throw new AppError('transition_not_allowed');
    await regie.update(isOurs ? { verifiedAt: now } : { verifiedAt: null, verifiedLabels: null });
    await recordAudit({ actor, action: isOurs ? 'regie_recognised' : 'regie_disowned', object: regieId, detail: regie.numcli ?? '' });
  });
}
