// « Mon compte »: an agent's own password, second factor and sessions.
import { changeAgentPassword, proveAgentPassword } from '../../commands/change-agent-password.ts';
import { endAgentSessions } from '../../commands/end-agent-sessions.ts';
import { removeTotp } from '../../commands/remove-totp.ts';
import { confirmTotp, renewRecoveryCodes, setUpTotp } from '../../commands/set-up-totp.ts';
import { AppError } from '../../errors.ts';
import { RecoveryCode, type Agent } from '../../models/index.ts';
import type { Handlers, StaffCall } from '../call.ts';
import { sessionsOf } from '../present-agent.ts';
import { presentAgent } from '../present.ts';
import { currentSession } from './session.ts';

type AccountEndpoints = 'account.read' | 'account.changePassword' | 'account.prepareTotp' | 'account.enableTotp' | 'account.renewRecoveryCodes'
  | 'account.removeTotp' | 'account.endSession';

export const accountHandlers: Handlers<AccountEndpoints> = {
  'account.read': async (_input, call) => {
    const agent = ownAgent(call);
    const sessions = await sessionsOf([agent.id], call);
    return {
      agent: presentAgent(agent), totpEnabledAt: agent.totpEnabledAt?.toISOString() ?? null,
      recoveryCodesLeft: await RecoveryCode.count({ where: { agentId: agent.id } }), sessions: sessions.get(agent.id) ?? [],
    };
  },
  'account.changePassword': async (input, call) => {
    const agent = ownAgent(call);
    await changeAgentPassword({ ...input, agentId: agent.id, sessionHash: call.sessionHash, now: call.now });
    return currentSession(await agent.reload());
  },
  'account.prepareTotp': async ({ password }, call) => setUpTotp({ agentId: ownAgent(call).id, password, now: call.now }),
  'account.enableTotp': async ({ code }, call) => ({ codes: await confirmTotp({ agentId: ownAgent(call).id, code, now: call.now }) }),
  'account.renewRecoveryCodes': async ({ password }, call) => ({ codes: await renewRecoveryCodes({ agentId: ownAgent(call).id, password, now: call.now }) }),
  'account.removeTotp': async ({ password }, call) => {
    const { id: agentId } = ownAgent(call);
    await proveAgentPassword({ agentId, password, field: 'password', now: call.now });
    await removeTotp({ agentId, actor: call.actor });
    return {};
  },
  'account.endSession': async ({ sessionId }, call) => {
    await endAgentSessions({ agentId: ownAgent(call).id, sessionId, actor: call.actor });
    return {};
  },
};

/** @throws AppError agent_required */
function ownAgent({ agent }: StaffCall): Agent {
  if (!agent) throw new AppError('agent_required');
  return agent;
}
