// Why: what the server says of itself is kept on this computer, for the day when it does not open; two files at most, of a bounded size.
import { appendFileSync, existsSync, mkdirSync, renameSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { app } from 'electron';

const largest = 2 * 1024 * 1024;

export const logFile = (): string => join(app.getPath('userData'), 'journaux', 'serveur.log');

/** A log that cannot be written must not stop what it tells of. */
export function keepLog(text: string): void {
  process.stderr.write(text);
  try {
    mkdirSync(dirname(logFile()), { recursive: true });
    if (existsSync(logFile()) && statSync(logFile()).size > largest) renameSync(logFile(), `${logFile()}.1`);
    appendFileSync(logFile(), text, { mode: 0o600 });
  } catch {
    // The disk is full, or the profile is gone: the window says what matters.
  }
}
