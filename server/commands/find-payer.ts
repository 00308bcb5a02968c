// The payer, or the refusal that staff read.
import { AppError } from '../errors.ts';
import { Account, Payer, PayerAccess } from '../models/index.ts';

export interface PersonOrder { payerId: string; accountId: string; actor: string }

/** @throws AppError payer_unknown */
export async function findPayer(payerId: string): Promise<Payer> {
  const payer = await Payer.findByPk(payerId);
  if (!payer) throw new AppError('payer_unknown');
  return payer;
}

/** A person of the payer: what they may do there, and their account. @throws AppError person_unknown */
export async function findPerson({ payerId, accountId }: { payerId: string; accountId: string }): Promise<{ access: PayerAccess; account: Account }> {
  const access = await PayerAccess.findOne({ where: { payerId, accountId } });
  const account = access && (await Account.findByPk(accountId));
  if (!account) throw new AppError('person_unknown');
  return { access, account };
}
