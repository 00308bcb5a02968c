// Why: what waits, for the desktop shell, which shows it by the clock without asking the window: as many things as that window shows.
import { Op } from 'sequelize';
import { hasRight, type Right, type Role } from '../contract/rights.ts';
import { thingsToDo } from '../contract/things-to-do.ts';
import { ownWindow } from '../domain/place.ts';
import { Agent, ImportBatch, Session } from '../models/index.ts';
import { readDashboard } from './read-dashboard.ts';

/** The names that the shell knows (electron/work.ts). */
export interface Work {
  /** Lines of « À faire », for the agent at the window. */
  thingsToDo: number;
  /** 1 when that agent is told of new versions of the program too, which the shell alone knows of; else 0. */
  seesUpdates: number;
  paymentsToConfirm: number; paymentsToSort: number; mailsFailed: number; newMessages: number; importsFinished: number;
}

export async function countWork(dataFolder: string, now: Date): Promise<Work> {
  const figures = await readDashboard(dataFolder, now);
  const role = await roleAtWindow(now);
  const may = (right: Right) => role === null || hasRight(role, right);
  const { paymentsToConfirm, paymentsToSort, mailsFailed, newMessages } = figures;
  return {
    thingsToDo: thingsToDo(figures, may, now).length, seesUpdates: may('settings') ? 1 : 0,
    paymentsToConfirm, paymentsToSort, mailsFailed, newMessages, importsFinished: await ImportBatch.count({ where: { state: 'published' } }),
  };
}

/** Of the agent last seen in the program's own window, locked or not. Null: nobody is logged in there, and what waits is everyone's. */
async function roleAtWindow(now: Date): Promise<Role | null> {
  const session = await Session.findOne({ where: { kind: 'agent', place: { [Op.like]: `%${ownWindow}%` }, expiresAt: { [Op.gt]: now } }, order: [['lastSeenAt', 'DESC'], ['createdAt', 'DESC']] });
  const agent = session && await Agent.findOne({ where: { id: session.agentId, disabledAt: null } });
  return agent?.role ?? null;
}
