// Why: when another program holds the portal's port, the person takes the one offered, once and for the next starts.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app } from 'electron';

const file = () => join(app.getPath('userData'), 'port-du-portail');

let inSession: string | undefined;

/** What was taken in the window, else `given` on the command line, else what was taken another day; `undefined`: the server's own default. */
export function chosenPort(given: string | undefined): string | undefined {
  if (inSession ?? given) return inSession ?? given;
  return existsSync(file()) ? readFileSync(file(), 'utf8').trim() : undefined;
}

export function choosePort(port: number): void {
  inSession = String(port);
  writeFileSync(file(), inSession);
}
