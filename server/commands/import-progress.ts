// How far a long import step is, for the window to show; kept in memory, because it means nothing after a restart.
/** `total` 0: it cannot be said how far it is. */
export interface ImportProgress { phase: 'idle' | 'checking' | 'publishing'; done: number; total: number }

const progresses = new Map<string, ImportProgress>();

export function reportProgress(batchId: string, progress: ImportProgress | null): void {
  if (progress) progresses.set(batchId, progress);
  else progresses.delete(batchId);
}

export function importProgress(batchId: string): ImportProgress {
  return progresses.get(batchId) ?? { phase: 'idle', done: 0, total: 0 };
}
