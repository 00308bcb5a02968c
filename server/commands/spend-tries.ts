// Counts a try against one or several limits; the counts are rows, so that a restart forgives nothing.
import { createHash } from 'node:crypto';
import { Op } from 'sequelize';
import type { ErrorCode } from '../contract/error-messages.ts';
import { formatWait } from '../contract/format.ts';
import { inTransaction } from '../db/database.ts';
import type { Limit } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { RateLimit } from '../models/index.ts';

export interface Spending { limit: Limit; key: string }

/**
 * Spends one try of each limit.
 * @throws AppError too_many_attempts, account_paused with the time to wait, when one of them has none left.
 */
export async function spendTries(spendings: Spending[], now: Date): Promise<void> {
  const waits = await inTransaction(async () => {
    const found: { limit: Limit; wait: number }[] = [];
    for (const spending of spendings) found.push({ limit: spending.limit, wait: await spendOne(spending, now) });
    return found;
  });
  const longest = waits.reduce((one, other) => (other.wait > one.wait ? other : one));
  if (longest.wait > 0) throw tooManyAttempts(Math.ceil(longest.wait / 60_000), longest.limit.refusal);
}

/** The refusal of one try too many, with the time to wait in words (for people) and in minutes (for Retry-After). */
export function tooManyAttempts(minutes: number, code: ErrorCode = 'too_many_attempts'): AppError {
  return new AppError(code, { minutes, wait: formatWait(minutes) });
}

/** True when one of the limits has no try left: whoever comes now is asked to wait. */
export async function areTriesSpent(spendings: Spending[], now: Date): Promise<boolean> {
  const rows = await RateLimit.findAll({ where: { key: spendings.map(rowKey), resetsAt: { [Op.gt]: now } } });
  return spendings.some((spending) => rows.some((row) => row.key === rowKey(spending) && row.hits >= spending.limit.tries));
}

/** Forgets the tries, after a success. */
export async function forgetTries(spendings: Spending[]): Promise<void> {
  await inTransaction(() => RateLimit.destroy({ where: { key: spendings.map(rowKey) } }));
}

/** Gives one try back, after a success: it must not erase the failures of the same address on other accounts. */
export async function giveBackTry({ limit, key }: Spending): Promise<void> {
  await inTransaction(() => RateLimit.decrement('hits', { where: { key: rowKey({ limit, key }), hits: { [Op.gt]: 0 } } }));
}

/** Removes the counts whose window is over. */
export async function purgeTries(now: Date): Promise<void> {
  await inTransaction(() => RateLimit.destroy({ where: { resetsAt: { [Op.lt]: now } } }));
}

/** Milliseconds to wait; 0 = the try is granted. */
async function spendOne(spending: Spending, now: Date): Promise<number> {
  const { limit } = spending;
  const key = rowKey(spending);
  const row = await RateLimit.findByPk(key);
  if (!row || row.resetsAt <= now) {
    await RateLimit.upsert({ key, hits: 1, resetsAt: new Date(now.getTime() + limit.windowMs) });
    return 0;
  }
  if (row.hits >= limit.tries) return row.resetsAt.getTime() - now.getTime();
  await row.increment('hits');
  return 0;
}

const rowKey = ({ limit, key }: Spending) => `${limit.name}:${createHash('sha256').update(key).digest('base64url').slice(0, 22)}`;
