// Closes one session of an agent, or all of them: a workstation left open elsewhere, a laptop that was stolen.
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Session } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** `sessionId`: of one session (its family); absent: all of them. @throws AppError not_found */
export async function endAgentSessions({ agentId, sessionId, actor }: { agentId: string; sessionId?: string | undefined; actor: string }): Promise<void> {
  await inTransaction(async () => {
    const count = await Session.destroy({ where: { kind: 'agent', agentId, ...(sessionId ? { family: sessionId } : {}) } });
    if (sessionId && count === 0) throw new AppError('not_found');
    await recordAudit({ actor, action: 'agent_sessions_ended', object: agentId, detail: String(count) });
  });
}
