// Why: all that the staff interface may ask of the desktop shell. In a plain browser `window.desktop` is undefined.

/** Of this computer, not of the commune. */
export interface Preferences { startsWithSession: boolean; keepsAwake: boolean }

export const menuActs = ['lock', 'shortcuts'] as const;
export type MenuAct = (typeof menuActs)[number];
export const menuChannel = 'desktop:menu';

export interface DesktopApi {
  appVersion(): Promise<string>;
  /** Opens the public portal in the person's browser. */
  openPortal(): Promise<void>;
  /** Asks for confirmation, then stops the portal. */
  quit(): Promise<void>;
  readPreferences(): Promise<Preferences>;
  /** Answers them all, as they now are. */
  changePreferences(changes: Partial<Preferences>): Promise<Preferences>;
  /** Tells what is chosen in the window's menu and is done by the page. */
  onMenu(listener: (act: MenuAct) => void): void;
}

export const desktopFunctions = ['appVersion', 'openPortal', 'quit', 'readPreferences', 'changePreferences'] as const satisfies readonly (keyof DesktopApi)[];
export type DesktopFunction = (typeof desktopFunctions)[number];

export const channelOf = (name: DesktopFunction): string => `desktop:${name}`;

declare global {
  interface Window {
    desktop?: DesktopApi;
  }
}
