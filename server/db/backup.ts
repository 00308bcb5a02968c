// Why: a copy of the database that is known to be good; a plain copy of the file is not one.
import { randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { QueryTypes, type Sequelize } from 'sequelize';
import { openReadConnection } from './driver.ts';

/** A copy under way is written to all the time. */
const longestCopyMs = 3_600_000;

/**
 * Writes `<dataFolder>/copies/<label>.sqlite`, verifies it and sees it to the disk; only then does it replace a former copy of the same label.
 * @throws Error when the copy does not pass SQLite's integrity check.
 */
export async function copyDatabase(sequelize: Sequelize, dataFolder: string, label: string): Promise<string> {
  const folder = join(dataFolder, 'copies');
  mkdirSync(folder, { recursive: true });
  dropUnfinished(folder);
  const file = join(folder, `${label}.sqlite`);
  const unverified = `${file}.${randomBytes(6).toString('hex')}.part`;
  try {
    await sequelize.query('VACUUM INTO ?', { replacements: [unverified], type: QueryTypes.RAW });
    if (!(await isWhole(unverified))) throw new Error(`the copy ${label} is damaged`);
    // SQLite itself leaves it to the system's memory.
    await flush(unverified, 'r+');
    renameSync(unverified, file);
    if (process.platform !== 'win32') await flush(folder, 'r');
  } finally {
    rmSync(unverified, { force: true });
  }
  return file;
}

/** What a power cut left of a copy, whole databases in the end: the disk must have room for this one. */
function dropUnfinished(folder: string): void {
  const unfinished = readdirSync(folder).filter((name) => name.endsWith('.part')).map((name) => join(folder, name));
  for (const file of unfinished) if (Date.now() - statSync(file).mtimeMs > longestCopyMs) rmSync(file, { force: true });
}

async function flush(path: string, mode: 'r' | 'r+'): Promise<void> {
  const opened = await open(path, mode);
  await opened.sync().finally(() => opened.close());
}

/** What SQLite's integrity check says of a file that nobody writes. */
export async function isWhole(file: string): Promise<boolean> {
  const copy = await openReadConnection(file);
  try {
    const [verdict] = await copy.prepare('PRAGMA integrity_check')<{ integrity_check: string }>([]);
    return verdict?.integrity_check === 'ok';
  } finally {
    await copy.close();
  }
}
