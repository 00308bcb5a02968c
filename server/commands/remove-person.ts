// Staff end what a person sees of a payer.
import { inTransaction } from '../db/database.ts';
import { PayerAccess, Session } from '../models/index.ts';
import { endPendingLinks } from './end-pending-links.ts';
import { findPerson, type PersonOrder } from './find-payer.ts';
import { recordAudit } from './record-audit.ts';

/** The account stays; once it sees nobody, what it has open is closed. @throws AppError person_unknown */
export function removePerson({ actor, now, ...person }: PersonOrder & { now: Date }): Promise<void> {
  return inTransaction(async () => {
    const { access, account } = await findPerson(person);
    await access.destroy();
    if ((await PayerAccess.count({ where: { accountId: account.id } })) === 0) {
      await endPendingLinks(account.id, now);
      await Session.destroy({ where: { accountId: account.id } });
    }
    await recordAudit({ actor, action: 'person_removed', object: person.payerId, detail: account.id });
  });
}
