// An agent's second factor is taken away: a lost telephone, or a choice. The password alone opens the account again.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Agent, RecoveryCode } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** @throws AppError not_found */
export async function removeTotp({ agentId, actor }: { agentId: string; actor: string }): Promise<void> {
  await inTransaction(async () => {
    const agent = await Agent.findByPk(agentId);
    if (!agent) throw new AppError('not_found');
    await agent.update({ totpSecret: null, totpEnabledAt: null, totpLastStep: null });
    await RecoveryCode.destroy({ where: { agentId } });
    await recordAudit({ actor, action: 'agent_totp_removed', object: agentId });
  });
}
