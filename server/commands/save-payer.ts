// Staff correct the name or the address of a payer: the code stays, it is what files go by.
import { inTransaction } from '../db/database.ts';
import { nameKey, sortKey } from '../domain/keys.ts';
import type { Payer } from '../models/index.ts';
import { findPayer } from './find-payer.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError payer_unknown */
export function savePayer({ payerId, name, address, actor }: { payerId: string; name: string; address: string; actor: string }): Promise<Payer> {
  return inTransaction(async () => {
    const payer = await findPayer(payerId);
    const changes = [payer.name === name ? [] : ['name'], payer.address === address ? [] : ['address']].flat();
    if (changes.length === 0) return payer;
    await recordAudit({ actor, action: 'payer_changed', object: payerId, detail: changes.join(',') });
    return payer.update({ name, nameKey: nameKey(name), address, ...(name === payer.name ? {} : { sortKey: sortKey(name) }) });
  });
}
