// Why: before a backup is taken over, what the folder held goes to a dated folder inside it: nothing is erased, and no disk is crossed.
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { log } from './log.ts';

export const asideFolderName = 'mis-de-cote';
/** Where what is being moved goes: a move that a power cut interrupts is finished at the next start, the database with its journal. */
const markName = 'mise-de-cote';
const staysInPlace = (name: string) => name === asideFolderName || name === markName || name.startsWith('verrou.sqlite');

/** While the lock is held and nothing has the database open. */
export function setAside(dataFolder: string, now: Date): void {
  finishSetAside(dataFolder);
  const day = now.toISOString().slice(0, 19).replaceAll(':', '-');
  const names = [day, ...Array.from({ length: 99 }, (_, rank) => `${day}-${rank + 2}`)];
  const name = names.find((each) => !existsSync(join(dataFolder, asideFolderName, each))) ?? `${day}-${now.getTime()}`;
  mkdirSync(join(dataFolder, asideFolderName, name), { recursive: true, mode: 0o700 });
  writeFileSync(join(dataFolder, markName), name, { flush: true });
  finishSetAside(dataFolder);
}

/** To call before the database is opened. */
export function finishSetAside(dataFolder: string): void {
  const mark = join(dataFolder, markName);
  if (!existsSync(mark)) return;
  const target = join(dataFolder, asideFolderName, readFileSync(mark, 'utf8'));
  mkdirSync(target, { recursive: true, mode: 0o700 });
  for (const name of readdirSync(dataFolder).filter((each) => !staysInPlace(each))) renameSync(join(dataFolder, name), join(target, name));
  for (const name of ['documents', 'imports']) mkdirSync(join(dataFolder, name), { recursive: true, mode: 0o700 });
  rmSync(mark);
  log.warn({ target }, 'the data were set aside');
}
