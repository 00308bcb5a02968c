// An agent who leaves: the account opens nothing any more, its name stays in the journal. It may be opened again.
import { Op } from 'sequelize';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Agent, Session } from '../models/index.ts';
import { keepAdministrator } from './keep-administrator.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError not_found, last_administrator */
export async function disableAgent({ agentId, actor, now }: { agentId: string; actor: string; now: Date }): Promise<void> {
  await inTransaction(async () => {
    const agent = await Agent.findByPk(agentId);
    if (!agent) throw new AppError('not_found');
    await keepAdministrator(agent);
    await agent.update({ disabledAt: now });
    await Session.destroy({ where: { [Op.or]: [{ agentId }, { viewerId: agentId }] } });
    await recordAudit({ actor, action: 'agent_disabled', object: agentId });
  });
}

/** @throws AppError not_found */
export async function enableAgent({ agentId, actor }: { agentId: string; actor: string }): Promise<void> {
  await inTransaction(async () => {
    const [count] = await Agent.update({ disabledAt: null }, { where: { id: agentId } });
    if (count === 0) throw new AppError('not_found');
    await recordAudit({ actor, action: 'agent_enabled', object: agentId });
  });
}
