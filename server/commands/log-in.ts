// A resident logs in. Unknown address, wrong password and inactive account cost the same time and say the same thing.
import { verifyPassword } from '../crypto/passwords.ts';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { longestPassword } from '../domain/password-policy.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { Account } from '../models/index.ts';
import { openSession } from './open-session.ts';
import { recordAudit } from './record-audit.ts';
import { forgetTries, giveBackTry, spendTries, type Spending } from './spend-tries.ts';

export interface LoginRequest {
  email: string; password: string; remember: boolean; addressBlock: string;
  /** The account that this browser was remembered for, if any: its owner is never locked out by a stranger. */
  knownAccountId: string | null;
  now: Date;
}
export interface OpenedSession { secret: string; rememberSecret: string | null }

/** @throws AppError login_failed, too_many_attempts, too_busy */
export async function logIn(request: LoginRequest): Promise<OpenedSession> {
  const { email, password, now } = request;
  const key = emailKey(email);
  const account = await Account.findOne({ where: { emailKey: key } });
  const isKnownBrowser = account !== null && account.id === request.knownAccountId;
  const byAddress = { limit: limits.loginByAddress, key: request.addressBlock };
  const byAccount = isKnownBrowser ? [] : loginTriesOf(key);
  await spendTries([byAddress, ...byAccount], now);
  // An emoji is one character and two units of JavaScript: the longest password is twice as many units.
  const isRight = await verifyPassword(password.slice(0, 2 * longestPassword + 1), account?.state === 'active' ? account.passwordHash : null);
  if (!account || !isRight) {
    await inTransaction(() => recordAudit({ actor: 'visitor', action: 'account_login_failed', object: account?.id ?? '' }));
    throw new AppError('login_failed');
  }
  return inTransaction(async () => {
    await forgetTries(byAccount);
    await giveBackTry(byAddress);
    await recordAudit({ actor: `account:${account.id}`, action: 'account_logged_in' });
    const order = { accountId: account.id, family: newId() };
    const secret = await openSession({ ...order, kind: 'resident' }, now);
    const rememberSecret = request.remember ? await openSession({ ...order, kind: 'remember' }, now) : null;
    return { secret, rememberSecret };
  });
}

/** What a login spends for one account, by its e-mail key. */
export const loginTriesOf = (key: string): Spending[] => [{ limit: limits.loginBurstByAccount, key }, { limit: limits.loginByAccount, key }];
