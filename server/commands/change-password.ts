// A resident changes the password, proving the present one; every other session and pending link of the account is closed.
import { Op } from 'sequelize';
import { hashPassword, verifyPassword } from '../crypto/passwords.ts';
import { inTransaction } from '../db/database.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { Account, Session } from '../models/index.ts';
import { checkPassword } from './check-password.ts';
import { endPendingLinks } from './end-pending-links.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';
import { spendTries } from './spend-tries.ts';

export interface PasswordChange { accountId: string; current: string; password: string; confirmation: string; sessionHash: string; now: Date }

/** @throws AppError password_wrong, too_many_attempts, or one of `checkPassword` */
export async function changePassword({ accountId, current, password, confirmation, sessionHash, now }: PasswordChange): Promise<void> {
  const account = await provePassword({ accountId, password: current, field: 'current', now });
  await checkPassword({ password, confirmation, email: account.email });
  const passwordHash = await hashPassword(password);
  await inTransaction(async () => {
    await account.update({ passwordHash });
    await Session.destroy({ where: { accountId, tokenHash: { [Op.ne]: sessionHash } } });
    await endPendingLinks(accountId, now);
    await queueMail({ kind: 'password_changed', accountId, recipient: account.email });
    await recordAudit({ actor: `account:${accountId}`, action: 'password_changed' });
  });
}

/** @throws AppError password_wrong beside `field`, too_many_attempts */
export async function provePassword({ accountId, password, field, now }: { accountId: string; password: string; field: string; now: Date }): Promise<Account> {
  await spendTries([{ limit: limits.passwordChecks, key: accountId }], now);
  const account = await Account.findByPk(accountId);
  const isRight = await verifyPassword(password, account?.passwordHash ?? null);
  if (!account || !isRight) throw new AppError('password_wrong', {}, field);
  return account;
}
