// Why: the only file that knows the SQLite driver; every connection it opens carries the same PRAGMAs.
import { Transaction } from 'sequelize';
import sqlite3 from 'sqlite3';

/** The WAL-reset corruption bug is fixed from this engine on. */
const oldestSafeEngine = '3.51.3';

const pragmas = [
  'busy_timeout=5000', 'synchronous=FULL', 'foreign_keys=ON', 'trusted_schema=OFF',
  'cell_size_check=ON', 'secure_delete=FAST', 'temp_store=MEMORY', 'mmap_size=0',
].map((pragma) => `PRAGMA ${pragma};`).join('');

/** Columns as SQLite tells them: Sequelize asks before every SELECT, and they change with a migration only. */
const knownColumns = new Map<string, unknown[]>();
const asksColumns = /^PRAGMA table_info/i;
type RowsCallback = (this: unknown, error: Error | null, rows: unknown[]) => void;
const isRowsCallback = (value: unknown): value is RowsCallback => typeof value === 'function';

class WriterDatabase extends sqlite3.Database {
  private readonly file: string;
  private readonly statements = new Map<string, Promise<InstanceType<typeof sqlite3.Statement>>>();

  constructor(file: string, mode: number, callback: (error: Error | null) => void) {
    // A damaged file is told by its first statement: without a callback of its own, that error would end the process.
    super(file, mode, (error) => (error ? callback(error) : this.prepareConnection(callback)));
    this.file = file;
    this.serialize();
  }

  override all(sql: string, ...rest: unknown[]): this {
    const callback = rest.at(-1);
    if (!asksColumns.test(sql) || !isRowsCallback(callback)) return Reflect.apply(super.all, this, [sql, ...rest]);
    const key = `${this.file}\n${sql}`;
    const known = knownColumns.get(key);
    if (known) {
      callback.call(this, null, known);
      return this;
    }
    return super.all(sql, function keep(this: unknown, error: Error | null, rows: unknown[]) {
      if (!error) knownColumns.set(key, rows);
      callback.call(this, error, rows);
    });
  }

  /** The statement, prepared the first time. */
  prepared(sql: string): Promise<InstanceType<typeof sqlite3.Statement>> {
    const known = this.statements.get(sql);
    if (known) return known;
    const preparing = new Promise<InstanceType<typeof sqlite3.Statement>>((resolve, reject) => {
      const statement = this.prepare(sql, (error: Error | null) => (error ? reject(error) : resolve(statement)));
    });
    this.statements.set(sql, preparing);
    preparing.catch(() => this.statements.delete(sql));
    return preparing;
  }

  /** SQLite does not close while a statement is prepared. */
  override close(callback?: (error: Error | null) => void): void {
    const statements = [...this.statements.values()];
    this.statements.clear();
    void Promise.allSettled(statements.map(async (each) => (await each).finalize())).then(() => super.close(callback));
  }

  private prepareConnection(callback: (error: Error | null) => void): void {
    this.exec(`PRAGMA journal_mode=WAL;${pragmas}`, (error) => {
      if (error) this.close();
      callback(error);
    });
  }
}

/** To call when a migration may have changed them. */
export const forgetColumns = (): void => knownColumns.clear();

/** For Sequelize's `dialectModule`. */
export const sqliteDialectModule = { ...sqlite3, Database: WriterDatabase };

/** A statement prepared once on the connection of the transaction. @throws Error (a bug) when it is not one that is under way */
export async function preparedOn(transaction: unknown, sql: string): Promise<PreparedRead> {
  const connection: unknown = transaction instanceof Transaction ? Reflect.get(transaction, 'connection') : undefined;
  if (!(connection instanceof WriterDatabase)) throw new Error('no transaction is under way');
  return readerOf(await connection.prepared(sql));
}

const readerOf = (statement: InstanceType<typeof sqlite3.Statement>): PreparedRead => <Row>(parameters: SqlValue[]) => new Promise<Row[]>((resolve, reject) => {
  statement.all<Row>(parameters, (error, rows) => (error ? reject(error) : resolve(rows)));
});

export type SqlValue = string | number | null;
export interface ReadConnection {
  prepare(sql: string): PreparedRead;
  /** Once, of a database that may not have what is asked. */
  read<Row>(sql: string): Promise<Row[]>;
  close(): Promise<void>;
}
/** A statement prepared once; `all` leaves it reset, so that it never holds a read transaction open. */
export type PreparedRead = <Row>(parameters: SqlValue[]) => Promise<Row[]>;

export async function openReadConnection(file: string): Promise<ReadConnection> {
  const db = await new Promise<InstanceType<typeof sqlite3.Database>>((resolve, reject) => {
    const opened = new sqlite3.Database(file, sqlite3.OPEN_READONLY, (error) => (error ? reject(error) : resolve(opened)));
  });
  await new Promise<void>((resolve, reject) => db.exec(pragmas, (error) => (error ? reject(error) : resolve())));
  const statements: InstanceType<typeof sqlite3.Statement>[] = [];
  return {
    prepare(sql) {
      const statement = db.prepare(sql);
      statements.push(statement);
      return readerOf(statement);
    },
    read<Row>(sql: string) {
      return new Promise<Row[]>((resolve, reject) => db.all<Row>(sql, (error, rows) => (error ? reject(error) : resolve(rows))));
    },
    async close() {
      await Promise.all(statements.map((each) => new Promise<void>((resolve) => each.finalize(() => resolve()))));
      await new Promise<void>((resolve, reject) => db.close((error) => (error ? reject(error) : resolve())));
    },
  };
}

/** Holds a file for this process alone; the system lets go of it with the process, however that ends. `null` when another process holds it. */
export async function holdFile(file: string): Promise<(() => Promise<void>) | null> {
  const db = await new Promise<InstanceType<typeof sqlite3.Database>>((resolve, reject) => {
    const opened = new sqlite3.Database(file, (error) => (error ? reject(error) : resolve(opened)));
  });
  const close = () => new Promise<void>((resolve) => db.close(() => resolve()));
  const error = await new Promise<Error | null>((resolve) => db.exec('PRAGMA busy_timeout=0; BEGIN EXCLUSIVE', resolve));
  if (!error) return close;
  await close();
  if (/SQLITE_BUSY/.test(error.message)) return null;
  throw error;
}

/** @throws Error when the engine is older than the first safe one. */
export function assertSafeEngine(version: string): void {
  const isSafe = version.localeCompare(oldestSafeEngine, 'en', { numeric: true }) >= 0;
  if (!isSafe) throw new Error(`SQLite ${version} can corrupt databases; ${oldestSafeEngine} or later is required`);
}
