// Why: an AppImage is one file that the new one replaces; electron-updater removes the old one first, and a full disk would leave nothing.
import { chmodSync, closeSync, copyFileSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js';

export class AtomicAppImageUpdater extends AppImageUpdater {
  /** Leaves the start of the new version to whoever asked. */
  protected override doInstall(): boolean {
    const { APPIMAGE: program } = process.env;
    if (!program || !this.installerPath) return false;
    replaceFile(this.installerPath, program);
    return true;
  }
}

/** Copies `from` over `to`, whole or not at all, under the name that shortcuts know. */
export function replaceFile(from: string, to: string): void {
  const beside = `${to}.part`;
  try {
    copyFileSync(from, beside);
    chmodSync(beside, 0o755);
    const opened = openSync(beside, 'r+');
    fsyncSync(opened);
    closeSync(opened);
    renameSync(beside, to);
  } finally {
    rmSync(beside, { force: true });
  }
}
