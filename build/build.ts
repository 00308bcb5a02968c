// Builds what has changed since the last build: server, desktop shell, staff interface. `npm run build`
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createHash } from 'node:crypto';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Rolldown } from 'vite';

const root = fileURLToPath(new URL('..', import.meta.url));
/** Beside the stamp of each target, the packages that its build took in: the licences ask to name them. */
export const bundledPackagesFolder = join(root, '.cache');
const targets = [
  { name: 'serveur', configs: ['vite.server.ts'], sources: ['server', 'package-lock.json', 'build/vite.server.ts', 'build/kept-outside.ts'], result: 'dist/server/main.js' },
  { name: 'fenêtre', configs: ['vite.electron.ts', 'vite.preload.ts'], sources: ['electron', 'package-lock.json', 'build/vite.electron.ts', 'build/vite.preload.ts'], result: 'dist/electron/main.js' },
  { name: 'interface de la mairie', configs: ['vite.renderer.ts'], sources: ['renderer', 'server/contract', 'server/domain', 'package-lock.json', 'build/vite.renderer.ts'], result: 'dist/renderer/index.html' },
];

/** Builds each target whose sources differ from those of its last build. */
export async function buildAll(): Promise<void> {
  process.env.NODE_ENV = 'production';
  process.chdir(root);
  for (const target of targets) {
    const name = target.name.replaceAll(' ', '-');
    const stamp = join(bundledPackagesFolder, `${name}.stamp`);
    const packages = join(bundledPackagesFolder, `${name}.packages.json`);
    const fingerprint = fingerprintOf(target.sources);
    const isFresh = existsSync(target.result) && existsSync(packages) && existsSync(stamp) && readFileSync(stamp, 'utf8') === fingerprint;
    if (isFresh) continue;
    process.stderr.write(`Construction\u00a0: ${target.name}…\n`);
    const bundled = new Set<string>();
    for (const config of target.configs) for (const each of packagesIn(await build({ configFile: join(root, 'build', config), logLevel: 'warn', build: { rolldownOptions: { checks: { pluginTimings: false } } } }))) bundled.add(each);
    mkdirSync(bundledPackagesFolder, { recursive: true });
    writeFileSync(packages, JSON.stringify([...bundled].sort(), null, 2));
    writeFileSync(stamp, fingerprint);
  }
}

/** Their folders, from the root. */
function packagesIn(result: Awaited<ReturnType<typeof build>>): string[] {
  const outputs = (Array.isArray(result) ? result : [result]).filter((each): each is Rolldown.RolldownOutput => 'output' in each);
  const files = outputs.flatMap(({ output }) => output.flatMap((part) => (part.type === 'chunk' ? part.moduleIds : [])));
  return files.flatMap((file) => /node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+/.exec(file.split(sep).join('/'))?.[0] ?? []);
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
