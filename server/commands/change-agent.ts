// Corrects a colleague's name, address or role; what the role allows changes with the next call.
import type { Role } from '../contract/rights.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { Agent } from '../models/index.ts';
import { keepEmailFree } from './create-agent.ts';
import { keepAdministrator } from './keep-administrator.ts';
import { recordAudit } from './record-audit.ts';

export interface AgentChange { agentId: string; name: string; email: string; role: Role; actor: string }

/** @throws AppError not_found, agent_email_taken, last_administrator */
export async function changeAgent({ agentId, name, email, role, actor }: AgentChange): Promise<void> {
  await inTransaction(async () => {
    const agent = await Agent.findByPk(agentId);
    if (!agent) throw new AppError('not_found');
    await keepEmailFree(email, agentId);
    if (role !== agent.role) {
      await keepAdministrator(agent);
      await recordAudit({ actor, action: 'agent_role_changed', object: agentId, detail: `${agent.role} ${role}` });
    }
    if (name !== agent.name || email !== agent.email) await recordAudit({ actor, action: 'agent_changed', object: agentId });
    await agent.update({ name, email, emailKey: emailKey(email), role });
  });
}
