// Keeps play and real money apart: a folder's payments are all PayFiP's, or all the simulator's (« commune-école »).
import { Op } from 'sequelize';
import { inTransaction } from '../db/database.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { AppError } from '../errors.ts';
import { Payment, Regie, Setting } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

const worldSection = 'payment-world';

/** When the world changes, régies are closed again: what the simulator verified or activated is worth nothing at PayFiP. @throws AppError payments_are_play, payments_are_real */
export function enterPaymentWorld(baseUrl: string, actor: string): Promise<void> {
  return inTransaction(async () => {
    const world = worldOf(baseUrl);
    const known = await Setting.findByPk(worldSection, { raw: true });
    if (known?.value === world) return;
    const [first] = await Payment.findAll({ attributes: ['baseUrl'], limit: 1, raw: true });
    if (first && worldOf(first.baseUrl) !== world) throw new AppError(world === 'real' ? 'payments_are_play' : 'payments_are_real', {}, 'payments.baseUrl');
    await Setting.upsert({ section: worldSection, value: world });
    if (known) await closeRegies(world, actor);
  });
}

export const worldOf = (baseUrl: string): 'play' | 'real' => (isSimulator(baseUrl) ? 'play' : 'real');

async function closeRegies(world: string, actor: string): Promise<void> {
  await Regie.update({ stage: 'closed', verifiedAt: null, verifiedLabels: null, cardActivatedAt: null, debitActivatedAt: null }, { where: { numcli: { [Op.ne]: null } } });
  await recordAudit({ actor, action: 'payment_world_changed', detail: world });
}
