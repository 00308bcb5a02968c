// Why: all that the staff interface may ask of the desktop shell. In a plain browser `window.desktop` is undefined.

/** Of this computer, not of the commune. */
export interface Preferences { startsWithSession: boolean; keepsAwake: boolean }

export const menuActs = ['lock', 'shortcuts'] as const;
export type MenuAct = (typeof menuActs)[number];
export const menuChannel = 'desktop:menu';

export interface UpdateOffer { version: string; notes: string; bytes: number }

export interface UpdateState {
  /** Of the program that runs. */
  version: string;
  /** Why updates are not looked for, in a sentence; empty when they are. */
  off: string;
  /** `later`: what is offered is fetched when nobody works. */
  step: 'idle' | 'checking' | 'later' | 'downloading' | 'ready' | 'installing';
  /** When the server of updates last answered. */
  checkedAt: string | null;
  /** Newer than `version`. */
  offer: UpdateOffer | null;
  /** Of the download. */
  percent: number;
  /** What went wrong last, in a sentence. */
  problem: string;
  isForTonight: boolean;
  /** Whether it installs without an administrator's word: the night will do. */
  installsAlone: boolean;
  /** What « À faire » tells of it: a version that can be installed, one that could not be prepared, or no news for weeks. */
  waits: 'ready' | 'failed' | 'silent' | null;
}

export const updateActs = ['look', 'install', 'tonight', 'notTonight'] as const;
export type UpdateAct = (typeof updateActs)[number];

export interface DesktopApi {
  appVersion(): Promise<string>;
  /** Opens the public portal in the person's browser. */
  openPortal(): Promise<void>;
  /** Asks for confirmation, then stops the portal. */
  quit(): Promise<void>;
  readPreferences(): Promise<Preferences>;
  /** Answers them all, as they now are. */
  changePreferences(changes: Partial<Preferences>): Promise<Preferences>;
  readUpdates(): Promise<UpdateState>;
  /** Begins it, and answers at once. `install` closes the portal, the program, and opens the new one. */
  askUpdates(act: UpdateAct): Promise<UpdateState>;
  /** Tells what is chosen in the window's menu and is done by the page. */
  onMenu(listener: (act: MenuAct) => void): void;
}

export const desktopFunctions = ['appVersion', 'openPortal', 'quit', 'readPreferences', 'changePreferences', 'readUpdates', 'askUpdates'] as const satisfies readonly (keyof DesktopApi)[];
export type DesktopFunction = (typeof desktopFunctions)[number];

export const channelOf = (name: DesktopFunction): string => `desktop:${name}`;

declare global {
  interface Window {
    desktop?: DesktopApi;
  }
}
