// Why: what the menu of the desktop window asks of the page.
import { lockWindow } from './lock.ts';
import { areShortcutsOpen, isSearchOpen } from './overlays.ts';
import { session } from './session.ts';

export function heedMenu(): void {
  window.desktop?.onMenu((act) => {
    if (session.phase !== 'open' || session.isLocked) return;
    if (act === 'lock') return lockWindow();
    isSearchOpen.value = false;
    areShortcutsOpen.value = true;
  });
}
