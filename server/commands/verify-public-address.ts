// Asks the portal's public address whether it leads to this portal; when it does, or an agent has seen that it does, the reminder of a takeover goes.
import type { AddressAnswer } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { Setting } from '../models/index.ts';
import { askPublicAddress } from '../public-address.ts';
import { addressTakenOverSection, readSettings } from '../settings.ts';

/** `isSeen`: opened from elsewhere by the agent, where this machine cannot reach its own address. */
export async function verifyPublicAddress(isSeen: boolean): Promise<AddressAnswer> {
  const answer = isSeen ? 'ours' : await askPublicAddress((await readSettings()).portal.publicUrl);
  if (answer === 'ours') await inTransaction(() => Setting.destroy({ where: { section: addressTakenOverSection } }));
  return answer;
}
