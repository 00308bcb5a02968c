// Why: the program as it is installed — the folder that `npm run package` fills — on a virtual screen, with what Linux says of all its processes.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { chromium, type Browser, type Page } from '@playwright/test';
import { makeDeb } from '../../build/package.ts';
import { executableName, packagesFolder } from '../../build/package/electron-builder.ts';
import { ensureDisplay, ensureElectronLibraries, type Display } from '../../build/test-machine.ts';
import { newFolder } from './communes.ts';
import { root } from './processes.ts';
import { freePort } from '../support/free-port.ts';

export interface Packaged {
  pid: number;
  portalUrl: string;
  /** The screen that shows it: ':99'. */
  display: string;
  /** When the program was started, in milliseconds since 1970. */
  startedAt: number;
  /** Its window, seen from outside; to be let go of before its idleness is measured. */
  openWindow(): Promise<{ page: Page; browser: Browser }>;
  /** As the end of a session does. */
  stop(): Promise<void>;
}

const lookEveryMs = 20;
const longestWaitMs = 60_000;
/** As /proc/net/tcp writes them. */
const listenState = '0A';
const inodeField = 9;
let display: Display | undefined;

const executable = join(root, packagesFolder, process.arch === 'arm64' ? 'linux-arm64-unpacked' : 'linux-unpacked', executableName);

/** On a data folder of its own. The package is made first where there is none. */
export async function startPackaged(dataFolder: string): Promise<Packaged> {
  if (!existsSync(executable)) await makeDeb();
  ensureElectronLibraries(executable);
  display ??= await ensureDisplay();
  const port = await freePort();
  const args = ['--data', dataFolder, '--portal-port', String(port), ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []), '--disable-gpu', '--remote-debugging-port=0'];
  const startedAt = Date.now();
  const child = spawn(executable, args, { stdio: ['ignore', 'ignore', 'pipe'], env: { ...process.env, ...display.env, XDG_CONFIG_HOME: newFolder('profil') } });
  const debuggingAddress = readAddress(child);
  const openWindow = async () => {
    const browser = await chromium.connectOverCDP(await debuggingAddress);
    const context = browser.contexts()[0];
    const page = context?.pages()[0] ?? await context?.waitForEvent('page');
    if (!page) throw new Error('the program shows no window');
    return { page, browser };
  };
  return {
    pid: child.pid ?? 0, portalUrl: `http://127.0.0.1:${port}`, startedAt, display: display.env.DISPLAY ?? process.env.DISPLAY ?? '',
    openWindow,
    stop: () => stop(child),
  };
}

export async function stopDisplay(): Promise<void> {
  await display?.stop();
}

/** Answers when the portal does, in milliseconds since 1970. */
export async function untilServing(portalUrl: string): Promise<number> {
  const end = Date.now() + longestWaitMs;
  while (Date.now() < end) {
    if (await fetch(`${portalUrl}/sante`, { signal: AbortSignal.timeout(1_000) }).then(({ ok }) => ok, () => false)) return Date.now();
    await wait(lookEveryMs);
  }
  throw new Error(`${portalUrl} does not answer`);
}

/** The process, its children, and theirs. */
export function familyOf(pid: number): number[] {
  const parents = new Map(readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map((name) => [Number(name), parentOf(Number(name))]));
  const family = [pid];
  for (const member of family) for (const [each, parent] of parents) if (parent === member) family.push(each);
  return family.filter((each) => parents.has(each));
}

/** Processes of this program that no longer belong to the family of the one that was started. */
export function orphansOf(pid: number): number {
  const family = familyOf(pid);
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name) && !family.includes(Number(name)) && linkOf(`/proc/${name}/exe`) === executable && isRunning(Number(name))).length;
}

/** Of these processes: each door once, even when several hold it. */
export function listeningSockets(family: number[]): number {
  const listening = new Set(['tcp', 'tcp6'].flatMap((name) => readFileSync(`/proc/net/${name}`, 'utf8').split('\n')).map((line) => line.trim().split(/\s+/)).filter(([, , , state]) => state === listenState).map((fields) => fields[inodeField]));
  const held = family.flatMap((pid) => descriptorsOf(pid).map((name) => /^socket:\[(\d+)\]$/.exec(linkOf(`/proc/${pid}/fd/${name}`))?.[1]));
  return new Set(held.filter((inode) => inode !== undefined && listening.has(inode))).size;
}

/** The one in which the server runs. */
export function serverOf(pid: number): number | undefined {
  return familyOf(pid).find((each) => commandOf(each).includes('node.mojom.NodeService'));
}

export const isRunning = (pid: number): boolean => parentOf(pid) !== undefined && !/\) [ZX] /.test(readProc(pid, 'stat'));

/** Memory of a process in MB (10⁶ bytes), each page that it shares counted in part. */
export function proportionalMegabytes(pid: number): number {
  return (Number(/^Pss:\s+(\d+) kB/m.exec(readProc(pid, 'smaps_rollup'))?.[1] ?? 0) * 1_024) / 1e6;
}

const parentOf = (pid: number): number | undefined => Number(/\) \S (\d+)/.exec(readProc(pid, 'stat'))?.[1] ?? NaN) || undefined;
const commandOf = (pid: number): string => readProc(pid, 'cmdline').replaceAll('\0', ' ');

function readProc(pid: number, name: string): string {
  try {
    return readFileSync(`/proc/${pid}/${name}`, 'utf8');
  } catch {
    return '';
  }
}

function linkOf(path: string): string {
  try {
    return readlinkSync(path);
  } catch {
    return '';
  }
}

function descriptorsOf(pid: number): string[] {
  try {
    return readdirSync(`/proc/${pid}/fd`);
  } catch {
    return [];
  }
}

function readAddress(child: ChildProcess): Promise<string> {
  let said = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      said = (said + chunk.toString()).slice(-20_000);
      const [, found] = /DevTools listening on (ws:\S+)/.exec(said) ?? [];
      if (found) resolve(found);
    });
    child.once('exit', () => reject(new Error(`the program ended:\n${said}`)));
  });
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = once(child, 'exit');
  const killer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  child.kill('SIGTERM');
  await ended;
  clearTimeout(killer);
}
