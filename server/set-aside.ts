// Why: before a backup is taken over, what the folder held goes to a dated folder inside it: nothing is erased, and no disk is crossed.
import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFileName } from './db/database.ts';
import { log } from './log.ts';

export const asideFolderName = 'mis-de-cote';
const staysInPlace = (name: string) => name === asideFolderName || name.startsWith('verrou.sqlite');

/** While the lock is held and nothing has the database open. The database first: from then on, no server takes the rest for a whole portal. */
export function setAside(dataFolder: string, now: Date): void {
  const names = readdirSync(dataFolder).filter((name) => !staysInPlace(name)).sort((name) => (name.startsWith(databaseFileName) ? -1 : 1));
  const target = join(dataFolder, asideFolderName, now.toISOString().slice(0, 19).replaceAll(':', '-'));
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const name of names) renameSync(join(dataFolder, name), join(target, name));
  for (const name of ['documents', 'imports']) if (!existsSync(join(dataFolder, name))) mkdirSync(join(dataFolder, name), { mode: 0o700 });
  log.warn({ target }, 'the data were set aside');
}
