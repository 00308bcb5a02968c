// Why: all state lives in one folder; it must be writable, and used by one server at a time.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { uptime } from 'node:os';
import { join } from 'node:path';
import { AppError, isSystemError } from './errors.ts';

/**
 * Makes the folder, checks that it can be written and takes its lock; answers how to let go of it.
 * @throws AppError data_folder_unwritable, data_folder_in_use, disk_full
 */
export function takeDataFolder(folder: string): () => void {
  const lock = join(folder, 'verrou');
  try {
    for (const name of ['documents', 'imports']) mkdirSync(join(folder, name), { recursive: true, mode: 0o700 });
    writeFileSync(join(folder, '.ecriture'), 'essai', { flush: true });
    rmSync(join(folder, '.ecriture'));
    if (isHeld(lock)) throw new AppError('data_folder_in_use', { folder });
    rmSync(lock, { force: true });
    writeFileSync(lock, JSON.stringify({ pid: process.pid, boot: bootId() }), { mode: 0o600, flag: 'wx' });
  } catch (error) {
    if (isSystemError(error, 'ENOSPC', 'EDQUOT')) throw new AppError('disk_full');
    if (isSystemError(error, 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EEXIST', 'ENOENT')) throw new AppError('data_folder_unwritable', { folder });
    throw error;
  }
  return () => rmSync(lock, { force: true });
}

/** A lock left by a process that is gone, or by another start of the machine, is no lock. */
function isHeld(lock: string): boolean {
  if (!existsSync(lock)) return false;
  const { pid, boot }: { pid?: number; boot?: string } = readLock(lock);
  if (pid === undefined || pid === process.pid || !isThisBoot(boot)) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return isSystemError(error, 'EPERM');
  }
}

function readLock(lock: string): { pid?: number; boot?: string } {
  try {
    return JSON.parse(readFileSync(lock, 'utf8'));
  } catch {
    return {};
  }
}

const longestDrift = 10 * 60;

/** Names the start of the machine: Linux has a name for it, elsewhere it is its instant in seconds. */
function bootId(): string {
  const file = '/proc/sys/kernel/random/boot_id';
  return existsSync(file) ? readFileSync(file, 'utf8').trim() : String(Math.round(Date.now() / 1_000 - uptime()));
}

/** A clock that was put right has moved the instant a little. */
function isThisBoot(boot = ''): boolean {
  const now = bootId();
  return boot === now || (/^\d+$/.test(boot) && Math.abs(Number(boot) - Number(now)) < longestDrift);
}
