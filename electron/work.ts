// Why: what waits for the secretary, as the server counts it, in the words of the tray and of notifications. Pure.
import type { UpdateState } from './desktop-api.ts';
import type { ServerState } from './server-process.ts';

/** Counts that the server sends every half minute; a name that is not here is ignored. */
export interface Work {
  /** Lines of « À faire », those of the shell's own apart. */
  thingsToDo: number;
  /** 1: who is at the window is told of new versions of the program, of payments, of mails and messages, of imports. */
  seesUpdates: number; seesPayments: number; seesMessages: number; seesImports: number;
  paymentsToConfirm: number; paymentsToSort: number; mailsFailed: number; newMessages: number; importsFinished: number;
}
export type WorkName = keyof Work;
export interface News { title: string; body: string; /** Screen of the staff interface. */ screen: string }

export const noWork: Work = { thingsToDo: 0, seesUpdates: 0, seesPayments: 0, seesMessages: 0, seesImports: 0, paymentsToConfirm: 0, paymentsToSort: 0, mailsFailed: 0, newMessages: 0, importsFinished: 0 };

export function readWork(value: unknown): Work | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  const counts: Record<string, unknown> = { ...value };
  const isCount = (name: string) => Number.isInteger(counts[name]) && Number(counts[name]) >= 0;
  return Object.keys(noWork).every(isCount) ? { ...noWork, ...(value as Work) } : undefined;
}

/** As many as « À faire » shows. */
export const thingsToDo = ({ thingsToDo: count, seesUpdates }: Work, { waits }: Pick<UpdateState, 'waits'>): number => count + (waits !== null && seesUpdates > 0 ? 1 : 0);

const things = (count: number, one: string, many: string) => `${count}\u00a0${count > 1 ? many : one}`;

/** Under the mouse, by the clock. */
export function trayTip(state: ServerState, count: number): string {
  if (state === 'stopped') return 'Le portail des factures n’est pas ouvert';
  if (state === 'opening') return 'Le portail des factures s’ouvre…';
  if (state === 'restarting') return 'Le portail des factures redémarre…';
  return count === 0 ? 'Le portail des factures est ouvert' : `Le portail des factures est ouvert – ${things(count, 'chose à faire', 'choses à faire')}`;
}

interface Telling { needs: 'seesPayments' | 'seesMessages' | 'seesImports'; title: string; screen: string; body: (more: number) => string }
const tellings: Partial<Record<WorkName, Telling>> = {
  importsFinished: { needs: 'seesImports', title: 'Import publié', screen: 'imports', body: (more) => things(more, 'import est publié.', 'imports sont publiés.') },
  paymentsToConfirm: { needs: 'seesPayments', title: 'Paiement à confirmer', screen: 'paiements', body: (more) => things(more, 'paiement est annoncé sans preuve.', 'paiements sont annoncés sans preuve.') },
  paymentsToSort: { needs: 'seesPayments', title: 'Paiement à régulariser', screen: 'paiements', body: (more) => things(more, 'paiement demande une décision.', 'paiements demandent une décision.') },
  mailsFailed: { needs: 'seesMessages', title: 'Courriels non remis', screen: 'courriels', body: (more) => things(more, 'courriel n’est pas parti.', 'courriels ne sont pas partis.') },
  newMessages: { needs: 'seesMessages', title: 'Message d’un habitant', screen: 'messages', body: (more) => things(more, 'nouveau message.', 'nouveaux messages.') },
};

/** What there is more of than before, one notification a subject, for who is at the window. */
export function newsBetween(before: Work, now: Work): News[] {
  return Object.entries(tellings).flatMap(([name, { needs, title, screen, body }]) => {
    const more = now[name as WorkName] - before[name as WorkName];
    return more > 0 && now[needs] > 0 ? [{ title, screen, body: body(more) }] : [];
  });
}
