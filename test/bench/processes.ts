// Why: the server, what it is compared with and the load each live in a process of their own, started alike and stopped with the bench.
import { spawn, type ChildProcess } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));

const children = new Set<ChildProcess>();
const env = { ...process.env, UV_THREADPOOL_SIZE: '16', NODE_ENV: 'production', PORTAIL_LOG: 'error' };
const longestWait = 30_000;
/** Linux counts the time of processes in hundredths of a second. */
const ticksPerSecond = 100;
/** The server as `npm run serve` starts it. */
const serveCommand = /node (.*server\/serve\.cjs)$/.exec(JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).scripts.serve)?.[1]?.split(' ') ?? [];

/** What a process says on its standard output, as it comes. */
interface Started { child: ChildProcess; output: () => string; ended: Promise<number | null> }

export interface ServingProcess {
  pid: number;
  url: string;
  output: () => string;
  stop: () => Promise<void>;
}

/** Starts a program that prints its address, and waits for it. */
export async function serve(program: string[], args: string[]): Promise<ServingProcess> {
  const { child, output, ended } = start([...program, ...args]);
  const end = performance.now() + longestWait;
  for (;;) {
    const url = /http:\/\/127\.0\.0\.1:\d+/.exec(output())?.[0];
    if (url && output().endsWith('\n')) return { pid: child.pid ?? 0, url, output, stop: () => stop(child, ended) };
    if (child.exitCode !== null || performance.now() > end) throw new Error(`${program.join(' ')} did not start: ${output()}`);
    await Promise.race([ended, new Promise((resolve) => child.stdout?.once('data', resolve))]);
  }
}

export const serveProduct = (dataFolder: string) =>
  serve(serveCommand, ['--data', dataFolder, '--portal-port', '0', '--trusted-proxies', '127.0.0.1']);

export const serveBaseline = (name: string, args: string[]) => serve([childProgram(name)], args);

export interface RunningChild<Result> { result: Promise<Result>; stop: () => void }

/** Starts a program that prints one JSON value and ends; `stop` asks it to conclude. */
export function run<Result>(name: string, args: string[]): RunningChild<Result> {
  const { child, output, ended } = start([childProgram(name), ...args]);
  const result = ended.then((code) => {
    if (code !== 0) throw new Error(`${name} ended with ${code}: ${output()}`);
    return JSON.parse(output()) as Result;
  });
  return { result, stop: () => void child.kill('SIGTERM') };
}

/** Seconds of processor that a process has used so far. */
export function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /s, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) / ticksPerSecond;
}

/** Memory that a process holds, in MB (10⁶ bytes). */
export function residentMegabytes(pid: number): number {
  const kibibytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return (Number(kibibytes) * 1_024) / 1e6;
}

export function assertProcFiles(): void {
  if (!existsSync('/proc/self/stat')) throw new Error('The bench reads /proc: run it on Linux.');
}

const childProgram = (name: string) => join(root, 'test/bench/children', `${name}.ts`);

function start(command: string[]): Started {
  const loader = command[0]?.endsWith('.ts') ? ['--import', 'tsx'] : [];
  const child = spawn(process.execPath, [...loader, ...command], { cwd: root, env, stdio: ['ignore', 'pipe', 'inherit'] });
  children.add(child);
  let text = '';
  child.stdout.setEncoding('utf8').on('data', (chunk: string) => { text += chunk; });
  const ended = new Promise<number | null>((resolve) => child.once('close', (code) => {
    children.delete(child);
    resolve(code);
  }));
  return { child, output: () => text, ended };
}

async function stop(child: ChildProcess, ended: Promise<unknown>): Promise<void> {
  child.kill('SIGTERM');
  await ended;
}

process.on('exit', () => {
  for (const child of children) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => process.exit(1));
