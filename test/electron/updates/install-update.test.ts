// Why: an installation happens whole and in order, or not at all with the portal open as before; full disks are real ones where this machine can make them.
import { execFileSync } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { AppUpdater } from 'electron-updater/out/AppUpdater.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newUpdateKeys } from '../../../build/sign-updates.ts';
import { findUpdater, type PackageKind } from '../../../electron/updates/find-updater.ts';
import { installUpdate } from '../../../electron/updates/install-update.ts';
import { readTrial } from '../../../electron/updates/trial.ts';
import { Updates } from '../../../electron/updates/updates.ts';
import { installedProgram, publish, startUpdateServer, type UpdateServer } from '../../support/update-server.ts';

const key = newUpdateKeys();
const content = Buffer.alloc(300_000, 'version 1.1.0 ');
const noon = new Date(2026, 10, 24, 12);
const path = process.env.PATH;

let server: UpdateServer;
let computer: ReturnType<typeof installedProgram>;
let steps: string[];
let mounted: string[];
const mine = (name: string) => join(computer.userDataPath, name);

beforeEach(async () => {
  server = await startUpdateServer();
  computer = installedProgram();
  process.env.APPIMAGE = computer.program;
  steps = [];
  mounted = [];
});
afterEach(async () => {
  delete process.env.APPIMAGE;
  process.env.PATH = path;
  for (const folder of mounted) execFileSync('umount', [folder]);
  await server.close();
  computer.remove();
});

function open(kind: PackageKind = 'AppImage'): Updates {
  const updater = findUpdater({ kind, source: { address: server.address, publicKeys: [key.publicKey] }, machine: computer.machine });
  return new Updates({
    version: '1.0.0', updater, installsAlone: true, memoryFile: mine('mises-a-jour.json'), freeBytes: async () => 1e12, record: () => undefined, onReady: () => undefined, stallMs: 1_000,
    install: ({ version, file }) => installUpdate({
      updater, now: { version: '1.0.0', package: process.env.APPIMAGE }, next: { version, package: file }, download: `${server.address}${basename(file).replace(version, '1.0.0')}`,
      installersFolder: mine('installateurs'), trialFile: mine('essai.json'),
      stopPortal: async () => void steps.push('stop'), openPortal: () => steps.push('open'), leave: () => steps.push('leave'),
    }),
  });
}

async function ready(kind?: PackageKind, version = '1.1.0'): Promise<Updates> {
  publish(server, { version, content, key, extension: kind ?? 'AppImage' });
  const updates = open(kind);
  await updates.look(noon, 'asked');
  return updates;
}

/** A disk of its own, of that size; false where only an administrator may. */
function mountSmallDisk(folder: string, bytes: number): boolean {
  mkdirSync(folder, { recursive: true });
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'essai', folder], { stdio: 'ignore' });
    mounted.push(folder);
    return true;
  } catch {
    return false;
  }
}

describe('an AppImage', () => {
  it('takes the place of the former one under the same name, which is kept with what is needed to come back', async () => {
    const updates = await ready();
    await updates.install();
    expect(steps).toEqual(['stop', 'leave']);
    expect(readFileSync(computer.program)).toEqual(content);
    expect(readTrial(mine('essai.json'))).toMatchObject({ from: '1.0.0', to: '1.1.0', installer: mine('installateurs/1.0.0.AppImage'), download: `${server.address}portail-des-factures-1.0.0-linux-x86_64.AppImage` });
    expect(readFileSync(mine('installateurs/1.0.0.AppImage'), 'utf8')).toBe('version 1.0.0');
  });

  it('keeps two packages, never more', async () => {
    mkdirSync(mine('installateurs'));
    for (const name of ['0.8.0.AppImage', '0.9.0.AppImage', '0.9.1.AppImage.part']) writeFileSync(mine(`installateurs/${name}`), 'vieux');
    await (await ready()).install();
    expect(readdirSync(mine('installateurs')).sort()).toEqual(['1.0.0.AppImage', '1.1.0.AppImage']);
  });

  it('is not even tried when what is needed to come back cannot be kept', async () => {
    const updates = await ready();
    writeFileSync(mine('installateurs'), 'un fichier à la place du dossier');
    await updates.install();
    expect(steps).toEqual([]);
    expect(updates.state).toMatchObject({ step: 'ready', problem: expect.stringMatching(/\.$/) });
    expect(existsSync(mine('essai.json'))).toBe(false);
    expect(readFileSync(computer.program, 'utf8')).toBe('version 1.0.0');
  });

  it('may be tried again after a failure', async () => {
    const updates = await ready();
    process.env.APPIMAGE = '';
    await updates.install();
    expect(steps).toEqual(['stop', 'open']);
    expect(updates.state).toMatchObject({ step: 'ready', problem: expect.stringContaining('n’a pas été installée') });
    expect(readTrial(mine('essai.json'))).toBe(undefined);
    process.env.APPIMAGE = computer.program;
    await updates.install();
    expect(steps).toEqual(['stop', 'open', 'stop', 'leave']);
  });
});

