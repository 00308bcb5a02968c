// The new address confirms, or the old one takes the change back: the account changes its address, all its sessions close.
import { Op, UniqueConstraintError } from 'sequelize';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { Account, FormerEmail, Session, Token } from '../models/index.ts';
import { endPendingLinks } from './end-pending-links.ts';
import { findToken } from './find-token.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError link_invalid, email_taken */
export async function confirmEmailChange(link: string, now: Date): Promise<void> {
  await moveAddress(link, 'email_change', now);
}

/** @throws AppError link_invalid, email_taken */
export async function undoEmailChange(link: string, now: Date): Promise<void> {
  await moveAddress(link, 'email_undo', now);
}

async function moveAddress(link: string, purpose: 'email_change' | 'email_undo', now: Date): Promise<void> {
  try {
    await inTransaction(async () => {
      const token = await findToken(link, [purpose], now);
      const account = await Account.findByPk(token.accountId ?? '');
      if (!account || account.state === 'disabled') throw new AppError('link_invalid');
      const oldEmail = account.email;
      const newEmail = token.payload;
      await FormerEmail.upsert({ emailKey: account.emailKey, accountId: account.id, leftAt: now });
      await FormerEmail.destroy({ where: { emailKey: emailKey(newEmail), accountId: account.id } });
      await account.update({ email: newEmail, emailKey: emailKey(newEmail) });
      await endLinks(account.id, token, now);
      await Session.destroy({ where: { accountId: account.id } });
      if (purpose === 'email_change') await queueMail({ kind: 'email_changed', accountId: account.id, recipient: oldEmail, payload: { oldEmail, newEmail } });
      await recordAudit({ actor: `account:${account.id}`, action: purpose === 'email_change' ? 'email_changed' : 'email_change_undone', detail: `${oldEmail} ${newEmail}` });
    });
  } catch (error) {
    if (error instanceof UniqueConstraintError) throw new AppError('email_taken');
    throw error;
  }
}

/** The way back of an address outlives the changes that follow: whoever moves an account twice does not close the owner's door. */
async function endLinks(accountId: string, used: Token, now: Date): Promise<void> {
  await endPendingLinks(accountId, now);
  if (used.purpose === 'email_undo') await Token.destroy({ where: { accountId, purpose: 'email_undo', createdAt: { [Op.gte]: used.createdAt } } });
}
