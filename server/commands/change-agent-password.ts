// An agent chooses another password, proving the present one unless somebody else gave it; the agent's other sessions are closed.
import { Op } from 'sequelize';
import { hashPassword, verifyPassword } from '../crypto/passwords.ts';
import { inTransaction } from '../db/database.ts';
import { limits } from '../domain/limits.ts';
import { AppError } from '../errors.ts';
import { Agent, Session } from '../models/index.ts';
import { checkPassword } from './check-password.ts';
import { recordAudit } from './record-audit.ts';
import { spendTries } from './spend-tries.ts';

export interface AgentPasswordChange { agentId: string; current: string; password: string; confirmation: string; sessionHash: string; now: Date }

/** @throws AppError password_wrong, password_unchanged, too_many_attempts, or one of `checkPassword` */
export async function changeAgentPassword({ agentId, current, password, confirmation, sessionHash, now }: AgentPasswordChange): Promise<void> {
  const agent = await Agent.findByPk(agentId, { rejectOnEmpty: true });
  if (!agent.initialPasswordUntil) await proveAgentPassword({ agentId, password: current, field: 'current', now });
  await checkPassword({ password, confirmation, email: agent.email });
  if (await verifyPassword(password, agent.passwordHash)) throw new AppError('password_unchanged', {}, 'password');
  const passwordHash = await hashPassword(password);
  await inTransaction(async () => {
    await agent.update({ passwordHash, initialPasswordUntil: null });
    await Session.destroy({ where: { agentId, tokenHash: { [Op.ne]: sessionHash } } });
    await recordAudit({ actor: `agent:${agentId}`, action: 'agent_password_changed', object: agentId });
  });
}

/** @throws AppError password_wrong beside `field`, too_many_attempts */
export async function proveAgentPassword({ agentId, password, field, now }: { agentId: string; password: string; field: string; now: Date }): Promise<void> {
  await spendTries([{ limit: limits.passwordChecks, key: agentId }], now);
  const agent = await Agent.findByPk(agentId);
  if (!(await verifyPassword(password, agent?.passwordHash ?? null))) throw new AppError('password_wrong', {}, field);
}
