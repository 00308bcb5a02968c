// Why: `npm start` — gets Electron ready, then opens the portal in its window; what follows `--` goes to it as it is.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { electronIn, ensureElectronRuntime } from './electron-runtime.ts';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  const electron = electronIn(await ensureElectronRuntime());
  const isRoot = process.getuid?.() === 0;
  const child = spawn(electron, [root, ...(isRoot ? ['--no-sandbox'] : []), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