describe('a full disk', () => {
  it('during the download: nothing is left of it, and it works again once there is room', async ({ skip }) => {
    if (!mountSmallDisk(computer.baseCachePath, 200_000)) return skip();
    const updates = await ready();
    expect(updates.state).toMatchObject({ step: 'idle', problem: expect.stringContaining('place sur le disque') });
    expect(readdirSync(computer.baseCachePath, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('AppImage'))).toEqual([]);
    execFileSync('mount', ['-o', 'remount,size=10000000', computer.baseCachePath]);
    await updates.look(noon, 'asked');
    expect(updates.state).toMatchObject({ step: 'ready', problem: '' });
  });

  it('while the former package is kept: the portal is not even closed', async ({ skip }) => {
    const updates = await ready();
    if (!mountSmallDisk(mine('installateurs'), 200_000)) return skip();
    await updates.install();
    expect(steps).toEqual([]);
    expect(updates.state).toMatchObject({ step: 'ready', problem: expect.stringContaining('place sur le disque') });
    expect(readFileSync(computer.program, 'utf8')).toBe('version 1.0.0');
  });

  it('while the program is replaced: it is as it was, and the portal is open again', async ({ skip }) => {
    const disk = join(computer.folder, 'disque');
    if (!mountSmallDisk(disk, 200_000)) return skip();
    process.env.APPIMAGE = join(disk, 'Le portail.AppImage');
    writeFileSync(process.env.APPIMAGE, 'version 1.0.0', { mode: 0o755 });
    const updates = await ready();
    await updates.install();
    expect(steps).toEqual(['stop', 'open']);
    expect(updates.state).toMatchObject({ step: 'ready', problem: expect.stringContaining('place sur le disque') });
    expect([readdirSync(disk), readFileSync(process.env.APPIMAGE, 'utf8')]).toEqual([['Le portail.AppImage'], 'version 1.0.0']);
  });
});

describe('a Debian package', () => {
  const answering = (code: number) => {
    const tools = join(computer.folder, 'outils');
    mkdirSync(tools, { recursive: true });
    for (const [name, run] of [['pkexec', 'shift; exec "$@"'], ['apt-get', `echo "$@" >> "${computer.folder}/demandé"; exit ${code}`]]) {
      writeFileSync(join(tools, name!), `#!/bin/sh\n${run}\n`);
      chmodSync(join(tools, name!), 0o755);
    }
    process.env.PATH = `${tools}:${path}`;
  };

  it('is given to the system once; agreed to, the new program opens', async () => {
    answering(0);
    delete process.env.APPIMAGE;
    const updates = await ready('deb');
    await updates.install();
    expect(steps).toEqual(['stop', 'leave']);
    expect(readFileSync(join(computer.folder, 'demandé'), 'utf8')).toMatch(/^install --yes --no-install-recommends \S+\.deb\n$/);
    expect(readTrial(mine('essai.json'))).toMatchObject({ installer: null, download: expect.stringMatching(/-1\.0\.0-linux-amd64\.deb$/) });
  });

  it('refused by the administrator: asked once, nothing is installed, the portal is open again', async () => {
    answering(126);
    const updates = await ready('deb');
    await updates.install();
    expect(steps).toEqual(['stop', 'open']);
    expect(updates.state).toMatchObject({ step: 'ready', problem: expect.stringContaining('n’a pas été installée') });
    expect(readFileSync(join(computer.folder, 'demandé'), 'utf8').match(/install/g)).toHaveLength(2);
  });

  it('finds the package of this version when it came as an update', async () => {
    answering(0);
    delete process.env.APPIMAGE;
    mkdirSync(mine('installateurs'));
    writeFileSync(mine('installateurs/1.0.0.deb'), 'venu par une mise à jour');
    await (await ready('deb')).install();
    expect(readTrial(mine('essai.json'))?.installer).toBe(mine('installateurs/1.0.0.deb'));
  });
});

