// Why: the desktop shell as a list: lock → data folder → server → tray → window; it quits in the reverse order.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { app, powerMonitor, session } from 'electron';
import { readArguments } from './arguments.ts';
import { browse } from './browse.ts';
import { choosePort, chosenPort } from './chosen-port.ts';
import { explainFirstClose } from './first-close.ts';
import { forkServer } from './fork-server.ts';
import { answerDesktop } from './ipc.ts';
import { forgetData, isKnownData, rememberData } from './known-data.ts';
import { keepLog } from './log-file.ts';
import { agreesToRestore, exportDiagnostic } from './mend.ts';
import { createTray, setApplicationMenu, tellState, type MenuActs } from './menus.ts';
import { lockContents, refusePermissions } from './navigation.ts';
import { createNotifier } from './notify.ts';
import { applyPreferences, changePreferences, currentPreferences, wasOpenedAtLogin } from './preferences.ts';
import { prepareQuit } from './quit.ts';
import { ServerProcess, type ServerChild } from './server-process.ts';
import { declareShellScheme, serveShellPages } from './shell-pages.ts';
import { openUpdates, type ProgramUpdates } from './updates/open-updates.ts';
import { mayQuit, refreshPage } from './typed.ts';
import { createPortalWindow, type PortalWindow } from './window.ts';
import { noWork, thingsToDo, trayTip } from './work.ts';

const { dataFolder: chosenFolder, portalPort, isHidden } = readArguments(process.argv.slice(1));
const root = app.getAppPath();
/** The next start of the server puts the data aside, and only that one. */
let isSetAside = false;

// A portal on another folder is another portal: its own lock and its own profile.
if (chosenFolder) app.setPath('userData', join(app.getPath('userData'), 'portails', createHash('sha256').update(chosenFolder).digest('hex').slice(0, 16)));
const dataFolder = chosenFolder ?? join(app.getPath('userData'), 'donnees');
if (!app.requestSingleInstanceLock()) app.exit(0);

// As the installer wrote it: Windows ties notifications and the start with the session to this name.
app.setAppUserModelId('fr.portail-des-factures.bureau');

// Date fields and the PDF viewer speak French, whatever the machine's language.
app.commandLine.appendSwitch('lang', 'fr');
declareShellScheme();
app.on('web-contents-created', (_event, contents) => lockContents(contents));
void app.whenReady().then(openDesktop);

function openDesktop(): void {
  let work = noWork;
  const server = new ServerProcess(startServer, {
    onReady: (addresses) => {
      rememberData(dataFolder);
      window.showStaff(addresses);
      tellTray();
    },
    onEnd: () => tellTray(),
    onTrouble: () => {
      window.showTrouble();
      tellTray();
    },
    onWork: (found) => {
      work = found;
      notifier.hear(work);
      tellTray();
    },
  });
  const updates = openUpdates({
    dataFolder, server, showTrouble: () => window.showTrouble(), showWaiting: () => window.showWaiting(), showStaff: (addresses) => window.showStaff(addresses), openScreen: (screen) => window.showScreen(screen), browse,
  });
  server.start();
  updates.trial.begin();
  const quitting = prepareQuit(server, () => mayQuit(window.browserWindow.webContents));
  const acts: MenuActs = {
    openWindow: () => window.show(),
    openPortal: () => { if (server.addresses) void browse(server.addresses.portalUrl); },
    askPage: (act) => window.ask(act),
    exportDiagnostic: () => void exportDiagnostic(join(root, 'dist/server/cli.js'), dataFolder),
    refresh: () => void refreshPage(window.browserWindow.webContents),
    quit: () => void quitting.ask(),
  };
  const tray = createTray(trayIcon(), acts);
  const tellTray = () => {
    const count = thingsToDo(work, updates.read());
    if (tray) tellState(tray, trayTip(server.state, count), acts);
    app.setBadgeCount(count);
  };
  setApplicationMenu(acts);
  serveShellPages(join(root, 'resources/desktop/style.css'), () => ({ sentence: server.trouble || updates.trial.sentence, otherPort: server.otherPort, isRestorable: server.isRestorable, wayBack: updates.trial.wayBack }));
  refusePermissions(session.defaultSession, () => server.addresses);
  const window = openWindow(server, { acts, mayClose: () => quitting.isUnderWay() || updates.closesWindows(), hasTray: tray !== undefined, updates });
  quitting.hearSessionEnd(window.browserWindow);
  answerDesktop({
    appVersion: async () => app.getVersion(), openPortal: async () => acts.openPortal(), quit: quitting.ask,
    readPreferences: async () => currentPreferences(), changePreferences: async (changes) => changePreferences(changes),
    readUpdates: async () => updates.read(), askUpdates: async (act) => updates.ask(act),
  }, {
    contents: window.browserWindow.webContents,
    staffUrl: () => server.addresses?.staffUrl,
    maySettings: () => server.maySettings(),
  });
  const notifier = createNotifier(() => window.browserWindow, (screen) => window.showScreen(screen));
  applyPreferences(currentPreferences());
  powerMonitor.on('resume', () => server.wake());
  app.on('second-instance', acts.openWindow);
  app.on('activate', acts.openWindow);
}

function startServer(staffPort: number): ServerChild {
  return forkServer({
    entry: join(root, 'dist/server/main.js'), dataFolder, portalPort: chosenPort(portalPort), staffPort, isKnown: isKnownData(dataFolder), isSetAside: takeSetAside(), log: keepLog,
  });
}

interface WindowOrder { acts: MenuActs; mayClose: () => boolean; hasTray: boolean; updates: ProgramUpdates }

function takeSetAside(): boolean {
  const isAsked = isSetAside;
  isSetAside = false;
  return isAsked;
}

function openWindow(server: ServerProcess, { acts, mayClose, hasTray, updates }: WindowOrder): PortalWindow {
  const tryAgain = () => {
    window.showWaiting();
    server.retry();
  };
  const restore = async () => {
    if (!(await agreesToRestore(dataFolder)) || server.state === 'open') return;
    forgetData();
    isSetAside = true;
    tryAgain();
    updates.trial.end();
  };
  const window = createPortalWindow({
    icon: icon(256),
    preload: join(root, 'dist/electron/preload.cjs'),
    addresses: () => server.addresses,
    newLaunchKey: () => server.newLaunchKey(),
    shellActs: {
      retry: tryAgain,
      otherPort: () => {
        if (server.otherPort !== undefined) choosePort(server.otherPort);
        tryAgain();
      },
      restore: () => void restore(),
      diagnostic: acts.exportDiagnostic,
      wayBack: () => void updates.goBack(),
      quit: acts.quit,
    },
    mayClose,
    onHidden: () => explainFirstClose(hasTray),
    isHidden: (isHidden || wasOpenedAtLogin()) && hasTray,
  });
  return window;
}

function icon(size: number): string {
  return join(root, 'resources/icons', `${size}.png`);
}

/** The bar of macOS is low, and may be light or dark: it has its own drawing. */
function trayIcon(): string {
  return process.platform === 'darwin' ? join(root, 'resources/desktop/barreTemplate.png') : icon(32);
}
