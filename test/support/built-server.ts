// The built server and command line, run as processes: what signals and kills do to them.
import { execFileSync, spawn, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { root, sourceFiles } from './source-files.ts';

const result = join(root, 'dist/server/main.js');
const busy = join(root, '.cache/construction-essai');

/** Builds dist/server unless it is younger than every source; one worker builds, the others wait. */
export async function buildServer(): Promise<void> {
  mkdirSync(join(root, '.cache'), { recursive: true });
  for (;;) {
    try {
      mkdirSync(busy);
      break;
    } catch {
      if (existsSync(busy) && Date.now() - statSync(busy).mtimeMs > 60_000) rmSync(busy, { recursive: true, force: true });
      await wait(100);
    }
  }
  try {
    const newest = Math.max(...sourceFiles(['server'], ['.ts', '.vue']).map(({ path }) => statSync(join(root, path)).mtimeMs));
    if (!existsSync(result) || statSync(result).mtimeMs < newest) {
      execFileSync(process.execPath, [join(root, 'node_modules/vite/bin/vite.js'), 'build', '-c', 'build/vite.server.ts'], { cwd: root, stdio: 'pipe', env: { ...process.env, NODE_ENV: 'production' } });
    }
  } finally {
    rmSync(busy, { recursive: true, force: true });
  }
}

export interface Run { child: ChildProcess; output: () => string; ended: Promise<number | null> }

/** Starts node on a file of the project; `output` is what it has printed so far, both ways. */
export const run = (file: string, args: string[], input = ''): Run => runProgram(process.execPath, [join(root, file), ...args], input);

function runProgram(program: string, args: string[], input = ''): Run {
  const child = spawn(program, args, { cwd: root, env: { PATH: process.env.PATH, HOME: process.env.HOME, PORTAIL_LOG: 'silent' }, timeout: 90_000, killSignal: 'SIGKILL' });
  let printed = '';
  child.stdout.on('data', (chunk: Buffer) => { printed += chunk.toString(); });
  child.stderr.on('data', (chunk: Buffer) => { printed += chunk.toString(); });
  child.stdin.on('error', () => undefined);
  child.stdin.end(input);
  const ended = new Promise<number | null>((resolve) => child.on('close', (code) => resolve(code)));
  return { child, output: () => printed.replace(/[\u00a0\u202f]/g, ' '), ended };
}

export interface ServerRun extends Run { portalUrl: string; staffUrl: string; launchKey: string }

/** Runs the built server and waits for the two addresses that it prints. */
export const runServer = (dataFolder: string): Promise<ServerRun> => waitForAddresses(run('server/serve.cjs', ['--data', dataFolder, '--portal-port', '0']));

/** The same through `npm run serve`, without building again. */
export const runNpmServe = (dataFolder: string): Promise<ServerRun> =>
  waitForAddresses(runProgram('npm', ['run', '--ignore-scripts', 'serve', '--', '--data', dataFolder, '--portal-port', '0']));

async function waitForAddresses(started: Run): Promise<ServerRun> {
  for (let turn = 0; turn < 400 && started.child.exitCode === null; turn += 1) {
    const [, portalUrl = '', staffUrl = '', launchKey = ''] = /habitants : (\S+)[\s\S]*mairie : (\S+)\/#cle=(\S+)/.exec(started.output()) ?? [];
    if (launchKey) return { ...started, portalUrl, staffUrl, launchKey };
    await wait(25);
  }
  started.child.kill('SIGKILL');
  throw new Error(`the server did not start: ${started.output()}`);
}

/** Runs one command line to its end: its exit code and what it printed. */
export async function portail(args: string[], input = ''): Promise<{ code: number | null; said: string }> {
  const { ended, output } = run('server/portail.cjs', args, input);
  return { code: await ended, said: output() };
}
