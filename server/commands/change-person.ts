// Staff change what a person may do for a payer, or end it; the address of a person who never came may be corrected.
import type { PersonRole } from '../contract/states.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { Account, PayerAccess, Session } from '../models/index.ts';
import { endPendingLinks } from './end-pending-links.ts';
import { findPerson } from './find-payer.ts';
import { recordAudit } from './record-audit.ts';

export interface PersonOrder { payerId: string; accountId: string; actor: string }

/** @throws AppError person_unknown */
export function setPersonRole({ role, actor, ...person }: PersonOrder & { role: PersonRole }): Promise<void> {
  return inTransaction(async () => {
    const { access } = await findPerson(person);
    await access.update({ role });
    await recordAudit({ actor, action: 'person_role_changed', object: person.payerId, detail: `${person.accountId} ${role}` });
  });
}

/** The account stays; once it sees nobody, what it has open is closed. @throws AppError person_unknown */
export function removePerson({ actor, ...person }: PersonOrder): Promise<void> {
  return inTransaction(async () => {
    const { access, account } = await findPerson(person);
    await access.destroy();
    if ((await PayerAccess.count({ where: { accountId: account.id } })) === 0) {
      await endPendingLinks(account.id);
      await Session.destroy({ where: { accountId: account.id } });
    }
    await recordAudit({ actor, action: 'person_removed', object: person.payerId, detail: account.id });
  });
}

/** A slip of the pen in an address where nobody has ever logged in. @throws AppError person_unknown, account_already_active, email_of_another_person */
export function correctPersonEmail({ email, actor, ...person }: PersonOrder & { email: string }): Promise<void> {
  return inTransaction(async () => {
    const { account } = await findPerson(person);
    if (account.state !== 'invited') throw new AppError('account_already_active');
    const key = emailKey(email);
    const holder = await Account.findOne({ where: { emailKey: key } });
    if (holder && holder.id !== account.id) throw new AppError('email_of_another_person', {}, 'email');
    await endPendingLinks(account.id);
    await account.update({ email: email.trim(), emailKey: key });
    await recordAudit({ actor, action: 'person_email_corrected', object: person.payerId, detail: account.id });
  });
}
