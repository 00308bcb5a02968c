// A resident asks to activate the account of an address that the commune knows.
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { Account } from '../models/index.ts';
import { queueMail } from './queue-mail.ts';
import { spendTries } from './spend-tries.ts';

export interface ActivationRequest { email: string; addressBlock: string; now: Date }

/** `sent` and the two refusals tell who is known; beyond a few tries an hour the answer is `neutral`, whoever asks. */
export type ActivationAnswer = 'sent' | 'neutral';

/** @throws AppError activation_unknown_email, activation_already_active, too_many_attempts */
export async function requestActivation({ email, addressBlock, now }: ActivationRequest): Promise<ActivationAnswer> {
  const key = emailKey(email);
  await spendTries([{ limit: limits.mailsByAddressBlock, key: addressBlock }], now);
  const isExplicit = await mayAnswerExplicitly(addressBlock, now);
  const refusal = await inTransaction(async () => {
    const account = await Account.findOne({ where: { emailKey: key } });
    if (!account || account.state === 'disabled') return 'activation_unknown_email' as const;
    if (account.state === 'active') return 'activation_already_active' as const;
    if (await mayReceive(key, now)) await queueMail({ kind: 'activation', accountId: account.id, recipient: account.email });
    return null;
  });
  if (!isExplicit) return 'neutral';
  if (refusal) throw new AppError(refusal, {}, 'email');
  return 'sent';
}

async function mayAnswerExplicitly(addressBlock: string, now: Date): Promise<boolean> {
  return isGranted(() => spendTries([{ limit: limits.activationAnswers, key: addressBlock }], now));
}

/** One address receives few of these mails an hour; beyond, the answer is the same and no mail leaves. */
export async function mayReceive(recipientKey: string, now: Date): Promise<boolean> {
  return isGranted(() => spendTries([{ limit: limits.mailsByRecipient, key: recipientKey }], now));
}

async function isGranted(spend: () => Promise<void>): Promise<boolean> {
  try {
    await spend();
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'too_many_attempts') return false;
    throw error;
  }
}
