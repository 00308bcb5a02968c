// Why: all state lives in one folder; it must be of this machine, hold what it held, be writable, and be used by one server at a time.
import { existsSync, mkdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { databaseFileName } from './db/database.ts';
import { holdFile } from './db/driver.ts';
import { AppError, isSystemError } from './errors.ts';
import { log } from './log.ts';
import { verifiedFolder } from './restored-state.ts';
import { refuseUnsafePlace } from './unsafe-place.ts';

const lockName = 'verrou.sqlite';
const lookEveryMs = 2_000;

/**
 * Makes the folder, checks that it can be written and takes its lock; answers how to let go of it.
 * `isKnown`: it held a portal before, and an empty one must not take its place.
 * @throws AppError data_folder_synced, data_folder_on_network, data_folder_gone, data_folder_unwritable, data_folder_in_use, disk_full
 */
export async function takeDataFolder(folder: string, isKnown = false): Promise<() => Promise<void>> {
  refuseUnsafePlace(folder);
  if (isKnown && !existsSync(join(folder, databaseFileName)) && !existsSync(verifiedFolder(folder))) throw new AppError('data_folder_gone', { folder });
  prepare(folder);
  const lock = join(folder, lockName);
  const letGo = await holdFile(lock);
  if (!letGo) throw new AppError('data_folder_in_use', { folder });
  return async () => {
    // Removed while it is still held: whoever comes now makes one of its own. Windows keeps a file that is open, and that is as good.
    try { rmSync(lock, { force: true }); } catch { /* kept */ }
    await letGo();
  };
}

function prepare(folder: string): void {
  try {
    for (const name of ['documents', 'imports']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, '.ecriture'), 'essai', { flush: true });
    rmSync(join(folder, '.ecriture'));
  } catch (error) {
    if (isSystemError(error, 'ENOSPC', 'EDQUOT')) throw new AppError('disk_full');
    if (isSystemError(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT')) throw new AppError('data_folder_unwritable', { folder });
    throw error;
  }
}

/** Tells once when the database is no longer where it was opened: what is written from then on is written nowhere. Answers how to stop looking. */
export function watchDataFolder(folder: string, onGone: (refusal: AppError) => void): () => void {
  const file = join(folder, databaseFileName);
  const identity = () => statSync(file, { throwIfNoEntry: false })?.ino;
  const known = identity();
  let misses = 0;
  const timer = setInterval(() => {
    misses = isSame() ? 0 : misses + 1;
    if (misses < 2) return;
    clearInterval(timer);
    log.fatal({ folder }, 'the database is gone');
    onGone(new AppError('data_folder_gone', { folder }));
  }, lookEveryMs).unref();
  const isSame = (): boolean => {
    try {
      return identity() === known;
    } catch {
      return false;
    }
  };
  return () => clearInterval(timer);
}
