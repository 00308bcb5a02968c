// Staff let one more person see a payer's invoices: by their address, whether it is already known or not.
import type { PersonRole } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { Account, PayerAccess } from '../models/index.ts';
import { findPayer } from './find-payer.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';

export interface NewPerson { payerId: string; email: string; role: PersonRole; invite: boolean; actor: string }

/** Answers the account. @throws AppError payer_unknown, person_known, account_is_blocked */
export function addPerson({ payerId, email, role, invite, actor }: NewPerson): Promise<Account> {
  return inTransaction(async () => {
    const payer = await findPayer(payerId);
    const account = await accountOf(email);
    if (account.state === 'disabled') throw new AppError('account_is_blocked', {}, 'email');
    if ((await PayerAccess.count({ where: { payerId, accountId: account.id } })) > 0) throw new AppError('person_known', { payer: payer.name }, 'email');
    await PayerAccess.create({ payerId, accountId: account.id, role });
    if (invite && account.state === 'invited') await queueMail({ kind: 'activation', accountId: account.id, recipient: account.email, payload: { isInvitation: true } });
    await recordAudit({ actor, action: 'person_added', object: payerId, detail: `${account.id} ${role}` });
    return account;
  });
}

async function accountOf(email: string): Promise<Account> {
  const key = emailKey(email);
  return (await Account.findOne({ where: { emailKey: key } })) ?? Account.create({ id: newId(), email: email.trim(), emailKey: key, state: 'invited' });
}
