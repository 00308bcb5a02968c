// Why: starts the server in Electron's utility process: a crash of the one is not a crash of the other.
import { utilityProcess } from 'electron';
import type { ServerChild } from './server-process.ts';

export interface ServerStart {
  /** The built entry, dist/server/main.js */
  entry: string;
  dataFolder: string;
  /** Left to the server when absent. */
  portalPort: string | undefined;
  staffPort: number;
  /** Held a portal before: see --known of the server. */
  isKnown: boolean;
  /** To be put aside first: see --set-aside of the server. */
  isSetAside: boolean;
  log: (text: string) => void;
}

export function forkServer({ entry, dataFolder, portalPort, staffPort, isKnown, isSetAside, log }: ServerStart): ServerChild {
  const portal = portalPort === undefined ? [] : ['--portal-port', portalPort];
  const flags = [...(isKnown ? ['--known'] : []), ...(isSetAside ? ['--set-aside'] : [])];
  const child = utilityProcess.fork(entry, ['--data', dataFolder, ...portal, '--staff-port', String(staffPort), ...flags], {
    // Password hashing, SQLite and files share these threads; four of them starve the portal.
    env: { ...process.env, NODE_ENV: 'production', UV_THREADPOOL_SIZE: '16' },
    serviceName: 'Serveur du portail des factures',
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  child.stderr?.on('data', (chunk: Buffer) => log(chunk.toString()));
  child.on('exit', (code) => log(`${JSON.stringify({ time: new Date().toISOString(), msg: 'server ended', code })}\n`));
  return {
    send: (message) => child.postMessage(message),
    onMessage: (listener) => child.on('message', listener),
    onExit: (listener) => child.on('exit', listener),
    // Not child.kill(): its SIGTERM waits for an event loop that may be stuck.
    kill: () => (child.pid === undefined ? child.kill() : process.kill(child.pid, 'SIGKILL')),
    isRunning: () => isRunning(child.pid),
  };
}

function isRunning(pid: number | undefined): boolean {
  try {
    return pid !== undefined && process.kill(pid, 0);
  } catch {
    return false;
  }
}
