// The agent leaves the desk: the session opens nothing until the password is given again.
import { inTransaction } from '../db/database.ts';
import { Session } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

export async function lockSession({ sessionHash, actor, now }: { sessionHash: string; actor: string; now: Date }): Promise<void> {
  await inTransaction(async () => {
    await Session.update({ lockedAt: now }, { where: { tokenHash: sessionHash } });
    await recordAudit({ actor, action: 'session_locked' });
  });
}
