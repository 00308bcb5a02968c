// Why: the only way out for the accounts of the staff: never a hash, a secret nor the whole of what a browser says.
import { Op } from 'sequelize';
import { agentVersion } from '../commands/refuse-stale.ts';
import type { AgentSessionDto, ColleagueDto } from '../contract/schemas.ts';
import { isSessionLocked } from '../domain/session.ts';
import { Session, type Agent } from '../models/index.ts';
import { readSettings } from '../settings.ts';
import type { StaffCall } from './call.ts';
import { presentAgent } from './present.ts';

export function presentColleague(agent: Agent, sessions: AgentSessionDto[]): ColleagueDto {
  const { disabledAt, totpEnabledAt, lastLoginAt, createdAt, initialPasswordUntil } = agent;
  return {
    ...presentAgent(agent), sessions, isDisabled: disabledAt !== null, hasTotp: totpEnabledAt !== null,
    lastLoginAt: lastLoginAt?.toISOString() ?? null, createdAt: createdAt.toISOString(), initialPasswordUntil: initialPasswordUntil?.toISOString() ?? null,
    version: agentVersion(agent),
  };
}

/** The sessions that are not over, by agent, the last used first. A session is named by its family: nothing of its secret leaves. */
export async function sessionsOf(agentIds: string[], { sessionHash, now }: Pick<StaffCall, 'sessionHash' | 'now'>): Promise<Map<string, AgentSessionDto[]>> {
  const { staff } = await readSettings();
  const sessions = await Session.findAll({ where: { kind: 'agent', agentId: agentIds, expiresAt: { [Op.gt]: now } }, order: [['lastSeenAt', 'DESC']] });
  const groups = new Map<string, AgentSessionDto[]>();
  for (const session of sessions) {
    const { family, place, createdAt, lastSeenAt, tokenHash } = session;
    const dto = {
      id: family, place, openedAt: createdAt.toISOString(), lastSeenAt: lastSeenAt.toISOString(),
      isLocked: isSessionLocked(session, now, staff.lockMinutes), isCurrent: tokenHash === sessionHash,
    };
    groups.set(session.agentId ?? '', [...(groups.get(session.agentId ?? '') ?? []), dto]);
  }
  return groups;
}
