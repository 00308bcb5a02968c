// The engine, its connections and its migrations.
import { createHash } from 'node:crypto';
import { cpSync, existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { QueryTypes, Sequelize, Transaction } from 'sequelize';
import type sqlite3 from 'sqlite3';
import { fillSortKeys } from '../../server/commands/fill-sort-keys.ts';
import { copyDatabase } from '../../server/db/backup.ts';
import { closeDatabase, database, databaseFileName, inTransaction } from '../../server/db/database.ts';
import { assertSafeEngine, openReadConnection, sqliteDialectModule } from '../../server/db/driver.ts';
import { migrate } from '../../server/db/migrate.ts';
import { migrations } from '../../server/db/migrations/index.ts';
import { Payer, Regie } from '../../server/models/index.ts';
import { openState } from '../../server/open-state.ts';
import { startServer } from '../../server/start.ts';
import { openFolder } from '../support/open-folder.ts';

let folder: Awaited<ReturnType<typeof openFolder>>;
beforeEach(async () => { folder = await openFolder(); });
afterEach(() => folder.close());

const select = async (sql: string) => (await database().query<Record<string, unknown>>(sql, { type: QueryTypes.SELECT }))[0] ?? {};
const expected = { busy_timeout: 5000, synchronous: 2, foreign_keys: 1, trusted_schema: 0, cell_size_check: 1, secure_delete: 2, temp_store: 2, mmap_size: 0, journal_mode: 'wal' };
const pragmasOf = async (ask: (sql: string) => Promise<Record<string, unknown>>) => Object.fromEntries(await Promise.all(Object.keys(expected).map(async (name) => [name, Object.values(await ask(`PRAGMA ${name}`))[0] ?? 0])));

describe('the engine', () => {
  it('is one that does not corrupt databases', async () => {
    expect(() => assertSafeEngine('3.51.2')).toThrow(/can corrupt/);
    for (const version of ['3.51.3', '3.53.0', '3.100.0', '4.0.0']) expect(() => assertSafeEngine(version)).not.toThrow();
    const { version } = await select('SELECT sqlite_version() AS version');
    expect(() => assertSafeEngine(String(version))).not.toThrow();
  });
});

it('payers of before stand under their family name, as those to come', async () => {
  const names: [name: string, key: string][] = [['M. DUPONT Jean', 'DUPONT JEAN'], ['ÉTIENNE Paul', 'ETIENNE PAUL'], ['Mme Aurélie Blé', 'BLE AURELIE'], ['EARL du Pont', 'EARL DU PONT']];
  await inTransaction(() => Payer.bulkCreate(names.map(([name], rank) => ({ id: `p${rank}`, code: `P${rank}`, name, nameKey: '', sortKey: '', address: '', isPaperless: false, paperlessChangedAt: null }))));
  await fillSortKeys();
  expect((await Payer.findAll({ order: ['id'], raw: true })).map(({ sortKey }) => sortKey)).toEqual(names.map(([, key]) => key));
});

it('is asked about the columns of a table once, however often it is read', async () => {
  const transaction = await database().transaction();
  const statements: string[] = [];
  (Reflect.get(transaction, 'connection') as unknown as InstanceType<typeof sqlite3.Database>).on('trace', (sql: string) => statements.push(sql));
  for (let turn = 0; turn < 3; turn += 1) await Payer.findAll({ transaction });
  await transaction.commit();
  expect(statements.filter((sql) => /FROM `payers`/.test(sql)).length).toBe(3);
  expect(statements.filter((sql) => /table_info/i.test(sql)).length).toBeLessThanOrEqual(1);
});

describe('every connection carries the same settings', () => {
  it('the default one', async () => expect(await pragmasOf(select)).toEqual(expected));
  it('those of transactions', async () => {
    for (let turn = 0; turn < 3; turn += 1) expect(await inTransaction(() => pragmasOf(select))).toEqual(expected);
  });
  it('those of the hot reads, which cannot write', async () => {
    const connection = await openReadConnection(join(folder.dataFolder, databaseFileName));
    expect(await pragmasOf(async (sql) => (await connection.prepare(sql)<Record<string, unknown>>([]))[0] ?? {})).toEqual(expected);
    await expect(connection.prepare('DELETE FROM regies')([])).rejects.toThrow(/readonly/i);
    await connection.close();
  });
});

describe('migrations', () => {
  const open = () => new Sequelize({ dialect: 'sqlite', dialectModule: sqliteDialectModule, storage: join(folder.dataFolder, databaseFileName), logging: false, transactionType: Transaction.TYPES.IMMEDIATE });
  const next = { version: 99, name: 'essai', sql: "ALTER TABLE regies ADD COLUMN note TEXT;\nUPDATE regies SET note = 'bonjour';\n" };
  const released = migrations.length;
  afterEach(() => { migrations.splice(released); });

  it('are numbered in order, once each', () => {
    const versions = migrations.map((each) => each.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  it('run after a copy that opens and is whole', async () => {
    migrations.push(next);
    const sequelize = open();
    await migrate(sequelize, folder.dataFolder);
    expect(await sequelize.query('SELECT note FROM regies', { type: QueryTypes.SELECT })).toEqual([{ note: 'bonjour' }]);
    await migrate(sequelize, folder.dataFolder);
    await sequelize.close();
    const copy = await openReadConnection(join(folder.dataFolder, 'copies', `avant-version-99-depuis-${migrations[released - 1]!.version}.sqlite`));
    expect(await copy.prepare('SELECT code FROM regies')([])).toEqual([{ code: 'REGIE' }]);
    await copy.close();
  });

  it('that fail leave the schema and the data as they were', async () => {
    migrations.push({ ...next, sql: `${next.sql}INSERT INTO absente VALUES (1);\n` });
    const sequelize = open();
    await expect(migrate(sequelize, folder.dataFolder)).rejects.toThrow(/absente/);
    expect(await sequelize.query('SELECT MAX(version) AS version FROM schema_migrations', { type: QueryTypes.SELECT })).toEqual([{ version: migrations[released - 1]!.version }]);
    await expect(sequelize.query('SELECT note FROM regies')).rejects.toThrow(/no such column/);
    await sequelize.close();
  });

  it('asked by two processes at once run once', async () => {
    migrations.push(next);
    const [one, other] = [open(), open()];
    await Promise.all([migrate(one, folder.dataFolder), migrate(other, folder.dataFolder)]);
    expect(await one.query('SELECT COUNT(*) AS count FROM schema_migrations', { type: QueryTypes.SELECT })).toEqual([{ count: released + 1 }]);
    await Promise.all([one.close(), other.close()]);
  });
});

it('data of a later version are refused in one sentence, and not a byte changes', async () => {
  await database().query("INSERT INTO schema_migrations VALUES (999, 'demain', '2030-01-01')");
  await closeDatabase();
  const file = join(folder.dataFolder, databaseFileName);
  const fingerprint = () => createHash('sha256').update(readFileSync(file)).digest('hex');
  const before = fingerprint();
  await expect(openState(folder.dataFolder)).rejects.toMatchObject({ code: 'database_too_recent' });
  expect([fingerprint(), existsSync(`${file}-wal`)]).toEqual([before, false]);
});

it('not even when the later version was cut off: its journal, and the rest of the folder, stay as they are', async () => {
  await database().query("INSERT INTO schema_migrations VALUES (999, 'demain', '2030-01-01')");
  const cut = `${folder.dataFolder}-coupé`;
  cpSync(folder.dataFolder, cut, { recursive: true });
  await closeDatabase();
  for (const name of ['cle', `${databaseFileName}-shm`]) rmSync(join(cut, name));
  const prints = () => readdirSync(cut, { recursive: true, withFileTypes: true }).filter((each) => each.isFile()).map(({ parentPath, name }) => [join(parentPath, name), readFileSync(join(parentPath, name)).toString('base64')]);
  const before = prints();
  try {
    expect(before.map(([path]) => path)).toContain(join(cut, `${databaseFileName}-wal`));
    await expect(startServer({ dataFolder: cut, portalPort: 0, staffPort: 0, publicUrl: undefined, payfipUrl: undefined, trustedProxies: [] })).rejects.toMatchObject({ code: 'database_too_recent' });
    expect(prints()).toEqual(before);
  } finally {
    rmSync(cut, { recursive: true });
  }
});

it('a migration that stops half-way leaves the copy of before the first one', async () => {
  const released = migrations.length;
  migrations.push({ version: 98, name: 'un', sql: 'ALTER TABLE regies ADD COLUMN un TEXT;\n' }, { version: 99, name: 'deux', sql: 'INSERT INTO absente VALUES (1);\n' });
  try {
    for (let start = 0; start < 2; start += 1) await expect(migrate(database(), folder.dataFolder)).rejects.toThrow(/absente/);
  } finally {
    migrations.splice(released);
  }
  const copy = await openReadConnection(join(folder.dataFolder, 'copies', `avant-version-99-depuis-${migrations[released - 1]!.version}.sqlite`));
  expect(await copy.prepare('SELECT MAX(version) AS version FROM schema_migrations')([])).toEqual([{ version: migrations[released - 1]!.version }]);
  await copy.close();
});

it('a copy taken during writes is whole', async () => {
  let written = 0;
  const writing = Promise.all(Array.from({ length: 60 }, async (_, index) => { await inTransaction(() => Regie.create({ id: `c${index}`, code: `C${index}`, name: 'x'.repeat(5_000) })); written += 1; }));
  const file = await copyDatabase(database(), folder.dataFolder, 'essai');
  await writing;
  expect(written).toBe(60);
  const copy = await openReadConnection(file);
  expect(await copy.prepare('PRAGMA integrity_check')([])).toEqual([{ integrity_check: 'ok' }]);
  await copy.close();
});
