// Why: puts a verified backup in the place of an empty installation. One rename decides; what a power cut interrupts is finished at the next start.
import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFileName } from './db/database.ts';

/** Being received: worth nothing yet. */
export const receivedFolder = (dataFolder: string) => join(dataFolder, 'reprise');
/** Whole and verified: the state of this portal from now on. */
export const verifiedFolder = (dataFolder: string) => join(dataFolder, 'reprise-verifiee');

/** The database last: until it has moved, the next start begins again. */
const parts = ['documents', 'imports', 'cle', databaseFileName];

/** While nothing has the database open. */
export function placeRestored(dataFolder: string): void {
  const from = verifiedFolder(dataFolder);
  rmSync(receivedFolder(dataFolder), { recursive: true, force: true });
  if (!existsSync(from)) return;
  for (const part of parts.filter((name) => existsSync(join(from, name)))) {
    const target = join(dataFolder, part);
    for (const old of part === databaseFileName ? [`${target}-wal`, `${target}-shm`, target] : [target]) rmSync(old, { recursive: true, force: true });
    renameSync(join(from, part), target);
  }
  for (const name of ['documents', 'imports']) mkdirSync(join(dataFolder, name), { recursive: true, mode: 0o700 });
  rmSync(from, { recursive: true, force: true });
}
