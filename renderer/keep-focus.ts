// Why: what the keyboard was on may go: a button that has served, a dialog that was closed. The browser then sends the keyboard back to the top of the page.
// Here it is taken up again where it was last, or as near as can be; unless the screen has already placed it.

/** Enough to find what opened a dialog, and what was there before. */
const remembered = 20;
/** Screens place it as they are drawn again. */
const graceMs = 60;

export function keepFocus(): void {
  let trail: HTMLElement[] = [];
  const placeOf = new WeakMap<HTMLElement, Element>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  /** Whoever clicks beside has left it on purpose: what they left is still there. */
  const isLost = (): boolean => {
    const last = trail.at(-1);
    return last !== undefined && (document.activeElement ?? document.body) === document.body && !isThere(last);
  };
  const takeUp = (): void => {
    if (!isLost()) return;
    const last = trail.at(-1);
    const place = last && placeOf.get(last);
    const there = trail.filter(isThere).reverse();
    const next = nameOf(place) ?? there.find((each) => place?.contains(each)) ?? firstOf(place) ?? there.find((each) => each.closest('aside, main')) ?? document.querySelector<HTMLElement>('main h1');
    next?.focus({ preventScroll: true });
  };

  document.addEventListener('focusin', ({ target }) => {
    if (!(target instanceof HTMLElement) || target === document.body) return;
    trail = [...trail.filter((each) => each !== target), target].slice(-remembered);
    const place = target.closest('[role=dialog], aside, main');
    if (place) placeOf.set(target, place);
  });
  new MutationObserver(() => {
    if (!isLost()) return;
    clearTimeout(timer);
    timer = setTimeout(takeUp, graceMs);
  }).observe(document.body, { childList: true, subtree: true });
}

/** A record beside its list is read again from its name, that tells where one is. */
const nameOf = (place: Element | undefined): HTMLElement | undefined => (place?.isConnected && place.matches('aside') ? place.querySelector<HTMLElement>('h2[tabindex]') ?? undefined : undefined);

/** An open dialog keeps the keyboard. */
const firstOf = (place: Element | undefined): HTMLElement | undefined => (place?.isConnected && place.matches('[role=dialog]') ? [...place.querySelectorAll<HTMLElement>('button, input, a[href]')].find(isThere) : undefined);

const isThere = (element: HTMLElement): boolean => element.isConnected && element.getClientRects().length > 0 && !element.matches(':disabled');
