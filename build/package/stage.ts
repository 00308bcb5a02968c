// Why: lays out what goes inside the program — what was built, what is shipped as it is, the packages that it runs with — and nothing else.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { runtimePackages } from './shipped-packages.ts';

/** `system`: the one that will run it. */
export interface Stage { root: string; target: string; system: NodeJS.Platform; metadata: object }

export function stageApplication({ root, target, system, metadata }: Stage): void {
  rmSync(target, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  for (const folder of ['dist/server', 'dist/electron', 'dist/renderer', 'resources']) {
    cpSync(join(root, folder), join(target, folder), { recursive: true, filter: (path) => !path.endsWith('exemples-refuses') });
  }
  for (const { name, folder } of runtimePackages(root)) {
    if (isForAnother(system, folder)) continue;
    const source = join(root, folder);
    cpSync(source, join(target, folder), { recursive: true, filter: (path) => isRun(path.slice(source.length).replaceAll('\\', '/'), { name, system }) });
  }
  const { name, version, description, license, type, main, dependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  writeFileSync(join(target, 'package.json'), JSON.stringify({ name, version, description, license, type, main, dependencies, ...metadata }, null, 2));
}

const systemNames = 'android|darwin|freebsd|linux|openharmony|win32';

function isForAnother(system: NodeJS.Platform, folder: string): boolean {
  const [, made] = new RegExp(`-(${systemNames})-[^/]*$`).exec(folder) ?? [];
  return made !== undefined && made !== system;
}

/** Not the types, the tests and the papers; of the driver, neither the C sources nor the binaries of other systems. */
function isRun(path: string, { name, system }: { name: string; system: NodeJS.Platform }): boolean {
  if (path.startsWith('/node_modules')) return false;
  const [, prebuilt] = /^\/prebuilds\/([^/]+)/.exec(path) ?? [];
  if (prebuilt !== undefined && !prebuilt.startsWith(`${system}-`)) return false;
  if (name === '@appthreat/sqlite3' && /^\/(deps|src)$/.test(path)) return false;
  return !/^\/(tests?|__tests__|examples?|docs|benchmarks?|\.github)$|\.(map|ts|mts|cts|md|markdown|flow|gypi?)$/.test(path);
}
