// Why: decides, without side effect, where an address found in the window may lead; what is not listed here is refused.

export interface TrustedPlaces {
  /** Base address of the staff interface, e.g. http://127.0.0.1:41234 */
  staffUrl: string;
  /** Base addresses of the public portal: the one that residents know, and those at which it listens. */
  portalAddresses: readonly string[];
}

/** `document` and `download` belong to the staff origin; `browser` is the person's own browser, for the portal; `asked`: the same, for the rest of the web, once the person has read where it leads. */
export type Destination = 'staff' | 'document' | 'download' | 'browser' | 'asked' | 'refused';

export function destinationOf(address: string, places: TrustedPlaces | undefined): Destination {
  const url = readUrl(address);
  if (!url || !places || url.username || url.password) return 'refused';
  if (url.origin === originOf(places.staffUrl)) return staffDestination(url.pathname);
  if (places.portalAddresses.some((each) => originOf(each) === url.origin)) return 'browser';
  // The interface itself links to nothing else: such a link is in a text of the commune, or in a PDF.
  return url.protocol === 'https:' ? 'asked' : 'refused';
}

/** « Copier » writes on the clipboard: the one thing that the page of the staff interface, and no frame in it, may ask of the machine. */
export function isPermitted(permission: string, asker: { address: string; isMainFrame: boolean }, places: TrustedPlaces | undefined): boolean {
  const origin = originOf(asker.address);
  return permission === 'clipboard-sanitized-write' && asker.isMainFrame && origin !== undefined && origin === originOf(places?.staffUrl ?? '');
}

/** `undefined` for what has no origin of its own (file:, data:, about:, blob: …) or cannot be read. */
export function originOf(address: string): string | undefined {
  const url = readUrl(address);
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url.origin : undefined;
}

function staffDestination(path: string): Destination {
  if (/^\/files\/invoices\/[^/]+$/.test(path)) return 'document';
  return path.startsWith('/files/') ? 'download' : 'staff';
}

function readUrl(address: string): URL | undefined {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  return url && ['http:', 'https:'].includes(url.protocol) ? url : undefined;
}
