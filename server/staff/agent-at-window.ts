// Why: the desktop shell does not know who is at its window: it asks, for what it tells and for what it lets be changed of this computer.
import { Op } from 'sequelize';
import { atOwnWindow } from '../commands/open-workstation.ts';
import { hasRight, type Role } from '../contract/rights.ts';
import { isSessionLocked } from '../domain/session.ts';
import { Agent, Session } from '../models/index.ts';
import { readSettings } from '../settings.ts';

/** The agent last seen in the program's own window. Null: nobody is logged in there. */
export async function agentAtWindow(now: Date): Promise<{ role: Role; isLocked: boolean } | null> {
  const session = await Session.findOne({ where: { ...atOwnWindow, expiresAt: { [Op.gt]: now } }, order: [['lastSeenAt', 'DESC'], ['createdAt', 'DESC']] });
  if (!session?.agentId) return null;
  const agent = await Agent.findOne({ where: { id: session.agentId, disabledAt: null } });
  if (!agent) return null;
  const { staff } = await readSettings();
  return { role: agent.role, isLocked: isSessionLocked(session, now, staff.lockMinutes) };
}

/** Whether who is there now may change settings: those of this computer are kept by the shell. */
export async function maySettings(now: Date): Promise<boolean> {
  const agent = await agentAtWindow(now);
  return agent !== null && !agent.isLocked && hasRight(agent.role, 'settings');
}
