// Why: which packages of others a program carries: those put beside it, those that Vite built into it, and Electron. What is copied, the licences
// and the bill of materials all come from here.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundledPackagesFolder } from '../build.ts';

/** `folder`: from the root. */
export interface ShippedPackage { name: string; version: string; license: string; folder: string; integrity: string }

interface LockEntry { name?: string; version: string; license?: string; integrity?: string; dev?: boolean; devOptional?: boolean; os?: string[]; cpu?: string[]; libc?: string[] }

/** Types, headers and what would compile a driver that has its binaries already. */
const neverRun = /^node_modules\/(@types\/|node-addon-api$|undici-types$)/;

/** What the program finds in its node_modules. Binaries for systems that this installation does not have are not listed. */
export function runtimePackages(root: string): ShippedPackage[] {
  return packagesWhere(root, (folder, entry) => isRuntime(folder, entry) && existsSync(join(root, folder)));
}

/** One program for both on Windows and macOS; on Linux each machine makes its own. */
export const processorsOf = (system: string): string[] => (system === 'linux' ? [process.arch] : ['x64', 'arm64']);

/** Those that are binaries for this system, whichever machine this is. Electron itself runs on no musl. */
export function nativePackages(root: string, system: string): ShippedPackage[] {
  const processors = processorsOf(system);
  return packagesWhere(root, (folder, entry) => isRuntime(folder, entry) && entry.os?.includes(system) === true && entry.cpu?.some((cpu) => processors.includes(cpu)) === true && !entry.libc?.includes('musl'));
}

export function shippedPackages(root: string): ShippedPackage[] {
  const builtIn = new Set([...bundledPackages(), 'node_modules/electron']);
  return [...runtimePackages(root), ...packagesWhere(root, (folder) => builtIn.has(folder))].sort((a, b) => a.name.localeCompare(b.name) || a.version.localeCompare(b.version));
}

const isRuntime = (folder: string, { dev, devOptional }: LockEntry) => !dev && !devOptional && !neverRun.test(folder);

function packagesWhere(root: string, isWanted: (folder: string, entry: LockEntry) => boolean): ShippedPackage[] {
  const { packages }: { packages: Record<string, LockEntry> } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  return Object.entries(packages).filter(([folder, entry]) => folder !== '' && isWanted(folder, entry)).map(([folder, { name, version, license, integrity }]) => (
    { name: name ?? folder.replace(/^.*node_modules\//, ''), version, license: license ?? 'licence non déclarée', folder, integrity: integrity ?? '' }));
}

/** Folders, from the root, of what the builds took in. */
function bundledPackages(): string[] {
  return readdirSync(bundledPackagesFolder).filter((name) => name.endsWith('.packages.json'))
    .flatMap((name) => JSON.parse(readFileSync(join(bundledPackagesFolder, name), 'utf8')) as string[]);
}
