// The link of an activation or reset mail is consumed: the account has its new password, its sessions are closed
// and the guesses of the former password no longer make its owner wait.
import { hashPassword } from '../crypto/passwords.ts';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Account, Session } from '../models/index.ts';
import { checkPassword } from './check-password.ts';
import { endPendingLinks } from './end-pending-links.ts';
import { findToken } from './find-token.ts';
import { loginTriesOf } from './log-in.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';
import { forgetTries } from './spend-tries.ts';

export interface PasswordChoice { link: string; password: string; confirmation: string; now: Date }

/** @throws AppError link_invalid, or one of `checkPassword` */
export async function choosePassword({ link, password, confirmation, now }: PasswordChoice): Promise<void> {
  const { accountId } = await findToken(link, ['activation', 'reset'], now);
  const account = await Account.findByPk(accountId ?? '');
  if (!account || account.state === 'disabled') throw new AppError('link_invalid');
  await checkPassword({ password, confirmation, email: account.email });
  const passwordHash = await hashPassword(password);
  await inTransaction(async () => {
    const token = await findToken(link, ['activation', 'reset'], now);
    const wasActive = account.state === 'active';
    await account.update({ passwordHash, state: 'active', activatedAt: account.activatedAt ?? now });
    await endPendingLinks(account.id, now);
    await Session.destroy({ where: { accountId: account.id } });
    await forgetTries(loginTriesOf(account.emailKey));
    if (wasActive) await queueMail({ kind: 'password_changed', accountId: account.id, recipient: account.email });
    await recordAudit({ actor: `account:${account.id}`, action: token.purpose === 'activation' ? 'account_activated' : 'password_reset' });
  });
}
