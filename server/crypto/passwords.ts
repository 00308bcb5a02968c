// Why: password hashing with argon2id, at most two at a time: libuv's threads also serve the database and the files.
import { hash, verify } from '@node-rs/argon2';
import { AppError } from '../errors.ts';
import { assertOutsideTransaction } from '../transaction-scope.ts';

export const passwordParameters = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };
const atOnce = 2;
const longestQueue = 200;

let running = 0;
const waiting: (() => void)[] = [];
let decoy: Promise<string> | undefined;

/** @throws AppError too_busy when the queue is full. */
export function hashPassword(password: string): Promise<string> {
  return inTurn(() => hash(password, passwordParameters));
}

/** Verifies against `passwordHash`; without one does the same work and answers false, so that time tells nothing. */
export async function verifyPassword(password: string, passwordHash: string | null): Promise<boolean> {
  decoy ??= hash('no account has this password', passwordParameters);
  const reference = passwordHash ?? (await decoy);
  const matches = await inTurn(() => verify(reference, password));
  return matches && passwordHash !== null;
}

async function inTurn<T>(work: () => Promise<T>): Promise<T> {
  assertOutsideTransaction('password hashing');
  if (running >= atOnce) {
    if (waiting.length >= longestQueue) throw new AppError('too_busy');
    await new Promise<void>((resolve) => waiting.push(resolve));
  } else running += 1;
  try {
    return await work();
  } finally {
    const next = waiting.shift();
    if (next) next();
    else running -= 1;
  }
}
