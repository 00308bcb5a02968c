// Sets how a régie is paid on line, and never lets it into production while PayFiP would refuse its payments.
import { AppError } from '../errors.ts';
import { inTransaction } from '../db/database.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { isReachableAddress } from '../domain/reachable-address.ts';
import { numcliFault } from '../domain/references.ts';
import { hasActiveMeans, productionRefusal } from '../contract/regie-stage.ts';
import { Regie } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import { configureRegie, type RegieConfiguration } from './configure-regie.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError portal_unreachable, not_found, regie_not_verified, regie_not_activated, regie_not_active_yet, and every refusal of `configureRegie` */
export async function openRegie({ isActivatedElsewhere, now, ...wanted }: RegieConfiguration & { isActivatedElsewhere: boolean; now: Date }): Promise<Regie> {
  if (wanted.stage !== 'closed') await checkPortalIsReachable();
  return inTransaction(async () => {
    const known = await Regie.findByPk(wanted.regieId);
    if (!known) throw new AppError('not_found');
    const wasOpen = known.stage === 'production' && known.numcli === wanted.numcli;
    const isActivated = hasActiveMeans(known, wanted, now);
    const refusal = numcliFault(wanted.numcli ?? '') ? null : productionRefusal(known, { ...wanted, isActivatedElsewhere }, now);
    if (refusal) throw new AppError(refusal.code, refusal.details, 'stage');
    const regie = await configureRegie(wanted);
    if (wanted.stage === 'production' && !wasOpen && !isActivated) await recordAudit({ actor: wanted.actor, action: 'regie_opened_on_word', object: regie.id, detail: wanted.numcli ?? '' });
    return regie;
  });
}

/** The result of a payment comes to the portal's public address; the simulator is on this machine. */
async function checkPortalIsReachable(): Promise<void> {
  const { payments, portal } = await readSettings();
  if (!isSimulator(payments.baseUrl) && !isReachableAddress(portal.publicUrl)) throw new AppError('portal_unreachable', { url: portal.publicUrl }, 'stage');
}
