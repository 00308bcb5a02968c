// Why: `npm start` — gets Electron ready, then opens the portal in its window; what follows `--` goes to it as it is.
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { electronIn, ensureElectronRuntime } from './electron-runtime.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const isRoot = process.getuid?.() === 0;

try {
  checkScreen();
  const runtime = await ensureElectronRuntime();
  checkSandbox(runtime);
  // Chromium refuses to run as root with its sandbox.
  const child = spawn(electronIn(runtime), [root, ...(isRoot ? ['--no-sandbox'] : []), ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => child.kill(signal));
  child.on('exit', (code) => process.exit(code ?? 1));
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}

function checkScreen(): void {
  if (process.platform !== 'linux' || process.env.DISPLAY || process.env.WAYLAND_DISPLAY) return;
  throw new Error('Cette machine n’a pas d’écran. Pour ouvrir le portail sans fenêtre : npm run serve');
}

/** Ubuntu since 24.04: programs outside the system's folders may not make a sandbox without help. */
function checkSandbox(runtime: string): void {
  const restriction = '/proc/sys/kernel/apparmor_restrict_unprivileged_userns';
  const isRestricted = !isRoot && existsSync(restriction) && readFileSync(restriction, 'utf8').trim() === '1';
  const helper = join(runtime, 'chrome-sandbox');
  if (!isRestricted || !existsSync(helper)) return;
  const { uid, mode } = statSync(helper);
  if (uid === 0 && (mode & 0o4000) !== 0) return;
  throw new Error(`Le système ne laisse pas Electron protéger ses pages. Une fois pour toutes : sudo chown root:root "${helper}" && sudo chmod 4755 "${helper}"`);
}
