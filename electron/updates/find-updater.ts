// Why: how this computer installs a new version: each kind of package has its way. Named one by one: their common entry would make one of its own on import.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AppAdapter } from 'electron-updater/out/AppAdapter.js';
import type { AppUpdater } from 'electron-updater/out/AppUpdater.js';
import { MacUpdater } from 'electron-updater/out/MacUpdater.js';
import { NsisUpdater } from 'electron-updater/out/NsisUpdater.js';
import type { ProviderRuntimeOptions } from 'electron-updater/out/providers/Provider.js';
import { AtomicAppImageUpdater } from './app-image-updater.ts';
import { PlainDebUpdater } from './plain-deb-updater.ts';
import { SignedProvider, type PackageSource } from './signed-provider.ts';
import type { UpdateSource } from './source.ts';

export type PackageKind = 'windows' | 'macos' | 'deb' | 'AppImage';

/** `undefined`: put there by other means, which will also bring the next version. */
export function packageKind(platform: NodeJS.Platform, resources: string, appImage: string | undefined): PackageKind | undefined {
  if (platform === 'win32') return 'windows';
  if (platform === 'darwin') return 'macos';
  if (appImage) return 'AppImage';
  const mark = join(resources, 'package-type');
  return existsSync(mark) && readFileSync(mark, 'utf8').trim() === 'deb' ? 'deb' : undefined;
}

/** Whether it installs without asking anybody: Windows and Debian want an administrator's word. */
export function installsAlone(kind: PackageKind): boolean {
  return kind === 'AppImage' || kind === 'macos' || process.getuid?.() === 0;
}

const classes = { windows: NsisUpdater, macos: MacUpdater, deb: PlainDebUpdater, AppImage: AtomicAppImageUpdater };
const extensions = { windows: 'exe', macos: 'zip', deb: 'deb', AppImage: 'AppImage' };
const manifestLimitMs = 30_000;

export interface UpdaterOrder {
  kind: PackageKind;
  source: UpdateSource;
  /** Longest wait for what is offered. */
  timeLimitMs?: number;
  /** Of a program run from its sources. */
  configPath?: string | undefined;
  /** In the place of Electron. */
  machine?: { app: AppAdapter; executor: object };
}

/** Looks for whole releases that are newer, from our server only, and does nothing by itself. */
export function findUpdater({ kind, source, machine, configPath, timeLimitMs = manifestLimitMs }: UpdaterOrder): AppUpdater {
  const updater = new classes[kind](undefined, machine?.app);
  if (machine) Object.assign(updater, { httpExecutor: machine.executor });
  if (configPath) Object.assign(updater, { forceDevUpdateConfig: true, updateConfigPath: configPath });
  updater.setFeedURL({ provider: 'custom', updateProvider: providerOf({ ...source, extension: extensions[kind], timeLimitMs }) });
  updater.autoDownload = false;
  updater.autoInstallOnAppQuit = false;
  updater.allowPrerelease = false;
  updater.allowDowngrade = false;
  updater.disableWebInstaller = true;
  updater.disableDifferentialDownload = true;
  updater.logger = null;
  // What fails is told by the promise; without a listener the event would end the program.
  updater.on('error', () => undefined);
  return updater;
}

/** electron-updater makes its provider itself. */
function providerOf(source: PackageSource) {
  return class extends SignedProvider {
    constructor(_options: unknown, updater: AppUpdater, runtimeOptions: ProviderRuntimeOptions) {
      super(source, updater, runtimeOptions);
    }
  };
}
