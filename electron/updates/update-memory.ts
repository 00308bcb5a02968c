// Why: what this computer remembers of updates from one start to the next; what cannot be read is as if never written.
import { existsSync, readFileSync } from 'node:fs';
import { minutesOfNight } from './schedule.ts';
import { writeWhole } from './write-whole.ts';

export interface UpdateMemory {
  /** When the server last answered. */
  checkedAt: string | null;
  minuteOfNight: number;
  /** A newer version waits: at the next start it is found again at once, on the disk. */
  isOffered: boolean;
  /** Print of the package that was fetched last: it is there already. */
  received: string | null;
  /** The version that the person wants installed at night. */
  tonight: string | null;
  /** Versions that did not do here: not offered again by themselves. */
  failed: string[];
}

export function readMemory(file: string): UpdateMemory {
  const { checkedAt, minuteOfNight, isOffered, received, tonight, failed } = parse(existsSync(file) ? readFileSync(file, 'utf8') : '');
  return {
    checkedAt: typeof checkedAt === 'string' && !Number.isNaN(Date.parse(checkedAt)) ? checkedAt : null,
    minuteOfNight: Number.isInteger(minuteOfNight) ? Number(minuteOfNight) % minutesOfNight : Math.floor(Math.random() * minutesOfNight),
    isOffered: isOffered === true,
    received: typeof received === 'string' ? received : null,
    tonight: typeof tonight === 'string' ? tonight : null,
    failed: Array.isArray(failed) ? failed.filter((each) => typeof each === 'string') : [],
  };
}

export function writeMemory(file: string, memory: UpdateMemory): void {
  writeWhole(file, JSON.stringify(memory));
}

function parse(text: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(text)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
