// Why: updates as this computer has them — what finds them, what installs them, what proves them — put together for the shell.
import { statfs } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { app, powerMonitor } from 'electron';
import type { UpdateAct, UpdateState } from '../desktop-api.ts';
import type { ServerAddresses } from '../server-messages.ts';
import type { ServerProcess } from '../server-process.ts';
import { keepLog } from '../log-file.ts';
import { replaceFile } from './app-image-updater.ts';
import { findUpdater, installsAlone, packageKind, type PackageKind } from './find-updater.ts';
import { installUpdate } from './install-update.ts';
import { openInstaller } from './open-installer.ts';
import { watchProgram } from './replaced-program.ts';
import { askReopening, askWayBack, sayFault, tellReady } from './say-updates.ts';
import { sourceHere } from './source-here.ts';
import { startAfterUs } from './start-after-us.ts';
import { TrialKeeper } from './trial-keeper.ts';
import { updateWaits } from './update-waits.ts';
import { Updates } from './updates.ts';
import { notInstalled, offSentence, sentenceOfUpdateError } from './update-words.ts';
import { wayBackCutSentence } from './way-back-words.ts';

export interface Surroundings {
  dataFolder: string;
  server: ServerProcess;
  /** The trouble page, with the way back. */
  showTrouble: () => void;
  showWaiting: () => void;
  showStaff: (addresses: ServerAddresses) => void;
  openScreen: (screen: string) => void;
  /** Settles once the browser has it, or once the person has read the address. */
  browse: (address: string) => Promise<void>;
}

export interface ProgramUpdates {
  read(): UpdateState;
  ask(act: UpdateAct): UpdateState;
  trial: TrialKeeper;
  /** Asks first, and says what is lost. */
  goBack(): Promise<void>;
  /** macOS closes the windows itself before it installs. */
  closesWindows(): boolean;
}

const stallMs = 120_000;
const minuteMs = 60_000;
/** As the server's log counts. */
const errorLevel = 50;
const mine = (name: string) => join(app.getPath('userData'), name);
const program = () => process.env.APPIMAGE ?? process.execPath;

/** Before the server starts. */
export function openUpdates(surroundings: Surroundings): ProgramUpdates {
  const { server } = surroundings;
  const kind = packageKind(process.platform, process.resourcesPath, process.env.APPIMAGE);
  const updates = kind && findUpdates(kind, surroundings);
  const trial = orSay(() => openTrial(kind, surroundings, (version) => updates?.giveUp(version, notInstalled)));
  watchProgram(program(), () => void askReopening().then(async (isWanted) => {
    if (!isWanted) return;
    await server.stop();
    reopen();
  }));
  const read = () => {
    const state = updates?.state ?? off(kind);
    return { ...state, waits: updateWaits(state, new Date()) };
  };
  return {
    read,
    ask: (act) => {
      if (updates) obey(updates, act);
      return read();
    },
    trial,
    closesWindows: () => process.platform === 'darwin' && read().step === 'installing',
    async goBack() {
      await trial.goBack(new Date()).catch((error: unknown) => {
        record(error);
        sayFault(sentenceOfUpdateError(error));
        server.start();
        trial.begin();
      });
    },
  };
}

/** `undefined` where the publisher has given no address of his. */
function findUpdates(kind: PackageKind, { server, openScreen }: Surroundings): Updates | undefined {
  const source = sourceHere();
  if (!source) return undefined;
  const version = app.getVersion();
  const updater = findUpdater({ kind, source, configPath: source.configPath });
  const updates = new Updates({
    version, updater, installsAlone: installsAlone(kind), memoryFile: mine('mises-a-jour.json'), stallMs,
    freeBytes: async () => statfs(app.getPath('userData')).then(({ bavail, bsize }) => bavail * bsize),
    record, onReady: (next) => tellReady(next, () => openScreen('reglages/poste')),
    install: ({ version: next, file }) => installUpdate({
      updater, leave, now: { version, package: process.env.APPIMAGE }, next: { version: next, package: file },
      download: new URL(basename(file).replaceAll(next, version), source.address).href, installersFolder: mine('installateurs'), trialFile: mine('essai-de-version.json'),
      stopPortal: () => server.stop(), openPortal: () => server.start(),
    }),
  });
  const tick = () => void updates.tick(new Date());
  setInterval(tick, minuteMs);
  powerMonitor.on('resume', tick);
  return updates;
}

function openTrial(kind: PackageKind | undefined, { server, dataFolder, showTrouble, showWaiting, showStaff, browse }: Surroundings, onRefused: (version: string) => void): TrialKeeper {
  return new TrialKeeper({
    version: app.getVersion(), trialFile: mine('essai-de-version.json'), dataFolder, isAlone: kind === 'AppImage',
    isServing: () => server.isServing(), onLate: showTrouble, onRecovered: () => void showAgain(server, showStaff), onRefused, agrees: askWayBack,
    stopPortal: () => {
      showWaiting();
      return server.stop();
    },
    openPortal: () => server.start(),
    putBack: (installer) => {
      if (kind === 'AppImage') replaceFile(installer, program());
    },
    leaveFor: async ({ installer, download }) => {
      if (installer && kind === 'AppImage') return leave();
      await (installer ? openInstaller(installer) : browse(download));
      app.exit(0);
    },
  });
}

/** In the place of the trouble page. Its first launch key has served. */
async function showAgain(server: ServerProcess, showStaff: (addresses: ServerAddresses) => void): Promise<void> {
  const launchKey = await server.newLaunchKey();
  if (launchKey && server.addresses) showStaff({ ...server.addresses, launchKey });
}

/** A way back that cannot be ended leaves no portal to open. */
function orSay<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    record(error);
    sayFault(wayBackCutSentence(sentenceOfUpdateError(error)));
    app.exit(1);
    throw error;
  }
}

/** A line of the server's log, which goes with the diagnostic: an installed program has no other place to say it. */
function record(error: unknown): void {
  const { message, stack, code }: NodeJS.ErrnoException = error instanceof Error ? error : new Error(String(error));
  keepLog(`${JSON.stringify({ level: errorLevel, time: new Date().toISOString(), err: { message, code, stack }, msg: 'update failed' })}\n`);
}

function obey(updates: Updates, act: UpdateAct): void {
  if (act === 'look') void updates.look(new Date(), 'asked');
  else if (act === 'install') void updates.install();
  else updates.chooseNight(act === 'tonight');
}

/** The server is stopped. */
function reopen(): void {
  if (process.platform === 'linux') startAfterUs(program(), process.argv.slice(1));
  else app.relaunch();
  app.exit(0);
}

/** For a version that was installed: the installer of Windows opens it. */
function leave(): void {
  if (process.platform === 'linux') reopen();
  else app.exit(0);
}

function off(kind: PackageKind | undefined): Omit<UpdateState, 'waits'> {
  return { version: app.getVersion(), off: offSentence({ isPackaged: app.isPackaged, isKnown: kind !== undefined }), step: 'idle', checkedAt: null, offer: null, percent: 0, problem: '', isForTonight: false, installsAlone: false };
}
