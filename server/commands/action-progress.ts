// How far an action on many invoices is, for the window to show; kept in memory, because it means nothing after a restart.
export interface ActionProgress { done: number; total: number }

const progresses = new Map<string, ActionProgress>();

export function reportAction(actionId: string, progress: ActionProgress | null): void {
  if (progress) progresses.set(actionId, progress);
  else progresses.delete(actionId);
}

export const actionProgress = (actionId: string): ActionProgress | null => progresses.get(actionId) ?? null;
