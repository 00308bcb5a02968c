// Why: where the pages shown by the shell may go. Refused unless `destinationOf` says otherwise.
import { dialog, type Session, type WebContents } from 'electron';
import { browse } from './browse.ts';
import { destinationOf, isPermitted, originOf, type Destination, type TrustedPlaces } from './trusted-url.ts';

const longestShown = 300;

export interface Navigation {
  places: () => TrustedPlaces | undefined;
  openDocument: (address: string) => void;
}

/** For every page, whoever opened it: stays where it is, opens nothing, embeds nothing. */
export function lockContents(contents: WebContents): void {
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.setWindowOpenHandler(() => ({ action: 'deny' }));
}

/** For the staff page: free within the staff interface, helped out of it. */
export function guideContents(contents: WebContents, navigation: Navigation): void {
  const decide = (address: string) => destinationOf(address, navigation.places());
  contents.on('will-frame-navigate', (event) => {
    const destination = decide(event.url);
    if (destination === 'staff' || destination === 'download') return;
    if (!event.isMainFrame && destination === 'document') return;
    event.preventDefault();
    if (event.isMainFrame) follow(contents, event.url, { destination, navigation });
  });
  contents.on('will-redirect', (event) => {
    if (decide(event.url) !== 'staff') event.preventDefault();
  });
  contents.setWindowOpenHandler(({ url }) => {
    follow(contents, url, { destination: decide(url), navigation });
    return { action: 'deny' };
  });
}

/** For a document: a PDF has links. */
export function pinContents(contents: WebContents, places: Navigation['places']): void {
  const leave = (address: string) => openBrowser(address, destinationOf(address, places()));
  contents.on('will-navigate', (event) => {
    event.preventDefault();
    leave(event.url);
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    leave(url);
    return { action: 'deny' };
  });
}

/** No camera, no position, no notification…: the interface needs none but the copying of a text. Downloads come from the staff interface only. */
export function refusePermissions(session: Session, places: Navigation['places']): void {
  session.setPermissionRequestHandler((...[, permission, answer, { requestingUrl, isMainFrame }]) => answer(isPermitted(permission, { address: requestingUrl, isMainFrame }, places())));
  session.setPermissionCheckHandler((...[, permission, origin, { isMainFrame }]) => isPermitted(permission, { address: origin, isMainFrame }, places()));
  session.setDevicePermissionHandler(() => false);
  session.on('will-download', (event, item) => {
    const staffOrigin = originOf(places()?.staffUrl ?? '');
    if (!staffOrigin || new URL(item.getURL()).origin !== staffOrigin) event.preventDefault();
  });
}

function follow(contents: WebContents, address: string, { destination, navigation }: { destination: Destination; navigation: Navigation }): void {
  openBrowser(address, destination);
  if (destination === 'document') navigation.openDocument(address);
  if (destination === 'download') contents.downloadURL(address);
}

let isAsking = false;

function openBrowser(address: string, destination: Destination): void {
  if (destination === 'browser') void browse(address);
  if (destination !== 'asked' || isAsking) return;
  isAsking = true;
  void openOnceAgreed(address).finally(() => { isAsking = false; });
}

async function openOnceAgreed(address: string): Promise<void> {
  if (await agreesToOpen(address)) await browse(address);
}

/** A link shows the words that somebody gave it, not where it leads. */
async function agreesToOpen(address: string): Promise<boolean> {
  const { response } = await dialog.showMessageBox({
    type: 'question',
    title: 'Le portail des factures',
    message: `Ouvrir ${new URL(address).host} dans le navigateur\u00a0?`,
    detail: address.length > longestShown ? `${address.slice(0, longestShown)}…` : address,
    buttons: ['Ouvrir', 'Annuler'],
    defaultId: 1,
    cancelId: 1,
    noLink: true,
  });
  return response === 0;
}
