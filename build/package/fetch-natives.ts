// Why: npm installs the binaries of the machine that it runs on; a release also needs those of the other processor.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nativePackages, type ShippedPackage } from './shipped-packages.ts';

/** @throws Error when one is not what the lockfile says */
export function fetchNatives(root: string, system: NodeJS.Platform): void {
  for (const native of nativePackages(root, system)) if (!existsSync(join(root, native.folder))) fetchNative(root, native);
}

function fetchNative(root: string, { name, version, folder, integrity }: ShippedPackage): void {
  const work = mkdtempSync(join(tmpdir(), 'portail-natif-'));
  try {
    const printed = execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', work], { encoding: 'utf8', cwd: work, shell: process.platform === 'win32' });
    const archive = join(work, printed.trim().split('\n').at(-1) ?? '');
    const hash = `sha512-${createHash('sha512').update(readFileSync(archive)).digest('base64')}`;
    if (hash !== integrity) throw new Error(`${name}@${version} is not what the lockfile says`);
    mkdirSync(join(root, folder), { recursive: true });
    // bsdtar on Windows and macOS, GNU tar on Linux: the same options.
    execFileSync('tar', ['-xzf', archive, '-C', join(root, folder), '--strip-components', '1']);
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
