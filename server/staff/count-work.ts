// Why: what waits, for the desktop shell, which shows it by the clock without asking the window: as many things as that window shows.
import { hasRight, type Right } from '../contract/rights.ts';
import { thingsToDo } from '../contract/things-to-do.ts';
import { ImportBatch } from '../models/index.ts';
import { agentAtWindow } from './agent-at-window.ts';
import { readDashboard } from './read-dashboard.ts';

/** The names that the shell knows (electron/work.ts). */
export interface Work {
  /** Lines of « À faire », for the agent at the window. */
  thingsToDo: number;
  /** 1 when that agent deals with it, else 0: new versions of the program (which the shell alone knows of), payments, mails and messages, imports. */
  seesUpdates: number; seesPayments: number; seesMessages: number; seesImports: number;
  paymentsToConfirm: number; paymentsToSort: number; mailsFailed: number; newMessages: number; importsFinished: number;
}

export async function countWork(dataFolder: string, now: Date): Promise<Work> {
  const figures = await readDashboard(dataFolder, now);
  const agent = await agentAtWindow(now);
  // With nobody there, what waits is everyone's.
  const may = (right: Right) => agent === null || hasRight(agent.role, right);
  const sees = (right: Right) => (may(right) ? 1 : 0);
  const { paymentsToConfirm, paymentsToSort, mailsFailed, newMessages } = figures;
  return {
    thingsToDo: thingsToDo(figures, may, now).length, seesUpdates: sees('settings'), seesPayments: sees('payments'), seesMessages: sees('messages'), seesImports: sees('imports'),
    paymentsToConfirm, paymentsToSort, mailsFailed, newMessages, importsFinished: await ImportBatch.count({ where: { state: 'published' } }),
  };
}
