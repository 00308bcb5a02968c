// Why: what a server's nightly task needs without a window: the whole portal in one sealed file, and back from it.
import { createWriteStream } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { makeBackup, takeBackup } from '../commands/make-backup.ts';
import { restoreBackup } from '../commands/restore-backup.ts';
import { AppError, isSystemError } from '../errors.ts';
import { Invoice } from '../models/index.ts';
import { formatCount } from '../contract/format.ts';
import { actor, print, readPassword, text, type CliCommand } from './command.ts';

export const backupCommands: Record<string, CliCommand> = {
  backup: {
    summary: 'backup --file fichier.portail-sauvegarde      (le portail entier, qui reste en service\u00a0; phrase lue sur l’entrée standard)',
    isForExistingData: true,
    options: { file: { type: 'string' } },
    async run({ dataFolder, options }) {
      const file = text(options.file);
      if (!file) throw new AppError('file_not_named');
      const { ticket } = await makeBackup({ dataFolder, passphrase: readPassword(), actor, now: new Date() });
      await write(takeBackup(ticket).content, file);
      print(`Sauvegarde faite\u00a0: ${file} (${formatCount(await Invoice.count(), 'facture')}).`);
      return 0;
    },
  },
  restore: {
    summary: 'restore --file fichier.portail-sauvegarde     (dans un dossier neuf, le portail arrêté\u00a0; phrase lue sur l’entrée standard)',
    isAlone: true,
    options: { file: { type: 'string' } },
    async run({ dataFolder, options, replaceState }) {
      const file = text(options.file);
      if (!file) throw new AppError('file_not_named');
      await restoreBackup({ dataFolder, passphrase: readPassword(), content: (await open(file)).createReadStream(), actor, now: new Date(), replaceState });
      print(`Portail repris\u00a0: ${formatCount(await Invoice.count(), 'facture')}. Chacun se connecte avec son compte habituel.`);
      return 0;
    },
  },
};

/** Under its name once it is whole and on the disk: what was there before is replaced then only. */
async function write(content: NodeJS.ReadableStream, file: string): Promise<void> {
  const unfinished = `${file}.inachevee`;
  try {
    await pipeline(content, createWriteStream(unfinished, { mode: 0o600, flush: true }));
    await rename(unfinished, file);
  } catch (error) {
    await rm(unfinished, { force: true });
    if (isSystemError(error, 'ENOSPC', 'EDQUOT')) throw new AppError('disk_full');
    if (isSystemError(error, 'ENOENT', 'EACCES', 'EPERM', 'EROFS', 'ENOTDIR', 'EISDIR')) throw new AppError('backup_unwritable', { file });
    throw error;
  }
}
