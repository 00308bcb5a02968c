// Why: the preferences of this computer as they are written, and the file that starts the program with the session on Linux. Pure.
import type { Preferences } from './desktop-api.ts';

export const preferenceNames = ['startsWithSession', 'keepsAwake'] as const satisfies readonly (keyof Preferences)[];

/** What cannot be read is as if never chosen. */
export function readPreferences(text: string): Preferences {
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    read = {};
  }
  const chosen = typeof read === 'object' && read !== null ? (read as Record<string, unknown>) : {};
  return { startsWithSession: chosen.startsWithSession === true, keepsAwake: chosen.keepsAwake === true };
}

/** Desktop Entry Specification: each argument in quotes, what they would swallow escaped. */
export function autostartEntry(command: string[]): string {
  const quoted = [...command, '--hidden'].map((part) => `"${part.replace(/(["`$\\])/g, '\\$1').replaceAll('%', '%%')}"`);
  return ['[Desktop Entry]', 'Type=Application', 'Name=Le portail des factures', `Exec=${quoted.join(' ')}`, 'X-GNOME-Autostart-enabled=true', ''].join('\n');
}
