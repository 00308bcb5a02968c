// Why: the package of the version before stays on this computer, to come back to it; those of older ones go.
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { extname, join } from 'node:path';
import { copyWhole } from './write-whole.ts';

/** `package`: the file of that version, when this computer has it. */
export interface KnownPackage { version: string; package: string | undefined }

/**
 * Keeps the packages of the version that runs and of the one to come; answers that of the first, null when this computer has never had it.
 * @throws the system's error: the disk is full, for one.
 */
export function keepInstallers(folder: string, { now, next }: { now: KnownPackage; next: KnownPackage }): string | null {
  mkdirSync(folder, { recursive: true });
  for (const { version, package: file } of [now, next]) if (file && !keptInstaller(folder, version)) copyWhole(file, join(folder, `${version}${extname(file)}`));
  const wanted = [now, next].flatMap(({ version }) => keptInstaller(folder, version) ?? []);
  for (const name of readdirSync(folder)) if (!wanted.includes(join(folder, name))) rmSync(join(folder, name), { force: true });
  return keptInstaller(folder, now.version) ?? null;
}

function keptInstaller(folder: string, version: string): string | undefined {
  return ['.exe', '.zip', '.deb', '.AppImage'].map((extension) => join(folder, `${version}${extension}`)).find((file) => existsSync(file));
}
