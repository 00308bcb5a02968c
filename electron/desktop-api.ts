// Why: all that the staff interface may ask of the desktop shell. In a plain browser `window.desktop` is undefined.

export interface DesktopApi {
  appVersion(): Promise<string>;
  /** Opens the public portal in the person's browser. */
  openPortal(): Promise<void>;
  /** Asks for confirmation, then stops the portal. */
  quit(): Promise<void>;
}

export const desktopFunctions = ['appVersion', 'openPortal', 'quit'] as const satisfies readonly (keyof DesktopApi)[];

export const channelOf = (name: keyof DesktopApi): string => `desktop:${name}`;

declare global {
  interface Window {
    desktop?: DesktopApi;
  }
}
