// The whole portal as one file: how it is asked for, and what a former one says of itself.
import { backupProgress } from '../../commands/backup-progress.ts';
import { makeBackup } from '../../commands/make-backup.ts';
import { previewBackup } from '../../commands/restore-backup.ts';
import type { Handlers } from '../call.ts';

export const backupHandlers: Handlers<'backups.prepare' | 'backups.progress' | 'restore.preview'> = {
  'backups.prepare': ({ passphrase }, { dataFolder, actor, now }) => makeBackup({ dataFolder, passphrase, actor, now }),
  'backups.progress': async () => backupProgress(),
  'restore.preview': ({ head, passphrase }) => previewBackup(Buffer.from(head, 'base64'), passphrase),
};
