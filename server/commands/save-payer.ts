// Staff correct the name or the address of a payer: the code stays, it is what files go by.
import { inTransaction } from '../db/database.ts';
import { nameKey, sortKey } from '../domain/keys.ts';
import type { Payer } from '../models/index.ts';
import { findPayer } from './find-payer.ts';
import { recordAudit } from './record-audit.ts';
import { payerVersion, refuseStale } from './refuse-stale.ts';

export interface PayerCorrection { payerId: string; name: string; address: string; /** Of what the agent had in front of them; absent: not compared. */ version?: string | undefined; actor: string }

/** @throws AppError payer_unknown, settings_changed_meanwhile */
export function savePayer({ payerId, name, address, version, actor }: PayerCorrection): Promise<Payer> {
  return inTransaction(async () => {
    const payer = await findPayer(payerId);
    await refuseStale({ seen: version, now: payerVersion(payer), entries: { action: 'payer_changed', object: payerId } });
    const changes = [payer.name === name ? [] : ['name'], payer.address === address ? [] : ['address']].flat();
    if (changes.length === 0) return payer;
    await recordAudit({ actor, action: 'payer_changed', object: payerId, detail: changes.join(',') });
    return payer.update({ name, nameKey: nameKey(name), address, ...(name === payer.name ? {} : { sortKey: sortKey(name) }) });
  });
}
