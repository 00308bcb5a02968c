// Makes a single-use link or key; a new one kills the old ones of the same purpose, but each former address keeps its own way back.
// Only its fingerprint is kept.
import { fingerprint, newSecret } from '../crypto/tokens.ts';
import { tokenLife, type TokenPurpose } from '../domain/token.ts';
import { Token } from '../models/index.ts';

export interface TokenOrder { purpose: TokenPurpose; accountId: string | null; payload?: string }

export async function issueToken({ purpose, accountId, payload = '' }: TokenOrder, now: Date): Promise<string> {
  const secret = newSecret();
  if (accountId && purpose !== 'email_undo') await Token.destroy({ where: { accountId, purpose } });
  await Token.create({ tokenHash: fingerprint(secret), purpose, accountId, payload, expiresAt: new Date(now.getTime() + tokenLife[purpose]) });
  return secret;
}
