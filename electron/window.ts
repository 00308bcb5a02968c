// Why: the secretary's window. Closing it hides it; the portal goes on for the residents.
import { app, BrowserWindow, type WebPreferences } from 'electron';
import { menuChannel, type MenuAct } from './desktop-api.ts';
import { showContextMenu } from './menus.ts';
import { guideContents, pinContents } from './navigation.ts';
import { shellActs, shellPages, type ShellAct } from './shell-html.ts';
import { originOf } from './trusted-url.ts';
import { leaveFreely } from './typed.ts';
import type { ServerAddresses } from './server-messages.ts';
import { formerWindow, rememberWindow } from './window-state.ts';

export interface WindowNeeds {
  icon: string;
  preload: string;
  addresses: () => ServerAddresses | undefined;
  newLaunchKey: () => Promise<string | undefined>;
  /** What the links of the trouble page do. */
  shellActs: Record<ShellAct, () => void>;
  /** `true` lets the window close for good. */
  mayClose: () => boolean;
  onHidden: () => void;
  /** Started with the session: the tray is enough until someone asks. */
  isHidden: boolean;
}

export interface PortalWindow {
  browserWindow: BrowserWindow;
  show(): void;
  /** A screen of the staff interface, when it is there: 'paiements'. */
  showScreen(address: string): void;
  /** What the menu asks of the staff interface, when it is there. */
  ask(act: MenuAct): void;
  showStaff(addresses: ServerAddresses): void;
  showTrouble(): void;
  showWaiting(): void;
}

/** Chromium's ERR_ABORTED: a download, or a navigation refused above. */
const abortedByUs = -3;
const title = 'Le portail des factures';
const safe: WebPreferences = {
  sandbox: true, contextIsolation: true, nodeIntegration: false, webSecurity: true, webviewTag: false, devTools: !app.isPackaged, spellcheck: false,
};

export function createPortalWindow(needs: WindowNeeds): PortalWindow {
  const former = formerWindow();
  const browserWindow = new BrowserWindow({
    width: 1280, height: 800, ...former.bounds, minWidth: 800, minHeight: 560, show: !needs.isHidden,
    title, icon: needs.icon, autoHideMenuBar: true, webPreferences: { ...safe, preload: needs.preload },
  });
  if (former.isMaximized && !needs.isHidden) browserWindow.maximize();
  rememberWindow(browserWindow);
  const load = (address: string) => void browserWindow.loadURL(address).catch(() => undefined);
  obeyShellActs(browserWindow, needs);
  guideContents(browserWindow.webContents, { places: needs.addresses, openDocument: (address) => openDocument(address, needs) });
  showContextMenu(browserWindow.webContents);
  leaveFreely(browserWindow.webContents);
  hideInsteadOfClosing(browserWindow, needs);
  reopenAfterCrash(browserWindow, needs);
  load(shellPages.waiting);
  /** Its address, while the staff interface is in the window. */
  const shownStaff = () => {
    const staffUrl = needs.addresses()?.staffUrl;
    return staffUrl && originOf(browserWindow.webContents.getURL()) === originOf(staffUrl) ? staffUrl : undefined;
  };
  return {
    browserWindow,
    show: () => bringForward(browserWindow),
    showScreen: (address) => {
      const staffUrl = shownStaff();
      if (staffUrl) load(`${staffUrl}/#/${address}`);
      bringForward(browserWindow);
    },
    ask: (act) => {
      if (!shownStaff()) return;
      bringForward(browserWindow);
      browserWindow.webContents.send(menuChannel, act);
    },
    // After a restart on the same port the page that is open is still good: what was typed in it stays.
    showStaff: ({ staffUrl, launchKey }) => {
      if (originOf(browserWindow.webContents.getURL()) !== originOf(staffUrl)) load(staffAddress(staffUrl, launchKey));
    },
    showTrouble: () => load(shellPages.trouble),
    showWaiting: () => load(shellPages.waiting),
  };
}

function staffAddress(staffUrl: string, launchKey: string): string {
  return `${staffUrl}/#cle=${encodeURIComponent(launchKey)}`;
}

function obeyShellActs({ webContents }: BrowserWindow, { shellActs: acts }: WindowNeeds): void {
  webContents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame || webContents.getURL() !== shellPages.trouble) return;
    for (const act of Object.keys(acts) as ShellAct[]) if (event.url === shellActs[act]) acts[act]();
  });
}

function hideInsteadOfClosing(window: BrowserWindow, { mayClose, onHidden }: WindowNeeds): void {
  window.on('close', (event) => {
    if (mayClose()) return;
    event.preventDefault();
    window.hide();
    onHidden();
  });
}

/** The page crashed, or was asked again of a server that had just died; a live server gives a new key. */
function reopenAfterCrash({ webContents }: BrowserWindow, { addresses, newLaunchKey }: WindowNeeds): void {
  const load = (address: string) => webContents.loadURL(address).catch(() => undefined);
  const reopen = async () => {
    await load(shellPages.waiting);
    const key = await newLaunchKey();
    const staffUrl = addresses()?.staffUrl;
    if (key && staffUrl && !webContents.isDestroyed() && webContents.getURL() === shellPages.waiting) await load(staffAddress(staffUrl, key));
  };
  webContents.on('render-process-gone', (_event, { reason }) => {
    if (reason !== 'clean-exit') void reopen();
  });
  webContents.on('did-fail-load', (...[, errorCode, , address, isMainFrame]) => {
    if (isMainFrame && errorCode !== abortedByUs && originOf(address) !== undefined) void reopen();
  });
}

function openDocument(address: string, { icon, addresses }: WindowNeeds): void {
  const window = new BrowserWindow({ width: 900, height: 800, title: 'Facture', icon, autoHideMenuBar: true, webPreferences: safe });
  window.on('page-title-updated', (event) => event.preventDefault());
  pinContents(window.webContents, addresses);
  void window.loadURL(address).catch(() => window.destroy());
}

function bringForward(window: BrowserWindow): void {
  if (window.isMinimized()) window.restore();
  window.show();
  window.focus();
}
