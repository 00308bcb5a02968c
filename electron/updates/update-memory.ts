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
  /** Since when a new version is left for a quiet hour. */
  putOffSince: string | null;
  /** Print of the package that was fetched last: it is there already. */
  received: string | null;
  /** The version that the person wants installed at night. */
  tonight: string | null;
  /** Versions that did not do here: not offered again by themselves. */
  failed: string[];
}

export function readMemory(file: string): UpdateMemory {
  const { checkedAt, minuteOfNight, isOffered, putOffSince, received, tonight, failed } = parse(existsSync(file) ? readFileSync(file, 'utf8') : '');
  return {
    checkedAt: instantOrNull(checkedAt),
    minuteOfNight: Number.isInteger(minuteOfNight) ? Number(minuteOfNight) % minutesOfNight : Math.floor(Math.random() * minutesOfNight),
    isOffered: isOffered === true,
    putOffSince: instantOrNull(putOffSince),
    received: typeof received === 'string' ? received : null,
    tonight: typeof tonight === 'string' ? tonight : null,
    failed: Array.isArray(failed) ? failed.filter((each) => typeof each === 'string') : [],
  };
}

const instantOrNull = (value: unknown): string | null => (typeof value === 'string' && !Number.isNaN(Date.parse(value)) ? value : null);

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
