// Staff correct the address of a person who has never logged in.
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { Account } from '../models/index.ts';
import { endPendingLinks } from './end-pending-links.ts';
import { findPerson, type PersonOrder } from './find-payer.ts';
import { recordAudit } from './record-audit.ts';

/** A slip of the pen in an address where nobody has ever logged in. @throws AppError person_unknown, account_already_active, email_of_another_person */
export function correctPersonEmail({ email, actor, now, ...person }: PersonOrder & { email: string; now: Date }): Promise<void> {
  return inTransaction(async () => {
    const { account } = await findPerson(person);
    if (account.state !== 'invited') throw new AppError('account_already_active');
    const key = emailKey(email);
    const holder = await Account.findOne({ where: { emailKey: key } });
    if (holder && holder.id !== account.id) throw new AppError('email_of_another_person', {}, 'email');
    await endPendingLinks(account.id, now);
    await account.update({ email: email.trim(), emailKey: key });
    await recordAudit({ actor, action: 'person_email_corrected', object: person.payerId, detail: account.id });
  });
}
