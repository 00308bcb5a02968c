// The launch key is exchanged once for a cookie that lets this browser speak to the staff listener.
import { Op } from 'sequelize';
import { currentPlace } from '../call-place.ts';
import { inTransaction } from '../db/database.ts';
import { limits } from '../domain/limits.ts';
import { ownWindow } from '../domain/place.ts';
import { AppError } from '../errors.ts';
import { Session } from '../models/index.ts';
import { findToken } from './find-token.ts';
import { issueToken } from './issue-token.ts';
import { openSession } from './open-session.ts';
import { recordAudit } from './record-audit.ts';
import { spendTries } from './spend-tries.ts';

/** A key for the window, or for a browser that the installer opens. */
export function makeLaunchKey(now: Date): Promise<string> {
  return inTransaction(() => issueToken({ purpose: 'launch', accountId: null }, now));
}

/** Sessions of agents that were opened in the program's own window. */
export const atOwnWindow = { kind: 'agent', place: { [Op.like]: `%${ownWindow}%` } } as const;

/** Answers the secret of the workstation's cookie. `isNew`: this browser holds no agent's session. @throws AppError launch_key_invalid, too_many_attempts */
export async function openWorkstation(key: string, { isNew, now }: { isNew: boolean; now: Date }): Promise<string> {
  await spendTries([{ limit: limits.launch, key: 'workstation' }], now);
  return inTransaction(async () => {
    const token = await findToken(key, ['launch'], now).catch((error: unknown) => {
      throw error instanceof AppError ? new AppError('launch_key_invalid') : error;
    });
    await token.destroy();
    // Of the program there is one window: whoever was at it before it was opened again is there no more.
    if (isNew && currentPlace().includes(ownWindow)) await Session.destroy({ where: atOwnWindow });
    await recordAudit({ actor: 'workstation', action: 'workstation_opened' });
    return openSession({ kind: 'workstation' }, now);
  });
}
