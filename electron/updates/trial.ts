// Why: a new version is on trial until its server has twice said that it serves; until then, what is needed to come back stays written.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { writeWhole } from './write-whole.ts';

export interface Trial {
  from: string;
  to: string;
  /** The package of `from` on this computer, whole. */
  installer: string | null;
  /** Where it may be had again. */
  download: string;
  startedAt: string;
}

export function writeTrial(file: string, trial: Trial): void {
  writeWhole(file, JSON.stringify({ ...trial, sha512: trial.installer && printOf(trial.installer) }));
}

export function endTrial(file: string): void {
  rmSync(file, { force: true });
}

/** What cannot be read is no trial. */
export function readTrial(file: string): Trial | undefined {
  let read: unknown;
  try {
    read = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : undefined;
  } catch {
    return undefined;
  }
  const { from, to, installer, sha512, download, startedAt } = Object(read) as Record<string, unknown>;
  if (typeof from !== 'string' || typeof to !== 'string' || typeof download !== 'string' || typeof startedAt !== 'string' || Number.isNaN(Date.parse(startedAt))) return undefined;
  return { from, to, installer: typeof installer === 'string' && isWhole(installer, sha512) ? installer : null, download, startedAt };
}

/** A disk may have lost it, or a part of it, since it was kept. */
function isWhole(file: string, print: unknown): boolean {
  try {
    return printOf(file) === print;
  } catch {
    return false;
  }
}

function printOf(file: string): string {
  return createHash('sha512').update(readFileSync(file)).digest('base64');
}

export interface Watch {
  isHealthy: () => Promise<boolean>;
  /** Twice healthy: the trial is over. */
  onPassed: () => void;
  /** A minute is over, then another; it may still pass. */
  onLate: () => void;
}

const limitMs = 60_000;
const everyMs = 3_000;
const reportsWanted = 2;

/** Asks again only once it is answered: one answer never counts twice. Answers how to stop it. */
export function watchTrial({ isHealthy, onPassed, onLate }: Watch): () => void {
  let reports = 0;
  let isStopped = false;
  const late = setInterval(onLate, limitMs);
  const stop = () => {
    isStopped = true;
    clearInterval(late);
    clearTimeout(asking);
  };
  const ask = async () => {
    reports = (await isHealthy()) ? reports + 1 : 0;
    if (isStopped) return;
    if (reports < reportsWanted) asking = setTimeout(ask, everyMs);
    else {
      stop();
      onPassed();
    }
  };
  let asking = setTimeout(ask, everyMs);
  return stop;
}
