// An agent has forgotten the password: a new one, seen once by the administrator and to be changed at the next login.
import { hashPassword } from '../crypto/passwords.ts';
import { newReadableSecret } from '../crypto/totp.ts';
import { inTransaction } from '../db/database.ts';
import { limits } from '../domain/limits.ts';
import { initialPasswordLife } from '../domain/session.ts';
import { AppError } from '../errors.ts';
import { Agent, Session } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';
import { forgetTries } from './spend-tries.ts';

/** @throws AppError not_found */
export async function resetAgentPassword({ agentId, actor, now }: { agentId: string; actor: string; now: Date }): Promise<{ password: string; until: Date }> {
  const password = newReadableSecret();
  const passwordHash = await hashPassword(password);
  const until = new Date(now.getTime() + initialPasswordLife);
  await inTransaction(async () => {
    const agent = await Agent.findByPk(agentId);
    if (!agent) throw new AppError('not_found');
    await agent.update({ passwordHash, initialPasswordUntil: until });
    await Session.destroy({ where: { agentId } });
    await forgetTries([{ limit: limits.staffLogin, key: agent.emailKey }]);
    await recordAudit({ actor, action: 'agent_password_reset', object: agentId });
  });
  return { password, until };
}
