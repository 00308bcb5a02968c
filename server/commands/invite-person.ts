// Staff send the activation link, the first time or again.
import { inTransaction } from '../db/database.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { findPerson, type PersonOrder } from './find-payer.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';
import { spendTries } from './spend-tries.ts';

/** @throws AppError person_unknown, account_already_active, account_is_blocked, too_many_attempts */
export async function invitePerson({ actor, now, ...person }: PersonOrder & { now: Date }): Promise<void> {
  await inTransaction(async () => {
    const { account } = await findPerson(person);
    if (account.state === 'active') throw new AppError('account_already_active');
    if (account.state === 'disabled') throw new AppError('account_is_blocked');
    await spendTries([{ limit: limits.mailsByRecipient, key: account.emailKey }], now);
    await queueMail({ kind: 'activation', accountId: account.id, recipient: account.email, payload: { isInvitation: true } });
    await recordAudit({ actor, action: 'person_invited', object: person.payerId, detail: account.id });
  });
}
