// Why: the state alone, for the server as for the command line, which needs none of the rest and starts sooner without it.
import { openKeyFile } from './crypto/key-file.ts';
import { closeDatabase, openDatabase } from './db/database.ts';
import { DatabaseTooRecent } from './db/migrate.ts';
import { AppError } from './errors.ts';
import { log } from './log.ts';

/** Opens the key file and the database; faults of the disk become refusals with a sentence. */
export async function openState(dataFolder: string): Promise<void> {
  try {
    await openDatabase(dataFolder);
    openKeyFile(dataFolder);
  } catch (error) {
    await closeDatabase().catch(() => undefined);
    if (error instanceof DatabaseTooRecent) throw new AppError('database_too_recent');
    const message = error instanceof Error ? `${error.name} ${error.message}` : String(error);
    log.error({ err: error }, 'state not opened');
    if (/SQLITE_FULL|ENOSPC|disk is full/i.test(message)) throw new AppError('disk_full');
    if (/SQLITE_READONLY|SQLITE_CANTOPEN|EACCES|EROFS|EPERM|SQLITE_PERM/.test(message)) throw new AppError('data_folder_unwritable', { folder: dataFolder });
    if (/SQLITE_CORRUPT|SQLITE_NOTADB|SQLITE_IOERR|key file is damaged/.test(message)) throw new AppError('database_unreadable', { folder: dataFolder });
    throw error;
  }
}
