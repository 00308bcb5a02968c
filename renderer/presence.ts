// Why: whether somebody is at the desk: keys, clicks and what they ask of the server; what the window asks by itself does not count.

let lastSeen = Date.now();

export function noteActivity(): void {
  lastSeen = Date.now();
}

/** Milliseconds since somebody was there. */
export const idleTime = (): number => Date.now() - lastSeen;

export function watchPresence(): void {
  for (const event of ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart']) window.addEventListener(event, noteActivity, { passive: true, capture: true });
}
