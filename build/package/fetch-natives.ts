// Why: npm installs the binaries of the machine that it runs on; a release also needs those of the other processor.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ShippedPackage } from './shipped-packages.ts';

/** @throws Error when one is not what the lockfile says */
export function fetchNatives(root: string, natives: ShippedPackage[]): void {
  for (const native of natives) if (!existsSync(join(root, native.folder))) fetchNative(root, native);
}

function fetchNative(root: string, { name, version, folder, integrity }: ShippedPackage): void {
  const work = mkdtempSync(join(tmpdir(), 'portail-natif-'));
  try {
    const printed = execFileSync('npm', ['pack', `${name}@${version}`, '--silent'], { encoding: 'utf8', cwd: work, shell: process.platform === 'win32' });
    const archive = printed.trim().split('\n').at(-1) ?? '';
    const hash = `sha512-${createHash('sha512').update(readFileSync(join(work, archive))).digest('base64')}`;
    if (hash !== integrity) throw new Error(`${name}@${version} is not what the lockfile says`);
    // Named from where it is: GNU tar, which Git brings to Windows, takes « C:\… » for a machine called C.
    mkdirSync(join(work, 'content'));
    execFileSync('tar', ['-xzf', `../${archive}`, '--strip-components', '1'], { cwd: join(work, 'content') });
    cpSync(join(work, 'content'), join(root, folder), { recursive: true });
  } finally {
    rmSync(work, { recursive: true, force: true });
  }
}
