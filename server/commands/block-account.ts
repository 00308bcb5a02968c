// Staff lock a person out, or let them in again.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Account, Session } from '../models/index.ts';
import { endPendingLinks } from './end-pending-links.ts';
import { loginTriesOf } from './log-in.ts';
import { recordAudit } from './record-audit.ts';
import { forgetTries } from './spend-tries.ts';

export interface AccountOrder { accountId: string; actor: string }

/** Every session ends at once. @throws AppError person_unknown */
export function blockAccount({ accountId, actor, now }: AccountOrder & { now: Date }): Promise<void> {
  return inTransaction(async () => {
    const account = await findAccount(accountId);
    if (account.state === 'disabled') return;
    await account.update({ state: 'disabled' });
    await endPendingLinks(accountId, now);
    await Session.destroy({ where: { accountId } });
    await recordAudit({ actor, action: 'account_blocked', object: accountId });
  });
}

/** Ends the block, and forgets the tries of whoever mistyped the password too often. @throws AppError person_unknown */
export function unblockAccount({ accountId, actor }: AccountOrder): Promise<void> {
  return inTransaction(async () => {
    const account = await findAccount(accountId);
    if (account.state === 'disabled') await account.update({ state: account.passwordHash === null ? 'invited' : 'active' });
    await forgetTries(loginTriesOf(account.emailKey));
    await recordAudit({ actor, action: 'account_unblocked', object: accountId });
  });
}

async function findAccount(accountId: string): Promise<Account> {
  const account = await Account.findByPk(accountId);
  if (!account) throw new AppError('person_unknown');
  return account;
}
