// Why: brings the schema to the version of this program, one numbered migration a transaction, after a verified copy.
import { existsSync, rmSync } from 'node:fs';
import { QueryTypes, type Sequelize } from 'sequelize';
import { log } from '../log.ts';
import { copyDatabase } from './backup.ts';
import { forgetColumns, openReadConnection } from './driver.ts';
import { migrations, type Migration } from './migrations/index.ts';

/** The data were written by a later version of the program: nothing is touched. */
export class DatabaseTooRecent extends Error {
  override name = 'DatabaseTooRecent';
}

/** Of this program. */
export const latestVersion = (): number => Math.max(...migrations.map((each) => each.version));

/** Reads only: to open a database for writing may already change its file. @throws DatabaseTooRecent */
export async function refuseLaterData(file: string): Promise<void> {
  if (!existsSync(file)) return;
  const absent = [`${file}-wal`, `${file}-shm`].filter((each) => !existsSync(each));
  const connection = await openReadConnection(file);
  let current: number;
  try {
    const known = await connection.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'schema_migrations'")([]);
    const [row] = known.length > 0 ? await connection.prepare('SELECT MAX(version) AS version FROM schema_migrations')<{ version: number | null }>([]) : [];
    current = row?.version ?? 0;
  } finally {
    await connection.close();
  }
  if (current <= latestVersion()) return;
  // What SQLite has just laid beside it to read it.
  for (const each of absent) rmSync(each, { force: true });
  throw new DatabaseTooRecent(`schema ${current}, program ${latestVersion()}`);
}

export async function migrate(sequelize: Sequelize, dataFolder: string): Promise<void> {
  const current = await schemaVersion(sequelize);
  const latest = latestVersion();
  if (current > latest) throw new DatabaseTooRecent(`schema ${current}, program ${latest}`);
  const pending = migrations.filter((each) => each.version > current);
  // Named by both: a migration that stops half-way does not lose, the next time, the copy of before the first.
  if (pending.length > 0 && current > 0) await copyDatabase(sequelize, dataFolder, `avant-version-${latest}-depuis-${current}`);
  for (const migration of pending) await apply(sequelize, migration);
  forgetColumns();
}

async function schemaVersion(sequelize: Sequelize): Promise<number> {
  await sequelize.query('CREATE TABLE IF NOT EXISTS schema_migrations (version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at DATETIME NOT NULL)');
  const [row] = await sequelize.query<{ version: number | null }>('SELECT MAX(version) AS version FROM schema_migrations', { type: QueryTypes.SELECT });
  return row?.version ?? 0;
}

async function apply(sequelize: Sequelize, migration: Migration): Promise<void> {
  await sequelize.transaction(async () => {
    // Another process may have applied it since: the command line and the server open the same folder.
    if ((await schemaVersion(sequelize)) >= migration.version) return;
    for (const statement of migration.sql.split(/;\s*\n/).filter((each) => each.trim())) await sequelize.query(statement);
    await sequelize.query('INSERT INTO schema_migrations (version, name, applied_at) VALUES (?, ?, ?)', {
      replacements: [migration.version, migration.name, new Date().toISOString()],
    });
  });
  log.info({ version: migration.version, name: migration.name }, 'schema migrated');
}
