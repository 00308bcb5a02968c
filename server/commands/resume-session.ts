// « Se souvenir de moi »: the remembered secret opens a new session and is replaced; used twice, it kills its family.
import { fingerprint } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { Account, Session } from '../models/index.ts';
import type { OpenedSession } from './log-in.ts';
import { openSession } from './open-session.ts';

/** Two requests of one browser may carry the same secret at once: within this time it is no theft. In milliseconds. */
const sameMoment = 30_000;

/** Null when the secret is unknown, expired or already used. */
export function resumeSession(rememberSecret: string, now: Date): Promise<OpenedSession | null> {
  return inTransaction(async () => {
    const remembered = await Session.findOne({ where: { tokenHash: fingerprint(rememberSecret), kind: 'remember' } });
    const accountId = remembered?.accountId;
    if (!remembered || !accountId || remembered.expiresAt <= now) return null;
    if (remembered.usedAt && now.getTime() - remembered.usedAt.getTime() > sameMoment) {
      await Session.destroy({ where: { family: remembered.family } });
      return null;
    }
    const account = await Account.findOne({ where: { id: accountId, state: 'active' } });
    if (!account) return null;
    const { family, expiresAt } = remembered;
    const isSecondUse = remembered.usedAt !== null;
    if (!isSecondUse) await remembered.update({ usedAt: now });
    const secret = await openSession({ kind: 'resident', accountId, family, isRemembered: true }, now);
    const next = isSecondUse ? null : await openSession({ kind: 'remember', accountId, family, expiresAt }, now);
    return { secret, rememberSecret: next };
  });
}
