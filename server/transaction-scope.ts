// Why: says whether the running code is inside a database transaction, so that nobody passes `transaction` by hand
// and so that the adapters (network, hashing, files) can refuse to work there.
import { AsyncLocalStorage, AsyncResource } from 'node:async_hooks';

const scope = new AsyncLocalStorage<Map<string, unknown>>();

/** What Sequelize expects of a « continuation-local storage » namespace. */
export const transactionNamespace = {
  get: (key: string): unknown => scope.getStore()?.get(key),
  set: (key: string, value: unknown): unknown => {
    scope.getStore()?.set(key, value);
    return value;
  },
  run: (fn: (store: Map<string, unknown>) => void): Map<string, unknown> => {
    const store = new Map<string, unknown>();
    scope.run(store, () => fn(store));
    return store;
  },
  bind: <R>(fn: (...args: unknown[]) => R): ((...args: unknown[]) => R) => AsyncResource.bind(fn),
};

/** False for code that outlives its transaction: Sequelize leaves null behind. */
export function isInTransaction(): boolean {
  return (scope.getStore()?.get('transaction') ?? null) !== null;
}

/**
 * To call when no transaction is under way: until the next one, nothing follows the asynchronous calls of the process.
 * On Node 20 following them makes every promise dearer, a sixth of the cost of a page.
 */
export function restScope(): void {
  scope.disable();
}

/** @throws Error (a bug) when called inside a transaction: network, hashing and files would hold the writers' queue. */
export function assertOutsideTransaction(what: string): void {
  if (isInTransaction()) throw new Error(`${what} must not run inside a transaction`);
}
