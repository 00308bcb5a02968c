// Why: the address says which screen is open and with which filters, so that « back » and reload keep the place.
import { shallowRef } from 'vue';

export const screenNames = ['accueil', 'imports', 'factures', 'redevables', 'paiements', 'courriels', 'messages', 'annonces', 'reglages', 'compte', 'journal', 'demarrage'] as const;
export type ScreenName = (typeof screenNames)[number];
export interface Route { screen: ScreenName; id: string | null; query: Record<string, string> }

/** '#/factures/abc?q=dupont' → its parts; anything unknown is the dashboard. */
export function parseHash(hash: string): Route {
  const [path = '', search = ''] = hash.replace(/^#\/?/, '').split('?', 2);
  const [name = '', id = ''] = path.split('/');
  const screen = screenNames.find((each) => each === name);
  if (!screen) return { screen: 'accueil', id: null, query: {} };
  return { screen, id: decode(id) || null, query: Object.fromEntries(new URLSearchParams(search)) };
}

/** The address of a screen; empty filters are left out. */
export function hrefOf(screen: ScreenName, id: string | null = null, query: Record<string, string | undefined> = {}): string {
  const search = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) if (value) search.set(key, value);
  const text = search.toString();
  return `#/${screen}${id ? `/${encodeURIComponent(id)}` : ''}${text ? `?${text}` : ''}`;
}

export const route = shallowRef<Route>(parseHash(globalThis.location?.hash ?? ''));

export function followAddress(): void {
  window.addEventListener('hashchange', () => { route.value = parseHash(location.hash); });
}

export function goTo(href: string): void {
  location.hash = href;
}

/** Changes filters of the current screen without adding a step to « back ». */
export function refine(query: Record<string, string | undefined>): void {
  const { screen, id, query: former } = route.value;
  replaceAddress(hrefOf(screen, id, { ...former, ...query }));
}

/** The same place under a more precise address. */
export function replaceAddress(href: string): void {
  history.replaceState(null, '', href);
  route.value = parseHash(location.hash);
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
