// Why: a copy of the database that is known to be good; a plain copy of the file is not one.
import { randomBytes } from 'node:crypto';
import { mkdirSync, renameSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { QueryTypes, type Sequelize } from 'sequelize';
import { openReadConnection } from './driver.ts';

/**
 * Writes `<dataFolder>/copies/<label>.sqlite`, verifies it and sees it to the disk; only then does it replace a former copy of the same label.
 * @throws Error when the copy does not pass SQLite's integrity check.
 */
export async function copyDatabase(sequelize: Sequelize, dataFolder: string, label: string): Promise<string> {
  const folder = join(dataFolder, 'copies');
  mkdirSync(folder, { recursive: true });
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
