// A member of staff logs in to the window, or comes back to it after it was locked.
// Unknown address, wrong password and disabled account cost the same time and say the same thing.
import { fingerprint } from '../crypto/tokens.ts';
import { verifyPassword } from '../crypto/passwords.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { Agent, Session } from '../models/index.ts';
import { openSession } from './open-session.ts';
import { proveSecondFactor } from './prove-second-factor.ts';
import { recordAudit } from './record-audit.ts';
import { forgetTries, spendTries } from './spend-tries.ts';

export interface AgentLogin {
  email: string; password: string;
  /** Of the telephone, or a recovery code; '' when none was typed yet. */
  code: string;
  /** Secret of the session that this browser still holds: the second factor that opened it is not asked again. */
  formerSecret: string | undefined;
  now: Date;
}

/** Answers the secret of the session's cookie. @throws AppError login_failed, initial_password_expired, code_required, code_wrong, too_many_attempts */
export async function logInAgent({ email, password, code, formerSecret, now }: AgentLogin): Promise<{ agent: Agent; secret: string }> {
  const spendings = [{ limit: limits.staffLogin, key: emailKey(email) }];
  await spendTries(spendings, now);
  const agent = await Agent.findOne({ where: { emailKey: emailKey(email) } });
  const isRight = await verifyPassword(password, agent && !agent.disabledAt ? agent.passwordHash : null);
  if (!agent || !isRight) {
    await inTransaction(() => recordAudit({ actor: 'visitor', action: 'agent_login_failed', object: agent?.id ?? '' }));
    throw new AppError('login_failed');
  }
  if (agent.initialPasswordUntil && agent.initialPasswordUntil <= now) throw new AppError('initial_password_expired');
  const former = formerSecret ? await ownSession(fingerprint(formerSecret), agent.id, now) : null;
  if (agent.totpEnabledAt && !former) await proveSecondFactor({ agent, code, now });
  await forgetTries(spendings);
  return { agent, secret: await inTransaction(() => openAgain(agent, former, now)) };
}

async function ownSession(tokenHash: string, agentId: string, now: Date): Promise<Session | null> {
  const session = await Session.findOne({ where: { tokenHash, kind: 'agent', agentId } });
  return session && session.expiresAt > now ? session : null;
}

/** A former session gives its end to the new one: the second factor is asked again when it is over. */
async function openAgain(agent: Agent, former: Session | null, now: Date): Promise<string> {
  await former?.destroy();
  if (!former) await agent.update({ lastLoginAt: now });
  await recordAudit({ actor: `agent:${agent.id}`, action: former ? 'session_unlocked' : 'agent_logged_in' });
  return openSession({ kind: 'agent', agentId: agent.id, ...(former ? { expiresAt: former.expiresAt } : {}) }, now);
}
