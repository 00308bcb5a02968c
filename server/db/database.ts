// Why: opens the database of one data folder, runs every write in a queue of its own, and closes it cleanly.
import { join } from 'node:path';
import { Sequelize, Transaction } from 'sequelize';
import { fromHere } from '../call-place.ts';
import { defineModels } from '../models/index.ts';
import { isInTransaction, restScope, transactionNamespace } from '../transaction-scope.ts';
import { assertSafeEngine, sqliteDialectModule } from './driver.ts';
import { keepWriter } from './keep-writer.ts';
import { migrate, refuseLaterData } from './migrate.ts';
import { closeReads, openReads } from './reads.ts';
import { write } from './writes.ts';

Sequelize.useCLS(transactionNamespace);

export const databaseFileName = 'portail.sqlite';
const readConnections = 3;

/** Writers that share one commit, at most: its cost is that of the disk. */
const largestGroup = 32;
/** No writer joins a transaction older than this, in milliseconds. */
const groupMs = 50;

let sequelize: Sequelize | undefined;

/** `write` runs in the transaction of its group and answers what tells its caller, once that is committed. */
interface Writer { write: () => Promise<() => void>; fail: (error: unknown) => void }
const waiting: Writer[] = [];
let writing: Promise<void> | undefined;

/**
 * Opens `<dataFolder>/portail.sqlite`, migrates it and prepares the hot reads.
 * @throws DatabaseTooRecent, or the driver's error when the file is unreadable.
 */
export async function openDatabase(dataFolder: string): Promise<void> {
  const file = join(dataFolder, databaseFileName);
  await refuseLaterData(file);
  sequelize = new Sequelize({
    dialect: 'sqlite', dialectModule: sqliteDialectModule, storage: file, logging: false,
    define: { underscored: true }, transactionType: Transaction.TYPES.IMMEDIATE,
  });
  keepWriter(sequelize);
  assertSafeEngine(await sequelize.databaseVersion());
  await migrate(sequelize, dataFolder);
  defineModels(sequelize);
  await openReads(file, readConnections);
}

/** Waits for the writes under way, then closes every connection; a second call does nothing. */
export async function closeDatabase(): Promise<void> {
  await writing;
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
 * Runs `fn` in an IMMEDIATE transaction, after the writes already waiting; inside another one it joins it.
 * Writers who wait together share a commit; each is undone alone when it fails, and answered when all is on the disk.
 * Queries of models inside `fn` use the transaction by themselves. No network, hashing or file access inside.
 * Await all that `fn` writes, one write after the other: what still works when it ends writes outside, and what still works when it fails is kept.
 */
export function inTransaction<T>(fn: () => Promise<T>): Promise<T> {
  if (isInTransaction()) return fn();
  return new Promise<T>((resolve, reject) => {
    const fnFromHere = fromHere(fn);
    waiting.push({ write: async () => { const value = await fnFromHere(); return () => resolve(value); }, fail: reject });
    writing ??= writeAll();
  });
}

async function writeAll(): Promise<void> {
  while (waiting.length > 0) await writeGroup(waiting.splice(0, largestGroup));
  writing = undefined;
  restScope();
}

async function writeGroup(group: Writer[]): Promise<void> {
  let answers: (() => void)[] = [];
  try {
    answers = await database().transaction(() => writeInTurn(group));
  } catch (error) {
    answers = group.map((writer) => () => writer.fail(error));
  }
  for (const answer of answers) answer();
}

/** What has no time left goes back to the head of the queue: it leaves `group`. */
async function writeInTurn(group: Writer[]): Promise<(() => void)[]> {
  const [only] = group;
  if (only && group.length === 1) return [await only.write()];
  const startedAt = Date.now();
  const answers: (() => void)[] = [];
  for (const [index, writer] of group.entries()) {
    answers.push(await writeAlone(writer));
    if (Date.now() - startedAt > groupMs) waiting.unshift(...group.splice(index + 1));
  }
  return answers;
}

/** @throws what SQLite says when the whole transaction is lost (a full disk): then nobody's write is kept. */
async function writeAlone(writer: Writer): Promise<() => void> {
  await write('SAVEPOINT one_writer');
  let answer: () => void;
  try {
    answer = await writer.write();
  } catch (error) {
    await write('ROLLBACK TO one_writer');
    answer = () => writer.fail(error);
  }
  // Also what tells that the transaction is still there.
  await write('RELEASE one_writer');
  return answer;
}
