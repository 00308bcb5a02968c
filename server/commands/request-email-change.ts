// A resident asks for another address; nothing changes until the new address confirms.
import { inTransaction } from '../db/database.ts';
import { emailAddress } from '../contract/schemas.ts';
import { emailKey } from '../domain/keys.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { Account } from '../models/index.ts';
import { provePassword } from './change-password.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';
import { mayReceive } from './request-activation.ts';
import { spendTries, tooManyAttempts } from './spend-tries.ts';

export interface EmailChangeRequest { accountId: string; email: string; password: string; addressBlock: string; now: Date }

/** @throws AppError email_invalid, email_unchanged, email_taken, password_wrong, too_many_attempts */
export async function requestEmailChange({ accountId, email, password, addressBlock, now }: EmailChangeRequest): Promise<void> {
  const newEmail = email.trim();
  if (!emailAddress.safeParse(newEmail).success) throw new AppError('email_invalid', {}, 'email');
  const account = await provePassword({ accountId, password, field: 'password', now });
  if (emailKey(newEmail) === account.emailKey) throw new AppError('email_unchanged', {}, 'email');
  await spendTries([{ limit: limits.mailsByAddressBlock, key: addressBlock }], now);
  await inTransaction(async () => {
    const isTaken = (await Account.count({ where: { emailKey: emailKey(newEmail) } })) > 0;
    if (isTaken) throw new AppError('email_taken', {}, 'email');
    if (!(await mayReceive(emailKey(newEmail), now))) throw tooManyAttempts(60);
    await queueMail({ kind: 'email_change', accountId, recipient: newEmail, payload: { newEmail } });
    await recordAudit({ actor: `account:${accountId}`, action: 'email_change_requested' });
  });
}
