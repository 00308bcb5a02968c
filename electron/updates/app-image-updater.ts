// Why: an AppImage is one file that the new one replaces; electron-updater removes the old one first, and a full disk would leave nothing.
import { AppImageUpdater } from 'electron-updater/out/AppImageUpdater.js';
import { copyWhole } from './write-whole.ts';

export class AtomicAppImageUpdater extends AppImageUpdater {
  /** Leaves the start of the new version to whoever asked. */
  protected override doInstall(): boolean {
    const { APPIMAGE: program } = process.env;
    if (!program || !this.installerPath) return false;
    replaceFile(this.installerPath, program);
    return true;
  }
}

/** Under the name that shortcuts know. */
export const replaceFile = (from: string, to: string): void => copyWhole(from, to, 0o755);
