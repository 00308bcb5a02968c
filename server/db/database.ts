// Why: opens the database of one data folder, runs every write in a queue of its own, and closes it cleanly.
import { join } from 'node:path';
import { Sequelize, Transaction } from 'sequelize';
import { defineModels } from '../models/index.ts';
import { isInTransaction, restScope, transactionNamespace } from '../transaction-scope.ts';
import { assertSafeEngine, sqliteDialectModule } from './driver.ts';
import { migrate } from './migrate.ts';
import { closeReads, openReads } from './reads.ts';

Sequelize.useCLS(transactionNamespace);

export const databaseFileName = 'portail.sqlite';
const readConnections = 3;

let sequelize: Sequelize | undefined;
let lastWrite: Promise<unknown> = Promise.resolve();
let writers = 0;

/**
 * Opens `<dataFolder>/portail.sqlite`, migrates it and prepares the hot reads.
 * @throws DatabaseTooRecent, or the driver's error when the file is unreadable.
 */
export async function openDatabase(dataFolder: string): Promise<void> {
  const file = join(dataFolder, databaseFileName);
  sequelize = new Sequelize({
    dialect: 'sqlite', dialectModule: sqliteDialectModule, storage: file, logging: false,
    define: { underscored: true }, transactionType: Transaction.TYPES.IMMEDIATE,
  });
  assertSafeEngine(await sequelize.databaseVersion());
  await migrate(sequelize, dataFolder);
  defineModels(sequelize);
  await openReads(file, readConnections);
}

/** Waits for the writes under way, then closes every connection; a second call does nothing. */
export async function closeDatabase(): Promise<void> {
  await lastWrite.catch(() => undefined);
  await closeReads();
  const closing = sequelize;
  sequelize = undefined;
  await closing?.close();
}

export function database(): Sequelize {
  if (!sequelize) throw new Error('the database is not open');
  return sequelize;
}

/**
 * Runs `fn` in one IMMEDIATE transaction, after the writes already waiting; inside another one it joins it.
 * Queries of models inside `fn` use the transaction by themselves. No network, hashing or file access inside.
 */
export function inTransaction<T>(fn: () => Promise<T>): Promise<T> {
  if (isInTransaction()) return fn();
  writers += 1;
  const result = lastWrite.then(() => database().transaction(() => fn())).finally(leaveQueue);
  lastWrite = result.catch(() => undefined);
  return result;
}

function leaveQueue(): void {
  writers -= 1;
  if (writers === 0) restScope();
}
