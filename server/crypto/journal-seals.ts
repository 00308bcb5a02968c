// Why: the seals of the journal: who changes a row without the key of the data folder cannot make the seal that follows.
import { createHmac, timingSafeEqual } from 'node:crypto';
import { derivedKey } from './key-file.ts';

export interface SealedEntry { rank: number; id: string; at: Date | string; actor: string; action: string; object: string; detail: string; place: string }
export interface Mark { name: string; rank: number; seal: string }

const sign = (parts: unknown[]): string => createHmac('sha256', derivedKey('journal')).update(JSON.stringify(parts)).digest('base64url');

/** Of an entry that follows the one whose seal is `former`. */
export function sealOf(former: string, { rank, id, at, actor, action, object, detail, place }: SealedEntry): string {
  return sign([former, rank, id, new Date(at).toISOString(), actor, action, object, detail, place]);
}

/** Says that where the journal begins or ends was written by the portal. */
export const proofOf = ({ name, rank, seal }: Mark): string => sign([name, rank, seal]);

export function isProven(mark: Mark & { proof: string }): boolean {
  const [given, right] = [Buffer.from(mark.proof), Buffer.from(proofOf(mark))];
  return given.length === right.length && timingSafeEqual(given, right);
}
