// A member of staff logs in to the window.
import { verifyPassword } from '../crypto/passwords.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { Agent } from '../models/index.ts';
import { openSession } from './open-session.ts';
import { recordAudit } from './record-audit.ts';
import { forgetTries, spendTries } from './spend-tries.ts';

/** Answers the secret of the session's cookie. @throws AppError login_failed, too_many_attempts */
export async function logInAgent({ email, password, now }: { email: string; password: string; now: Date }): Promise<{ agent: Agent; secret: string }> {
  const spendings = [{ limit: limits.staffLogin, key: emailKey(email) }];
  await spendTries(spendings, now);
  const agent = await Agent.findOne({ where: { emailKey: emailKey(email) } });
  const isRight = await verifyPassword(password, agent?.passwordHash ?? null);
  if (!agent || !isRight) {
    await inTransaction(() => recordAudit({ actor: 'visitor', action: 'agent_login_failed', object: agent?.id ?? '' }));
    throw new AppError('login_failed');
  }
  await forgetTries(spendings);
  return inTransaction(async () => {
    await recordAudit({ actor: `agent:${agent.id}`, action: 'agent_logged_in' });
    return { agent, secret: await openSession({ kind: 'agent', agentId: agent.id }, now) };
  });
}
