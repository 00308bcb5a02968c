// Colleagues, as an administrator keeps their accounts.
import { changeAgent } from '../../commands/change-agent.ts';
import { inviteAgent } from '../../commands/create-agent.ts';
import { disableAgent, enableAgent } from '../../commands/disable-agent.ts';
import { endAgentSessions } from '../../commands/end-agent-sessions.ts';
import { removeTotp } from '../../commands/remove-totp.ts';
import { resetAgentPassword } from '../../commands/reset-agent-password.ts';
import { Agent } from '../../models/index.ts';
import type { Handlers } from '../call.ts';
import { presentColleague, sessionsOf } from '../present-agent.ts';

type AgentEndpoints = 'agents.list' | 'agents.invite' | 'agents.change' | 'agents.setDisabled' | 'agents.resetPassword' | 'agents.removeTotp' | 'agents.endSessions';

export const agentHandlers: Handlers<AgentEndpoints> = {
  'agents.list': async (_input, call) => {
    const agents = await Agent.findAll({ order: [['name', 'ASC']] });
    const sessions = await sessionsOf(agents.map(({ id }) => id), call);
    return agents.map((agent) => presentColleague(agent, sessions.get(agent.id) ?? []));
  },
  'agents.invite': async (input, { actor, now }) => {
    const { agent, password } = await inviteAgent({ ...input, actor, now });
    return { password, until: (agent.initialPasswordUntil ?? now).toISOString() };
  },
  'agents.change': async (input, { actor }) => {
    await changeAgent({ ...input, actor });
    return {};
  },
  'agents.setDisabled': async ({ agentId, disabled }, { actor, now }) => {
    await (disabled ? disableAgent({ agentId, actor, now }) : enableAgent({ agentId, actor }));
    return {};
  },
  'agents.resetPassword': async ({ agentId }, { actor, now }) => {
    const { password, until } = await resetAgentPassword({ agentId, actor, now });
    return { password, until: until.toISOString() };
  },
  'agents.removeTotp': async ({ agentId }, { actor }) => {
    await removeTotp({ agentId, actor });
    return {};
  },
  'agents.endSessions': async (input, { actor }) => {
    await endAgentSessions({ ...input, actor });
    return {};
  },
};
