// Why: puts back the database of before an update. The newer one is kept aside, and at no instant is there none: a server would then make an empty one.
import { copyFileSync, existsSync, linkSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { copyWhole, flush, writeWhole } from './write-whole.ts';

const base = 'portail.sqlite';
const journals = [`${base}-wal`, `${base}-shm`];
/** Says that a change is under way, and where the newer database goes. */
const mark = 'retour-en-cours';
const prepared = `${base}.retour`;

/** The copy that the server made before it changed the database, if it did so after `since`: the first one. */
export function copyBefore(dataFolder: string, since: Date): string | undefined {
  const folder = join(dataFolder, 'copies');
  if (!existsSync(folder)) return undefined;
  const copies = readdirSync(folder).filter((name) => /^avant-version-.*\.sqlite$/.test(name)).map((name) => join(folder, name));
  const madeAt = (file: string) => statSync(file).mtimeMs;
  return copies.filter((file) => madeAt(file) >= since.getTime()).sort((a, b) => madeAt(a) - madeAt(b))[0];
}

/** While no server has it open. Answers the folder where the newer database now is. @throws the system's error: then nothing has changed, or the next `finishTakeBack` ends it. */
export function takeBack(dataFolder: string, copy: string, now: Date): string {
  const aside = join(dataFolder, 'copies', `remplacee-${now.toISOString().slice(0, 19).replaceAll(':', '-')}`);
  try {
    copyFileSync(copy, join(dataFolder, prepared));
    flush(join(dataFolder, prepared), 'r+');
    mkdirSync(aside, { recursive: true });
    writeWhole(join(dataFolder, mark), aside);
  } catch (error) {
    rmSync(join(dataFolder, prepared), { force: true });
    throw error;
  }
  finishTakeBack(dataFolder);
  return aside;
}

/** Ends what a power cut interrupted; before each start of the server. */
export function finishTakeBack(dataFolder: string): void {
  if (!existsSync(join(dataFolder, mark))) return;
  const aside = readFileSync(join(dataFolder, mark), 'utf8');
  if (existsSync(join(dataFolder, prepared))) {
    // The journal belongs to the newer database: with the other one it would be its ruin.
    for (const name of journals) if (existsSync(join(dataFolder, name))) renameSync(join(dataFolder, name), join(aside, name));
    if (existsSync(join(dataFolder, base)) && !existsSync(join(aside, base))) keepAside(join(dataFolder, base), join(aside, base));
    renameSync(join(dataFolder, prepared), join(dataFolder, base));
    if (process.platform !== 'win32') flush(dataFolder, 'r');
  }
  rmSync(join(dataFolder, mark));
}

/** A second name for the same file; a copy where the disk knows no such thing. */
function keepAside(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyWhole(from, to);
  }
}
