// Why: Sequelize opens a connection for each transaction and closes it at its end; opening one costs more than most of our writes.
import type { Sequelize } from 'sequelize';

/** `uuid`: of the transaction that holds it; the connection of the other reads has none. */
interface Connection { uuid?: string; close(callback: () => void): void }
interface ConnectionManager {
  connections: Record<string, Connection>;
  getConnection(options?: { uuid?: string }): Promise<Connection>;
  releaseConnection(connection: Connection): void;
  destroyConnection(connection: Connection): Promise<void>;
  /** What Sequelize does of the connections when it closes. */
  _onProcessExit(): Promise<void>;
}

/** Transactions that follow each other share one connection; one whose transaction could not be ended is closed, and SQLite undoes what it held. */
export function keepWriter(sequelize: Sequelize): void {
  const manager = managerOf(sequelize);
  const open = manager.getConnection.bind(manager);
  let idle: Connection | undefined;
  const takeIdle = (): Connection | undefined => {
    const taken = idle;
    idle = undefined;
    return taken;
  };
  const close = (connection: Connection) => new Promise<void>((resolve) => {
    for (const [name, each] of Object.entries(manager.connections)) if (each === connection) delete manager.connections[name];
    connection.close(() => resolve());
  });

  const openOrForget = async (options?: { uuid?: string }): Promise<Connection> => {
    try {
      return await open(options);
    } catch (error) {
      // Sequelize keeps even what did not open, and could not be closed with the rest.
      if (options?.uuid !== undefined) delete manager.connections[options.uuid];
      throw error;
    }
  };

  manager.getConnection = async (options) => (isOfTransaction(options?.uuid) ? takeIdle() : undefined) ?? openOrForget(options);
  manager.releaseConnection = (connection) => {
    if (connection.uuid === undefined) return;
    if (idle) void close(connection);
    else idle = connection;
  };
  manager.destroyConnection = close;

  const closeRest = manager._onProcessExit.bind(manager);
  // In turn: the last one to close writes the journal back into the file, and of two at once neither is the last.
  manager._onProcessExit = async () => {
    for (const connection of Object.values(manager.connections)) await close(connection);
    await closeRest();
  };
}

/** Sequelize's own name for the connection of what runs outside transactions. */
const isOfTransaction = (uuid: string | undefined) => uuid !== undefined && uuid !== 'default';

const managerOf = (sequelize: Sequelize): ConnectionManager => Reflect.get(sequelize, 'connectionManager') as unknown as ConnectionManager;
