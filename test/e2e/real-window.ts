// Why: starts the real window on a data folder, and ends it whatever the test did to it.
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { _electron, type ElectronApplication, type Page } from '@playwright/test';
import { electronIn, ensureElectronRuntime } from '../../build/electron-runtime.ts';
import { ensureDisplay, ensureElectronLibraries } from '../../build/test-machine.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** What Electron needs: its runtime, its libraries, a display. */
export interface Machine { executablePath: string; env: Record<string, string>; stop(): Promise<void> }
export interface WindowOrder { machine: Machine; dataFolder: string; portalPort: number; profile: string; /** More of its environment. */ more?: Record<string, string> }
export interface RealWindow {
  app: ElectronApplication;
  page: Page;
  /** The process of the shell itself. */
  shell: ChildProcess;
  /** How it was started. */
  args: string[];
  env: Record<string, string>;
  close(): Promise<void>;
}

export async function prepareMachine(): Promise<Machine> {
  const executablePath = electronIn(await ensureElectronRuntime());
  ensureElectronLibraries(executablePath);
  const display = await ensureDisplay();
  return { executablePath, env: display.env, stop: () => display.stop() };
}

export async function launchWindow({ machine, dataFolder, portalPort, profile, more }: WindowOrder): Promise<RealWindow> {
  const { executablePath } = machine;
  const args = [root, '--disable-gpu', '--no-sandbox', '--force-prefers-reduced-motion', '--data', dataFolder, '--portal-port', String(portalPort)];
  const env = { ...definedEnv(), ...machine.env, XDG_CONFIG_HOME: profile, ...more };
  const app = await _electron.launch({ executablePath, args, env });
  const shell = app.process();
  const ended = once(shell, 'exit');
  return {
    app, shell, args, env, page: await app.firstWindow(),
    close: async () => {
      await app.close().catch(() => undefined);
      if (isAlive(shell.pid)) await ended;
    },
  };
}

export function isAlive(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}

function definedEnv(): Record<string, string> {
  return Object.fromEntries(Object.entries(process.env).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])));
}
