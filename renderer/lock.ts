// Why: a window left alone locks over its screen, which stays as it was; one also locks it by hand (Ctrl+Maj+L).
import { call } from './api.ts';
import { say } from './notice.ts';
import { idleTime, noteActivity, watchPresence } from './presence.ts';
import { session } from './session.ts';

const minute = 60_000;
const checkEvery = 5_000;
let isWarned = false;

export function watchLock(): void {
  watchPresence();
  setInterval(checkPresence, checkEvery);
  window.addEventListener('keydown', (event) => {
    if (!(event.ctrlKey || event.metaKey) || !event.shiftKey || event.key.toLowerCase() !== 'l' || !isOpen()) return;
    event.preventDefault();
    lockWindow();
  });
}

/** Hides the screen first: the server may be slow, or gone. */
export function lockWindow(): void {
  session.isLocked = true;
  session.isLockWanted = true;
  call('session.lock', {}).catch(() => undefined);
}

const isOpen = () => session.phase === 'open' && !session.isLocked;

function checkPresence(): void {
  if (!isOpen()) return noteActivity();
  const left = (session.current?.lockMinutes ?? 15) * minute - idleTime();
  if (left <= 0) lockWindow();
  else if (left <= minute && !isWarned) say('La fenêtre va se verrouiller dans moins d’une minute. Bougez la souris pour rester.');
  isWarned = left <= minute;
}
