// Why: a copy of the database that is known to be good; a plain copy of the file is not one.
import { mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { QueryTypes, type Sequelize } from 'sequelize';
import { openReadConnection } from './driver.ts';

/**
 * Writes `<dataFolder>/copies/<label>.sqlite` and verifies it. Replaces a former copy of the same label.
 * @throws Error when the copy does not pass SQLite's integrity check.
 */
export async function copyDatabase(sequelize: Sequelize, dataFolder: string, label: string): Promise<string> {
  const folder = join(dataFolder, 'copies');
  mkdirSync(folder, { recursive: true });
  const file = join(folder, `${label}.sqlite`);
  rmSync(file, { force: true });
  await sequelize.query('VACUUM INTO ?', { replacements: [file], type: QueryTypes.RAW });
  const copy = await openReadConnection(file);
  const [verdict] = await copy.prepare('PRAGMA integrity_check')<{ integrity_check: string }>([]);
  await copy.close();
  if (verdict?.integrity_check !== 'ok') throw new Error(`the copy ${label} is damaged`);
  return file;
}
