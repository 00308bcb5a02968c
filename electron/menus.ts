// Why: the icon by the clock, which outlives the window, and the window's menu in French.
import { Menu, nativeImage, Tray, type MenuItemConstructorOptions, type WebContents } from 'electron';
import type { MenuAct } from './desktop-api.ts';

export interface MenuActs {
  openWindow: () => void;
  openPortal: () => void;
  /** Done by the page: nothing happens while none is there. */
  askPage: (act: MenuAct) => void;
  exportDiagnostic: () => void;
  /** The page of the window again. */
  refresh: () => void;
  quit: () => void;
}

/** `undefined` on a desktop without a notification area: starting the program again then shows the window. */
export function createTray(icon: string, acts: MenuActs): Tray | undefined {
  try {
    const tray = new Tray(nativeImage.createFromPath(icon));
    tellState(tray, 'Le portail des factures', acts);
    tray.on('click', acts.openWindow);
    return tray;
  } catch {
    return undefined;
  }
}

/** Under the mouse, and first in the menu: some desktops show no tip. */
export function tellState(tray: Tray, state: string, acts: MenuActs): void {
  tray.setToolTip(state);
  tray.setContextMenu(Menu.buildFromTemplate([{ label: state, enabled: false }, { type: 'separator' }, ...portalItems(acts), quitItem(acts)]));
}

export function setApplicationMenu(acts: MenuActs): void {
  Menu.setApplicationMenu(Menu.buildFromTemplate([
    { label: 'Portail', submenu: [...portalItems(acts), lockItem(acts), quitItem(acts)] },
    { label: 'Édition', submenu: editItems },
    { label: 'Affichage', submenu: viewItems(acts) },
    { label: 'Aide', submenu: [{ label: 'Raccourcis clavier', click: () => acts.askPage('shortcuts') }, { label: 'Exporter le diagnostic…', click: acts.exportDiagnostic }] },
  ]));
}

/** Right click on a field or on selected text. */
export function showContextMenu(contents: WebContents): void {
  contents.on('context-menu', (_event, { isEditable, selectionText }) => {
    if (isEditable) Menu.buildFromTemplate(clipboardItems).popup();
    else if (selectionText.trim()) Menu.buildFromTemplate([copyItem]).popup();
  });
}

function portalItems({ openWindow, openPortal }: MenuActs): MenuItemConstructorOptions[] {
  return [
    { label: 'Afficher la fenêtre', click: openWindow },
    { label: 'Ouvrir le portail', click: openPortal },
    { type: 'separator' },
  ];
}

/** The page itself hears the keys, with or without this window. */
const lockItem = ({ askPage }: MenuActs): MenuItemConstructorOptions =>
  ({ label: 'Verrouiller', accelerator: 'CommandOrControl+Shift+L', registerAccelerator: false, click: () => askPage('lock') });
const quitItem = ({ quit }: MenuActs): MenuItemConstructorOptions => ({ label: 'Quitter', accelerator: 'CommandOrControl+Q', click: quit });

const copyItem: MenuItemConstructorOptions = { role: 'copy', label: 'Copier' };
const clipboardItems: MenuItemConstructorOptions[] = [
  { role: 'cut', label: 'Couper' },
  copyItem,
  { role: 'paste', label: 'Coller' },
  { role: 'selectAll', label: 'Tout sélectionner' },
];
const editItems: MenuItemConstructorOptions[] = [
  { role: 'undo', label: 'Annuler' },
  { role: 'redo', label: 'Rétablir' },
  { type: 'separator' },
  ...clipboardItems,
];

const hiddenItem = (role: 'zoomIn' | 'zoomOut' | 'resetZoom', key: string): MenuItemConstructorOptions =>
  ({ role, accelerator: `CommandOrControl+${key}`, visible: false, acceleratorWorksWhenHidden: true });

const viewItems = ({ refresh }: MenuActs): MenuItemConstructorOptions[] => [
  { label: 'Actualiser', accelerator: 'CommandOrControl+R', click: refresh },
  { label: 'Actualiser', accelerator: 'F5', visible: false, acceleratorWorksWhenHidden: true, click: refresh },
  { type: 'separator' },
  { role: 'zoomIn', label: 'Agrandir' },
  { role: 'zoomOut', label: 'Réduire' },
  { role: 'resetZoom', label: 'Taille normale' },
  // The same on keyboards where « + » needs Shift, and on the numeric keypad.
  hiddenItem('zoomIn', '='), hiddenItem('zoomIn', 'numadd'), hiddenItem('zoomOut', 'numsub'), hiddenItem('resetZoom', 'num0'),
  { role: 'togglefullscreen', label: 'Plein écran' },
];
