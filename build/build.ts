// Builds what has changed since the last build: server, desktop shell, staff interface. `npm run build`
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
const targets = [
  { name: 'serveur', configs: ['vite.server.ts'], sources: ['server', 'package-lock.json', 'build/vite.server.ts'], result: 'dist/server/main.js' },
  { name: 'fenêtre', configs: ['vite.electron.ts', 'vite.preload.ts'], sources: ['electron', 'package-lock.json', 'build/vite.electron.ts', 'build/vite.preload.ts'], result: 'dist/electron/main.js' },
  { name: 'interface de la mairie', configs: ['vite.renderer.ts'], sources: ['renderer', 'server/contract', 'package-lock.json', 'build/vite.renderer.ts'], result: 'dist/renderer/index.html' },
];

/** Builds each target whose sources differ from those of its last build. */
export async function buildAll(): Promise<void> {
  process.env.NODE_ENV = 'production';
  process.chdir(root);
  for (const target of targets) {
    const stamp = join(root, '.cache', `${target.name.replaceAll(' ', '-')}.stamp`);
    const fingerprint = fingerprintOf(target.sources);
    const isFresh = existsSync(target.result) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
    if (isFresh) continue;
    process.stderr.write(`Construction : ${target.name}…\n`);
    for (const config of target.configs) await build({ configFile: join(root, 'build', config) });
    mkdirSync(join(root, '.cache'), { recursive: true });
    writeFileSync(stamp, fingerprint);
  }
}

function fingerprintOf(paths: string[]): string {
  const hash = createHash('sha256');
  for (const path of paths.flatMap((each) => filesUnder(join(root, each)))) hash.update(path).update(readFileSync(path));
  return hash.digest('hex');
}

function filesUnder(path: string): string[] {
  if (!existsSync(path)) return [];
  if (statSync(path).isFile()) return [path];
  return readdirSync(path).sort().flatMap((name) => filesUnder(join(path, name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAll();
