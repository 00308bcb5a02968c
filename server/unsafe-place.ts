// Why: what this machine says of the place chosen for the data, before anything is written there.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { findPlaceFault, readMountCommand, readMountInfo, type Mount } from './domain/data-folder-place.ts';
import { AppError } from './errors.ts';

/** That the person may write to, and that nothing copies. */
const safePlaces: Partial<Record<NodeJS.Platform, string>> = { win32: 'C:\\Portail des factures', darwin: '/Users/Shared/Portail des factures' };

/** @throws AppError data_folder_synced, data_folder_on_network */
export function refuseUnsafePlace(dataFolder: string): void {
  const { OneDrive, OneDriveCommercial, OneDriveConsumer } = process.env;
  const folder = realPath(resolve(dataFolder));
  const syncedRoots = [OneDrive, OneDriveCommercial, OneDriveConsumer].flatMap((root) => (root ? [root] : []));
  const fault = findPlaceFault({ folder, mounts: mounts(), syncedRoots, namesAbove: namesAbove(folder) });
  const details = { folder: dataFolder, better: safePlaces[process.platform] ?? '/var/lib/portail-des-factures' };
  if (fault?.kind === 'synced') throw new AppError('data_folder_synced', { ...details, service: fault.service });
  if (fault) throw new AppError('data_folder_on_network', details);
}

/** Links followed as far as the path exists; under Windows, a letter given to a share becomes the share. */
function realPath(folder: string): string {
  const parent = dirname(folder);
  try {
    return realpathSync.native(folder);
  } catch {
    return parent === folder ? folder : join(realPath(parent), folder.slice(parent.length));
  }
}

function namesAbove(folder: string): string[] {
  const parent = dirname(folder);
  const names = existsSync(folder) ? namesIn(folder) : [];
  return parent === folder ? names : [...names, ...namesAbove(parent)];
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function mounts(): Mount[] {
  try {
    if (process.platform === 'linux') return readMountInfo(readFileSync('/proc/self/mountinfo', 'utf8'));
    return process.platform === 'darwin' ? readMountCommand(execFileSync('/sbin/mount', { encoding: 'utf8', timeout: 5_000 })) : [];
  } catch {
    return [];
  }
}
