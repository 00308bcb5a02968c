// Why: random identifiers and secrets, and the fingerprints under which the database keeps them.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/** A public identifier: 128 random bits, 22 characters. */
export const newId = (): string => randomBytes(16).toString('base64url');

/** A secret for a cookie or a link: 256 random bits, 43 characters. */
export const newSecret = (): string => randomBytes(32).toString('base64url');

export const fingerprint = (secret: string): string => createHash('sha256').update(secret).digest('base64url');

export const sign = (key: Buffer, text: string): string => createHmac('sha256', key).update(text).digest('base64url');

export function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
