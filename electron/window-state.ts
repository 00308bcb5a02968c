// Why: the window opens where it was left, if a screen is still there.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { app, screen, type BrowserWindow, type Rectangle } from 'electron';
import { fittingBounds, readWindowState } from './window-place.ts';

const file = () => join(app.getPath('userData'), 'fenetre.json');

/** Where the window was left, when it may be seen there; `undefined` lets the system choose. */
export function formerWindow(): { bounds: Rectangle | undefined; isMaximized: boolean } {
  const state = readWindowState(existsSync(file()) ? readFileSync(file(), 'utf8') : '');
  return { bounds: state && fittingBounds(state, screen.getAllDisplays().map(({ workArea }) => workArea)), isMaximized: state?.isMaximized ?? false };
}

export function rememberWindow(window: BrowserWindow): void {
  const write = () => {
    if (window.isDestroyed()) return;
    writeFileSync(file(), JSON.stringify({ ...window.getNormalBounds(), isMaximized: window.isMaximized() }));
  };
  let timer: NodeJS.Timeout | undefined;
  const writeSoon = () => {
    clearTimeout(timer);
    timer = setTimeout(write, 500);
  };
  window.on('resize', writeSoon);
  window.on('move', writeSoon);
  window.on('maximize', writeSoon);
  window.on('unmaximize', writeSoon);
}
