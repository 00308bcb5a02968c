// Staff change what a person may do for a payer.
import type { PersonRole } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { findPerson, type PersonOrder } from './find-payer.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError person_unknown */
export function setPersonRole({ role, actor, ...person }: PersonOrder & { role: PersonRole }): Promise<void> {
  return inTransaction(async () => {
    const { access } = await findPerson(person);
    await access.update({ role });
    await recordAudit({ actor, action: 'person_role_changed', object: person.payerId, detail: `${person.accountId} ${role}` });
  });
}
