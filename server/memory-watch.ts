// Why: a server that has swollen gives its memory back by starting again, at a moment when nobody is waiting for it.
import { log } from './log.ts';

export interface MemoryWatch {
  /** Bytes that the process holds. */
  resident: () => number;
  isQuiet: () => boolean;
  /** Called once. */
  onSwollen: () => void;
}

/** Three times what it holds after a busy day. */
const most = 600e6;
/** An import or a backup may need more for a while. */
const patienceMs = 5 * 60_000;
const everyMs = 5_000;

export function watchMemory({ resident, isQuiet, onSwollen }: MemoryWatch): void {
  let looks = 0;
  const timer = setInterval(() => {
    const bytes = resident();
    looks = bytes > most ? looks + 1 : 0;
    if (looks * everyMs < patienceMs || !isQuiet()) return;
    clearInterval(timer);
    log.warn({ bytes }, 'too much memory for long: starting again');
    onSwollen();
  }, everyMs);
  timer.unref();
}
