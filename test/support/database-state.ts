// What the database holds, for « nothing has changed », and its files, for « no secret is kept ».
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { QueryTypes } from 'sequelize';
import { database, databaseFileName } from '../../server/db/database.ts';

/** Every row of every table, as text. */
export async function everyRow(): Promise<string> {
  const tables = await query<{ name: string }>("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name");
  const rows = await Promise.all(tables.map(async ({ name }) => [name, await query(`SELECT * FROM "${name}"`)]));
  return JSON.stringify(rows, null, 1);
}

export function query<Row extends object>(sql: string): Promise<Row[]> {
  return database().query<Row>(sql, { type: QueryTypes.SELECT });
}

/** Time is a column: runs a write that makes rows older, or counts over. */
export async function rewrite(sql: string): Promise<void> {
  await database().query(sql);
}

/** An instant as the database writes it, `minutes` ago. */
export const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString().replace('T', ' ').replace('Z', ' +00:00');

/** The bytes of the database, its journal included. */
export function databaseBytes(dataFolder: string): Buffer {
  const files = readdirSync(dataFolder).filter((name) => name.startsWith(databaseFileName));
  return Buffer.concat(files.map((name) => readFileSync(join(dataFolder, name))));
}
