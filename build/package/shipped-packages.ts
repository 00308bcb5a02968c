// Why: which packages of others a program carries: those put beside it, those that Vite built into it, and Electron. What is copied, the licences
// and the bill of materials all come from here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackagesFolder } from '../build.ts';
import { keptOutside } from '../kept-outside.ts';

/** `folder`: from the root. */
export interface ShippedPackage { name: string; version: string; license: string; folder: string; integrity: string }

interface LockEntry { name?: string; version: string; license?: string; integrity?: string; dev?: boolean; devOptional?: boolean; dependencies?: Record<string, string>; optionalDependencies?: Record<string, string>; os?: string[]; cpu?: string[]; libc?: string[] }

/** Types, headers and what would compile a driver that has its binaries already. */
const neverRun = /^node_modules\/(@types\/|node-addon-api$|undici-types$)/;

/** What the program finds in its node_modules. Binaries for systems that this installation does not have are not listed. */
export function runtimePackages(root: string): ShippedPackage[] {
  const kept = keptFolders(root);
  return packagesWhere(root, (folder) => kept.has(folder) && existsSync(join(root, folder)));
}

/** One program for both on Windows and macOS; on Linux each machine makes its own. */
export const processorsOf = (system: string): string[] => (system === 'linux' ? [process.arch] : ['x64', 'arm64']);

/** Those that are binaries for this system, whichever machine this is. Electron itself runs on no musl. */
export function nativePackages(root: string, system: string): ShippedPackage[] {
  const processors = processorsOf(system);
  const kept = keptFolders(root);
  return packagesWhere(root, (folder, entry) => kept.has(folder) && entry.os?.includes(system) === true && entry.cpu?.some((cpu) => processors.includes(cpu)) === true && !entry.libc?.includes('musl'));
}

export function shippedPackages(root: string): ShippedPackage[] {
  const builtIn = new Set([...bundledPackages(), 'node_modules/electron']);
  return [...runtimePackages(root), ...packagesWhere(root, (folder) => builtIn.has(folder))].sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

/** The packages left outside, and all that they ask for. */
function keptFolders(root: string): Set<string> {
  const packages = lockedPackages(root);
  const kept = new Set(keptOutside.map((name) => `node_modules/${name}`));
  for (const folder of kept) {
    const { dependencies, optionalDependencies } = packages[folder] ?? {};
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
      const found = placesFor(folder, name).find((place) => place in packages);
      if (found) kept.add(found);
    }
  }
  for (const folder of kept) if (packages[folder]?.dev || packages[folder]?.devOptional || neverRun.test(folder)) kept.delete(folder);
  return kept;
}

/** Where Node looks for `name` from `folder`, the nearest first. */
function placesFor(folder: string, name: string): string[] {
  const parent = folder.replace(/\/?node_modules\/(@[^/]+\/)?[^/]+$/, '');
  return [`${folder}/node_modules/${name}`, ...(parent === '' ? [`node_modules/${name}`] : placesFor(parent, name))];
}

function lockedPackages(root: string): Record<string, LockEntry> {
  return JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages;
}

function packagesWhere(root: string, isWanted: (folder: string, entry: LockEntry) => boolean): ShippedPackage[] {
  return Object.entries(lockedPackages(root)).filter(([folder, entry]) => folder !== '' && isWanted(folder, entry)).map(([folder, { name, version, license, integrity }]) => (
    { name: name ?? folder.replace(/^.*node_modules\//, ''), version, license: license ?? 'licence non déclarée', folder, integrity: integrity ?? '' }));
}

/** Folders, from the root, of what the builds took in. */
function bundledPackages(): string[] {
  return readdirSync(bundledPackagesFolder).filter((name) => name.endsWith('.packages.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(bundledPackagesFolder, name), 'utf8')) as string[]);
}
