// Why: what this computer does for the portal: starts it with the session, stays awake for it.
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { app, powerSaveBlocker } from 'electron';
import type { Preferences } from './desktop-api.ts';
import { autostartEntry, readPreferences } from './preference-file.ts';

const file = () => join(app.getPath('userData'), 'preferences.json');
let blocker: number | undefined;

export function currentPreferences(): Preferences {
  return readPreferences(existsSync(file()) ? readFileSync(file(), 'utf8') : '');
}

/** Writes and applies them. */
export function changePreferences(changes: Partial<Preferences>): Preferences {
  const preferences = { ...currentPreferences(), ...changes };
  writeFileSync(file(), JSON.stringify(preferences));
  applyPreferences(preferences);
  return preferences;
}

export function applyPreferences({ startsWithSession, keepsAwake }: Preferences): void {
  keepAwake(keepsAwake);
  if (process.platform === 'linux') writeAutostart(startsWithSession);
  else app.setLoginItemSettings({ openAtLogin: startsWithSession, args: ['--hidden'] });
}

/** macOS starts the program with the session without its `--hidden`, and says so in its own way. */
export function wasOpenedAtLogin(): boolean {
  return process.platform === 'darwin' && app.getLoginItemSettings().wasOpenedAtLogin;
}

function keepAwake(wanted: boolean): void {
  if (wanted) blocker ??= powerSaveBlocker.start('prevent-app-suspension');
  else if (blocker !== undefined) {
    powerSaveBlocker.stop(blocker);
    blocker = undefined;
  }
}

/** Electron does nothing of it on Linux: desktops read this folder. */
function writeAutostart(wanted: boolean): void {
  const entry = join(process.env.XDG_CONFIG_HOME ?? join(homedir(), '.config'), 'autostart', 'portail-des-factures.desktop');
  if (!wanted) return rmSync(entry, { force: true });
  mkdirSync(dirname(entry), { recursive: true });
  const command = process.env.APPIMAGE ?? process.execPath;
  writeFileSync(entry, autostartEntry(app.isPackaged ? [command] : [command, app.getAppPath()]));
}
