// Why: installs a Debian package by one command, whose refusal is a refusal; electron-updater would go on with another, ask twice and call it done.
import { execFileSync } from 'node:child_process';
import { DebUpdater } from 'electron-updater/out/DebUpdater.js';

export class PlainDebUpdater extends DebUpdater {
  /** The system asks for an administrator's password, unless we are one. */
  protected override doInstall(): boolean {
    const file = this.downloadedUpdateHelper?.file;
    if (!file) return false;
    const [command = '', ...args] = [...(process.getuid?.() === 0 ? [] : ['pkexec', '--disable-internal-agent']), 'apt-get', 'install', '--yes', '--no-install-recommends', file];
    execFileSync(command, args, { stdio: 'ignore' });
    return true;
  }
}
