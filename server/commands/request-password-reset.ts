// « Oublié ? »: a link to choose a new password, if the address has an account. The answer never says whether it has.
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { limits } from '../domain/limits.ts';
import { Account } from '../models/index.ts';
import { queueMail } from './queue-mail.ts';
import { mayReceive } from './request-activation.ts';
import { spendTries } from './spend-tries.ts';

/** @throws AppError too_many_attempts */
export async function requestPasswordReset({ email, addressBlock, now }: { email: string; addressBlock: string; now: Date }): Promise<void> {
  const key = emailKey(email);
  await spendTries([{ limit: limits.mailsByAddressBlock, key: addressBlock }], now);
  await inTransaction(async () => {
    const account = await Account.findOne({ where: { emailKey: key } });
    const mayWrite = await mayReceive(key, now);
    if (!account || account.state === 'disabled' || !mayWrite) return;
    await queueMail({ kind: account.state === 'active' ? 'password_reset' : 'activation', accountId: account.id, recipient: account.email });
  });
}
