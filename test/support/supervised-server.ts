// The shell's own supervisor over the real built server, in plain Node: what kills, crashes and stops do to the pair.
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { ServerProcess, type ServerChild } from '../../electron/server-process.ts';
import { root } from './source-files.ts';
import { freePort } from './free-port.ts';

export interface Supervised {
  server: ServerProcess;
  portalUrl: string;
  /** Every process ever started, the present one last. */
  children: ChildProcess[];
  troubles: string[];
}

/** The built server: see buildServer(). `more`: options of its command line. */
export async function supervise(dataFolder: string, more: string[] = []): Promise<Supervised> {
  const port = await freePort();
  const children: ChildProcess[] = [];
  const troubles: string[] = [];
  const start = (staffPort: number): ServerChild => {
    const child = fork(join(root, 'test/server/children/as-utility-process.cjs'), ['--data', dataFolder, '--portal-port', String(port), '--staff-port', String(staffPort), ...more], {
      execArgv: [], stdio: 'ignore', env: { ...process.env, NODE_ENV: 'production', PORTAIL_LOG: 'silent' },
    });
    children.push(child);
    return {
      send: (message) => void (child.connected && child.send(message)),
      onMessage: (listener) => child.on('message', listener),
      onExit: (listener) => child.on('exit', listener),
      kill: () => child.kill('SIGKILL'),
      isRunning: () => !hasEnded(child),
    };
  };
  const server = new ServerProcess(start, { onReady: () => undefined, onEnd: () => undefined, onTrouble: () => troubles.push(server.trouble), onWork: () => undefined });
  server.start();
  return { server, portalUrl: `http://127.0.0.1:${port}`, children, troubles };
}

export const isServing = (url: string): Promise<boolean> =>
  fetch(`${url}/sante`, { signal: AbortSignal.timeout(2_000) }).then(({ status }) => status === 200, () => false);

export const hasEnded = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;
