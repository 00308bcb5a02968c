// Why: the order in which a new version takes the place of this one: what is needed to come back, the portal closed, the package, the new program.
import { BaseUpdater } from 'electron-updater/out/BaseUpdater.js';
import type { AppUpdater } from 'electron-updater/out/AppUpdater.js';
import { keepInstallers } from './kept-installers.ts';
import { updateError } from './signed-provider.ts';
import { endTrial, writeTrial } from './trial.ts';

export interface Installation {
  updater: AppUpdater;
  /** The version that runs; its package, when it is one file that runs as it is. */
  now: { version: string; package: string | undefined };
  next: { version: string; package: string };
  /** Where this version may be had again. */
  download: string;
  installersFolder: string;
  trialFile: string;
  stopPortal: () => Promise<void>;
  openPortal: () => void;
  /** Ends the program; the new one opens after it. */
  leave: () => void;
}

/** @throws Error when nothing was installed: the portal is open as before. */
export async function installUpdate({ updater, now, next, download, installersFolder, trialFile, stopPortal, openPortal, leave }: Installation): Promise<void> {
  const installer = keepInstallers(installersFolder, { now, next });
  writeTrial(trialFile, { from: now.version, to: next.version, installer, download, startedAt: new Date().toISOString() });
  await stopPortal();
  try {
    await replaceProgram(updater);
  } catch (error) {
    reopenAsBefore(trialFile, openPortal);
    throw error;
  }
  leave();
}

/** On macOS the system itself ends the program, and opens the new one: it settles only by what goes wrong. */
async function replaceProgram(updater: AppUpdater): Promise<void> {
  if (updater instanceof BaseUpdater) return installPackage(updater);
  return new Promise((_quits, reject) => {
    updater.once('error', reject);
    updater.quitAndInstall();
  });
}

function installPackage(updater: BaseUpdater): void {
  const faults: unknown[] = [];
  const hear = (error: unknown) => faults.push(error);
  updater.on('error', hear);
  const isInstalled = updater.install(true, true);
  updater.off('error', hear);
  if (isInstalled) return;
  Object.assign(updater, { quitAndInstallCalled: false });
  throw faults[0] ?? updateError('ERR_UPDATER_NOT_INSTALLED', 'the package was not installed');
}

/** A trial that cannot be taken off the disk must not keep the portal closed: the next start forgets it. */
function reopenAsBefore(trialFile: string, openPortal: () => void): void {
  try {
    endTrial(trialFile);
  } finally {
    openPortal();
  }
}
