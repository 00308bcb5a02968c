// Finds a link or key that is still good, without consuming it: mail scanners open links too.
import { fingerprint } from '../crypto/tokens.ts';
import type { TokenPurpose } from '../domain/token.ts';
import { AppError } from '../errors.ts';
import { Token } from '../models/index.ts';

/** @throws AppError link_invalid when unknown, used, expired, damaged or of another purpose. */
export async function findToken(secret: string, purposes: TokenPurpose[], now: Date): Promise<Token> {
  const token = await Token.findByPk(fingerprint(secret));
  if (!token || !purposes.includes(token.purpose) || token.expiresAt <= now) throw new AppError('link_invalid');
  return token;
}
