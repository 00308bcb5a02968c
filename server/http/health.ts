// Why: a proxy or a supervisor asks whether the portal serves; it is told yes or no, and nothing else, for anybody may ask.
import { constants } from 'node:fs';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import type { Middleware } from 'koa';
import { databaseFileName } from '../db/database.ts';
import { log } from '../log.ts';
import { Regie } from '../models/index.ts';
import { processHeader, processName } from '../public-address.ts';

export const healthPath = '/sante';
export const healthWords = { good: 'en service\n', bad: 'en panne\n' };
const timeLimitMs = 2_000;
const keptMs = 1_000;

/** Answers `/sante`: 200, or 503 when the data can no longer be read or written. Looks once a second at most, however often it is asked. */
export function health(dataFolder: string): Middleware {
  let known: { at: number; isServing: Promise<boolean> } | undefined;
  return async (ctx, next) => {
    if (ctx.path !== healthPath || (ctx.method !== 'GET' && ctx.method !== 'HEAD')) return next();
    if (!known || Date.now() - known.at > keptMs) known = { at: Date.now(), isServing: isServing(dataFolder) };
    const isGood = await known.isServing;
    ctx.status = isGood ? 200 : 503;
    ctx.set(processHeader, processName);
    ctx.type = 'text/plain';
    ctx.body = isGood ? healthWords.good : healthWords.bad;
  };
}

/** Whether the data can be read and written, within two seconds. */
export async function isServing(dataFolder: string): Promise<boolean> {
  const given = new AbortController();
  try {
    await access(join(dataFolder, databaseFileName), constants.R_OK | constants.W_OK);
    const late = wait(timeLimitMs, 'late', { signal: given.signal, ref: false });
    const answer = await Promise.race([Regie.findOne({ attributes: ['id'], raw: true }), late]);
    if (answer === 'late') log.warn('the database is slow to answer');
    return answer !== 'late';
  } catch (error) {
    log.warn({ err: error }, 'the portal cannot serve');
    return false;
  } finally {
    given.abort();
  }
}