describe('on macOS, where the system unpacks the package once the portal is closed', () => {
  /** What the system does is not ours: only what it says of it. */
  function install(atWork: (updater: EventEmitter) => void): Promise<void> {
    const updater = Object.assign(new EventEmitter(), { quitAndInstall: () => atWork(updater) });
    writeFileSync(mine('1.1.0.zip'), content);
    return installUpdate({
      updater: updater as unknown as AppUpdater, now: { version: '1.0.0', package: undefined }, next: { version: '1.1.0', package: mine('1.1.0.zip') }, download: server.address,
      installersFolder: mine('installateurs'), trialFile: mine('essai.json'),
      stopPortal: async () => void steps.push('stop'), openPortal: () => steps.push('open'), leave: () => steps.push('leave'),
    });
  }

  it('what it refuses is told, and the portal is open again', async () => {
    const installed = install((updater) => setImmediate(() => updater.emit('error', new Error('Code signature did not pass validation'))));
    await expect(installed).rejects.toThrow('Code signature');
    expect([steps, existsSync(mine('essai.json'))]).toEqual([['stop', 'open'], false]);
  });

  it('the portal is open again even when the trial cannot be taken off the disk', async () => {
    const installed = install((updater) => {
      rmSync(mine('essai.json'));
      mkdirSync(mine('essai.json'));
      updater.emit('error', new Error('refused'));
    });
    await expect(installed).rejects.toThrow();
    expect(steps).toEqual(['stop', 'open']);
  });

  it('the installation has not succeeded as long as the program is there', async () => {
    const installed = install(() => undefined).then(() => 'installed');
    expect(await Promise.race([installed, new Promise((resolve) => setImmediate(resolve, 'under way'))])).toBe('under way');
    expect(steps).toEqual(['stop']);
  });
});

describe('for Windows', () => {
  it('an installer of another publisher is thrown away', async () => {
    writeFileSync(computer.config, 'updaterCacheDirName: portail\npublisherName:\n  - Le portail des factures\n');
    publish(server, { version: '1.1.0', content, key, extension: 'exe' });
    const updater = findUpdater({ kind: 'windows', source: { address: server.address, publicKeys: [key.publicKey] }, machine: computer.machine });
    const asked: string[][] = [];
    Object.assign(updater, { verifyUpdateCodeSignature: async (names: string[]) => { asked.push(names); return 'CN=Un autre éditeur'; } });
    const updates = new Updates({
      version: '1.0.0', updater, installsAlone: false, memoryFile: mine('mises-a-jour.json'), freeBytes: async () => 1e12, record: () => undefined, onReady: () => steps.push('ready'), stallMs: 1_000, install: async () => void steps.push('install'),
    });
    await updates.look(noon, 'asked');
    await updates.install();
    expect([asked, steps]).toEqual([[['Le portail des factures']], []]);
    expect(updates.state).toMatchObject({ step: 'idle', problem: expect.stringContaining('n’est pas signée par l’éditeur') });
    expect(readdirSync(computer.baseCachePath, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.exe'))).toEqual([]);
  });
});
