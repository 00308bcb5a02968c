// How far the backup that is being saved or taken over has come: one at a time, told to who waits in front of the window.

/** `copying`: the database is copied and verified, then waits to be fetched. `total` 0: it cannot be said how far it is. */
export interface BackupProgress { phase: 'idle' | 'copying' | 'saving' | 'restoring' | 'done' | 'failed'; done: number; total: number }

let current: BackupProgress = { phase: 'idle', done: 0, total: 0 };

export const backupProgress = (): BackupProgress => current;

export interface Progress { add: (bytes: number) => void; end: (phase: 'done' | 'failed') => void }

/** `end` counts once: a stream that is thrown away after its end has not failed. */
export function tellProgress(phase: 'copying' | 'saving' | 'restoring', total: number): Progress {
  const mine: BackupProgress = { phase, done: 0, total };
  current = mine;
  return {
    add: (bytes) => { mine.done = Math.min(total, mine.done + bytes); },
    end: (last) => { if (mine.phase === phase) mine.phase = last; },
  };
}
