// Why: lays out what goes inside the program — what was built, what is shipped as it is, the packages that it runs with — and nothing else.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { nativePackages, processorsOf, runtimePackages } from './shipped-packages.ts';

/** `system`: the one that will run it. */
export interface Stage { root: string; target: string; system: NodeJS.Platform; metadata: object }

export function stageApplication({ root, target, system, metadata }: Stage): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const folder of ['dist/server', 'dist/electron', 'dist/renderer', 'resources']) {
    cpSync(join(root, folder), join(target, folder), { recursive: true, filter: (path) => !path.endsWith('exemples-refuses') });
  }
  const natives = new Set(nativePackages(root, system).map(({ folder }) => folder));
  for (const { name, folder } of runtimePackages(root)) {
    if (isNative(folder) && !natives.has(folder)) continue;
    const source = join(root, folder);
    cpSync(source, join(target, folder), { recursive: true, filter: (path) => isRun(path.slice(source.length).replaceAll('\\', '/'), { name, system }) });
  }
  const { name, version, description, license, type, main, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name, version, description, license, type, main, dependencies, ...metadata }, null, 2));
}

const systemNames = 'android|darwin|freebsd|linux|openharmony|win32';

const isNative = (folder: string): boolean => new RegExp(`-(${systemNames})-[^/]*$`).test(folder);

/** Not the types, the tests and the papers; of the driver, neither the C sources nor the binaries of other machines. */
function isRun(path: string, { name, system }: { name: string; system: NodeJS.Platform }): boolean {
  if (path.startsWith('/node_modules')) return false;
  const [, prebuilt] = /^\/prebuilds\/([^/]+)/.exec(path) ?? [];
  if (prebuilt !== undefined && !processorsOf(system).some((processor) => prebuilt === `${system}-${processor}`)) return false;
  if (path.endsWith('.musl.node')) return false;
  if (name === '@appthreat/sqlite3' && /^\/(deps|src)$/.test(path)) return false;
  return !/^\/(tests?|__tests__|examples?|docs|benchmarks?|\.github)$|\.(map|ts|mts|cts|md|markdown|flow|gypi?)$/.test(path);
}
