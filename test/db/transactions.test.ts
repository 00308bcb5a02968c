// The queue of writers: no lost update, no lock, all or nothing, and nothing slow inside.
import { existsSync, mkdirSync, renameSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { QueryTypes } from 'sequelize';
import { hashPassword, verifyPassword } from '../../server/crypto/passwords.ts';
import { closeDatabase, database, databaseFileName, inTransaction } from '../../server/db/database.ts';
import { write } from '../../server/db/writes.ts';
import { storeDocument, syncDocumentFolders } from '../../server/documents/document-store.ts';
import { sendMail } from '../../server/mail/send.ts';
import { RateLimit, Regie } from '../../server/models/index.ts';
import { isInTransaction } from '../../server/transaction-scope.ts';
import { openState } from '../../server/open-state.ts';
import { openFolder } from '../support/open-folder.ts';

let folder: Awaited<ReturnType<typeof openFolder>>;
beforeAll(async () => { folder = await openFolder(); });
afterAll(() => folder.close());

const resetsAt = new Date('2099-01-01');
const readAndAdd = () => inTransaction(async () => {
  const row = await RateLimit.findByPk('compteur', { rejectOnEmpty: true });
  await row.update({ hits: row.hits + 1 });
});

it('200 read-modify-writes at once, three times: none fails, none is lost', async () => {
  await inTransaction(() => RateLimit.create({ key: 'compteur', hits: 0, resetsAt }));
  for (let round = 0; round < 3; round += 1) {
    const results = await Promise.allSettled(Array.from({ length: 200 }, readAndAdd));
    expect(results.filter((each) => each.status === 'rejected')).toEqual([]);
  }
  expect((await RateLimit.findByPk('compteur'))?.hits).toBe(600);
});

describe('a transaction', () => {
  it('writes nothing when it fails, and lets the next one pass', async () => {
    await expect(inTransaction(async () => {
      await RateLimit.create({ key: 'perdu', hits: 1, resetsAt });
      throw new Error('panne');
    })).rejects.toThrow('panne');
    expect(await RateLimit.findByPk('perdu')).toBe(null);
    await readAndAdd();
  });

  it('fails with a statement that cannot be prepared, and only so', async () => {
    await expect(inTransaction(() => write('INSERT INTO nowhere (n) VALUES (1)'))).rejects.toThrow(/no such table/);
    await expect(inTransaction(() => write('INSERT INTO nowhere (n) VALUES (1)'))).rejects.toThrow(/no such table/);
    await expect(write('SELECT 1')).rejects.toThrow('no transaction is under way');
    await readAndAdd();
  });

  it('joins the one around it, and falls with it', async () => {
    await expect(inTransaction(async () => {
      await inTransaction(() => RateLimit.create({ key: 'interieur', hits: 1, resetsAt }));
      expect(await RateLimit.count({ where: { key: 'interieur' } })).toBe(1);
      throw new Error('panne');
    })).rejects.toThrow('panne');
    expect(await RateLimit.findByPk('interieur')).toBe(null);
  });

  it('is not seen from outside before it ends', async () => {
    let seenFromOutside: Promise<number> | undefined;
    let ask = (): void => undefined;
    const asked = new Promise<void>((resolve) => { ask = resolve; }).then(() => { seenFromOutside = RateLimit.count({ where: { key: 'cache' } }); return seenFromOutside; });
    await inTransaction(async () => {
      await RateLimit.create({ key: 'cache', hits: 1, resetsAt });
      ask();
      expect(await asked).toBe(0);
    });
    expect(await RateLimit.count({ where: { key: 'cache' } })).toBe(1);
  });

  it('has the connection of the one before, which nothing else uses', async () => {
    await inTransaction(() => database().query('CREATE TEMP TABLE of_the_writer (n)'));
    const columns = () => database().query('SELECT n FROM of_the_writer');
    await inTransaction(columns);
    await expect(columns()).rejects.toThrow('no such table');
  });

  it('whose commit fails leaves no connection behind, and the next has one', async () => {
    const orphan = () => database().query('PRAGMA defer_foreign_keys = ON').then(() => database().query("INSERT INTO payer_accesses (account_id, payer_id, role, created_at) VALUES ('nul', 'nul', 'holder', '')"));
    await expect(inTransaction(orphan)).rejects.toThrow(/FOREIGN KEY/);
    await readAndAdd();
    expect(await database().query("SELECT 1 FROM payer_accesses WHERE account_id = 'nul'", { type: QueryTypes.SELECT })).toEqual([]);
  });

  it('is not joined by what outlives it, which has one of its own, and falls with it', async () => {
    let leave = (): void => undefined;
    const over = new Promise<void>((resolve) => { leave = resolve; });
    let late: Promise<unknown> = Promise.resolve();
    await inTransaction(async () => {
      late = over.then(() => inTransaction(async () => {
        await RateLimit.create({ key: 'tardif', hits: 1, resetsAt });
        throw new Error('panne');
      }));
      late.catch(() => undefined);
    });
    await inTransaction(async () => {
      leave();
      await wait(20);
    });
    await expect(late).rejects.toThrow('panne');
    expect(await RateLimit.findByPk('tardif')).toBe(null);
  });

  it('is known to be one only inside', async () => {
    expect([isInTransaction(), await inTransaction(async () => isInTransaction()), isInTransaction()]).toEqual([false, true, false]);
  });
});

describe('writers who wait together', () => {
  const add = (key: string) => RateLimit.create({ key, hits: 1, resetsAt });
  const countOf = (keys: string[]) => RateLimit.count({ where: { key: keys } });
  const keysOf = (name: string) => Array.from({ length: 6 }, (_, index) => `${name}-${index}`);

  it('are undone alone when they fail', async () => {
    const keys = keysOf('seul');
    const ended = await Promise.allSettled(keys.map((key, index) => inTransaction(async () => {
      await add(key);
      if (index % 3 === 1) throw new Error('panne');
    })));
    expect(ended.map((each) => each.status === 'fulfilled')).toEqual([true, false, true, true, false, true]);
    expect(await countOf(keys)).toBe(4);
  });

  it('are answered once what they wrote is seen by everyone', async () => {
    const keys = keysOf('vu');
    expect(await Promise.all(keys.map((key) => inTransaction(() => add(key)).then(() => countOf([key]))))).toEqual(keys.map(() => 1));
  });

  it('do not wait for each other beyond their time', async () => {
    const keys = keysOf('lent');
    const order: string[] = [];
    await Promise.all(keys.map((key) => inTransaction(async () => {
      await add(key);
      await wait(60);
    }).then(() => order.push(key))));
    expect(order).toEqual(keys);
    expect(await countOf(keys)).toBe(6);
  });

  it('all learn that the disk lost the whole, and none is kept', async () => {
    const keys = keysOf('perdus');
    const first = inTransaction(() => add('avant'));
    const ended = await Promise.allSettled(keys.map((key, index) => inTransaction(async () => {
      await add(key);
      // As SQLite does by itself when the disk is full.
      if (index === 3) await database().query('ROLLBACK');
    })));
    await first;
    expect(ended.map((each) => each.status)).toEqual(keys.map(() => 'rejected'));
    expect(await countOf(keys)).toBe(0);
    await inTransaction(() => add('apres'));
    expect(await countOf(['avant', 'apres'])).toBe(2);
  });
});

describe('inside a transaction', () => {
  const smtp = { host: '127.0.0.1', port: 1, security: 'none' as const, user: '', fromName: '', fromAddress: 'a@x.fr' };
  it.each<[string, () => Promise<unknown>]>([
    ['hashing', () => hashPassword('parapluie')],
    ['verifying', () => verifyPassword('parapluie', null)],
    ['writing a document', () => storeDocument(folder.dataFolder, Buffer.from('x'))],
    ['syncing folders', () => syncDocumentFolders(folder.dataFolder, ['a'])],
    ['sending a mail', () => sendMail({ smtp, password: null }, { to: 'b@x.fr', subject: '', text: '', html: '', messageId: 'x' })],
  ])('%s is refused as a bug', async (_, work) => {
    await expect(inTransaction(work)).rejects.toThrow(/must not run inside a transaction/);
  });
});

describe('constraints hold whatever the code does', () => {
  it.each([
    ["INSERT INTO invoices SELECT 'x', 'absent', 'absent', 'absent', NULL, NULL, '1', '1', '2026-01-01', NULL, 100, '', 'unpaid', 0, NULL, '2026-01-01', NULL, NULL", /FOREIGN KEY/],
    ["INSERT INTO accounts (id, email, email_key, state, created_at, updated_at) VALUES ('x', 'x', 'x', 'active', '', '')", /CHECK/],
    ["INSERT INTO accounts (id, email, email_key, state, created_at, updated_at) VALUES ('x', 'x', 'x', 'perdu', '', '')", /CHECK/],
  ])('%s', async (sql, reason) => {
    await expect(database().query(sql)).rejects.toMatchObject({ original: { message: expect.stringMatching(reason) } });
  });
});

it('closing waits for the writes under way, and opening finds them', async () => {
  const writes = Array.from({ length: 30 }, (_, index) => inTransaction(() => Regie.create({ id: `r${index}`, code: `R${index}`, name: 'Régie' })));
  await closeDatabase();
  expect((await Promise.allSettled(writes)).every((each) => each.status === 'fulfilled')).toBe(true);
  await openState(folder.dataFolder);
  expect(await Regie.count()).toBe(31);
  expect(await database().query('PRAGMA integrity_check', { type: QueryTypes.SELECT })).toEqual([{ integrity_check: 'ok' }]);
});

it('closing leaves the file whole by itself: nothing stays in its journal', async () => {
  for (let turn = 0; turn < 40; turn += 1) {
    await inTransaction(() => Regie.update({ name: `Tour ${turn}` }, { where: {} }));
    await Regie.count();
    await closeDatabase();
    expect(existsSync(join(folder.dataFolder, `${databaseFileName}-wal`))).toBe(false);
    await openState(folder.dataFolder);
  }
});

it('a connection that does not open is not kept: the database is closed cleanly all the same', async () => {
  const file = join(folder.dataFolder, databaseFileName);
  let finish = (): void => undefined;
  let held: Promise<void> = Promise.resolve();
  await new Promise<void>((begun) => {
    held = database().transaction(() => new Promise<void>((resolve) => { finish = resolve; begun(); }));
  });
  renameSync(file, `${file}.moved`);
  mkdirSync(file);
  // The other one is held: this one has to open a connection of its own.
  await expect(database().transaction(() => Promise.resolve())).rejects.toThrow(/CANTOPEN/);
  rmdirSync(file);
  renameSync(`${file}.moved`, file);
  finish();
  await held;
  await expect(closeDatabase()).resolves.toBeUndefined();
  await openState(folder.dataFolder);
});
