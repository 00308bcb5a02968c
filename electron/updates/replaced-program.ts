// Why: an installer run over a running program changes its files under it; whoever sees it should open it again. Windows does not let it happen.
import { statSync } from 'node:fs';

const everyMs = 60_000;

/** Calls `onReplaced` once, when `file` is no longer the one of now. Answers how to stop. */
export function watchProgram(file: string, onReplaced: () => void): () => void {
  const print = identityOf(file);
  const watching = setInterval(() => {
    const now = identityOf(file);
    // Absent: its installer is at work.
    if (now === undefined || now === print) return;
    clearInterval(watching);
    onReplaced();
  }, everyMs);
  watching.unref();
  return () => clearInterval(watching);
}

function identityOf(file: string): string | undefined {
  const stats = statSync(file, { throwIfNoEntry: false });
  return stats && `${stats.ino} ${stats.size} ${stats.mtimeMs}`;
}
