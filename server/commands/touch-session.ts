// Writes down that a session is still in use.
import { inTransaction } from '../db/database.ts';
import { Session } from '../models/index.ts';

export async function touchSession(tokenHash: string, now: Date): Promise<void> {
  await inTransaction(() => Session.update({ lastSeenAt: now }, { where: { tokenHash } }));
}
