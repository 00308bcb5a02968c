// Gives a member of staff a new password, from the command line; every session of that agent is closed.
import { hashPassword } from '../crypto/passwords.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { Agent, Session } from '../models/index.ts';
import { checkPassword } from './check-password.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError agent_unknown, or one of `checkPassword` */
export async function setAgentPassword({ email, password, actor }: { email: string; password: string; actor: string }): Promise<Agent> {
  await checkPassword({ password, confirmation: password, email });
  const passwordHash = await hashPassword(password);
  return inTransaction(async () => {
    const agent = await Agent.findOne({ where: { emailKey: emailKey(email) } });
    if (!agent) throw new AppError('agent_unknown');
    await Session.destroy({ where: { agentId: agent.id } });
    await recordAudit({ actor, action: 'agent_password_set', object: agent.id });
    return agent.update({ passwordHash, initialPasswordUntil: null });
  });
}
