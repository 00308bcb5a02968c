// Corrects a colleague's name, address or role; what the role allows changes with the next call.
import type { Role } from '../contract/rights.ts';
import { inTransaction } from '../db/database.ts';
import { emailKey } from '../domain/keys.ts';
import { AppError } from '../errors.ts';
import { Agent } from '../models/index.ts';
import { keepEmailFree } from './create-agent.ts';
import { keepAdministrator } from './keep-administrator.ts';
import { recordAudit } from './record-audit.ts';
import { agentVersion, refuseStale } from './refuse-stale.ts';

/** `version`: what the colleague was when it was read. */
export interface AgentChange { agentId: string; name: string; email: string; role: Role; version?: string | undefined; actor: string }

/** @throws AppError not_found, settings_changed_meanwhile, agent_email_taken, last_administrator */
export async function changeAgent({ agentId, name, email, role, version, actor }: AgentChange): Promise<void> {
  await inTransaction(async () => {
    const agent = await Agent.findByPk(agentId);
    if (!agent) throw new AppError('not_found');
    await refuseStale({ seen: version, now: agentVersion(agent), entries: { action: ['agent_changed', 'agent_role_changed'], object: agentId } });
    await keepEmailFree(email, agentId);
    if (role !== agent.role) {
      await keepAdministrator(agent);
      await recordAudit({ actor, action: 'agent_role_changed', object: agentId, detail: `${agent.role} ${role}` });
    }
    if (name !== agent.name || email !== agent.email) await recordAudit({ actor, action: 'agent_changed', object: agentId });
    await agent.update({ name, email, emailKey: emailKey(email), role });
  });
}
