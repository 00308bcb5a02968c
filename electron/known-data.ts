// Why: a data folder that has held a portal and no longer does has been moved or unplugged: the program remembers it, so that no empty portal takes its place.
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

const mark = () => join(app.getPath('userData'), 'donnees-connues');

export const isKnownData = (folder: string): boolean => existsSync(mark()) && readFileSync(mark(), 'utf8') === folder;

/** A profile that cannot be written must not keep the portal from the window. */
export function rememberData(folder: string): void {
  try {
    if (!isKnownData(folder)) writeFileSync(mark(), folder);
  } catch {
    // The next start tries again.
  }
}

/** Its data leave this place because they were asked to. */
export function forgetData(): void {
  rmSync(mark(), { force: true });
}
