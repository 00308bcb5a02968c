// Who is at the window: the first agent, login, logout.
import { createAgent } from '../../commands/create-agent.ts';
import { logInAgent } from '../../commands/log-in-agent.ts';
import { lockSession } from '../../commands/lock-session.ts';
import { logOut } from '../../commands/log-out.ts';
import type { CurrentSessionDto } from '../../contract/schemas.ts';
import { isSimulator } from '../../domain/payfip-address.ts';
import { readCookie, writeCookie } from '../../http/cookies.ts';
import { Agent } from '../../models/index.ts';
import { readSettings } from '../../settings.ts';
import type { Handlers, StaffCall } from '../call.ts';
import { presentAgent } from '../present.ts';

export const sessionHandlers: Handlers<'session.current' | 'session.login' | 'session.logout' | 'session.lock' | 'agents.createFirst'> = {
  'session.current': (_input, { agent }) => currentSession(agent),

  'session.login': async (input, call) => logIn(input, call),

  'session.logout': async (_input, { ctx }) => {
    await logOut([readCookie(ctx, 'agent')]);
    writeCookie(ctx, { name: 'agent', value: '', maxAgeSeconds: 0, sameSite: 'Strict' });
    return currentSession(null);
  },

  'session.lock': async (_input, { sessionHash, actor, now }) => {
    await lockSession({ sessionHash, actor, now });
    return {};
  },

  'agents.createFirst': async (input, call) => {
    await createAgent({ ...input, role: 'administrator', isFirst: true, actor: 'workstation' });
    return logIn(input, call);
  },
};

async function logIn({ email, password, code = '' }: { email: string; password: string; code?: string | undefined }, { ctx, now }: StaffCall): Promise<CurrentSessionDto> {
  const formerSecret = readCookie(ctx, 'agent');
  const { agent, secret } = await logInAgent({ email, password, code, formerSecret, now });
  await logOut([formerSecret]);
  writeCookie(ctx, { name: 'agent', value: secret, sameSite: 'Strict' });
  return currentSession(agent);
}

export async function currentSession(agent: Agent | null): Promise<CurrentSessionDto> {
  const { commune, portal, staff, payments } = await readSettings();
  return {
    agent: agent && presentAgent(agent), needsFirstAgent: (await Agent.count()) === 0,
    communeName: commune.name, isPlay: isSimulator(payments.baseUrl), portalUrl: portal.publicUrl, minPasswordLength: portal.minPasswordLength, lockMinutes: staff.lockMinutes,
  };
}
