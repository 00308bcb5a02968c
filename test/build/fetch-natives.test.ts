// The binaries of the other processor, fetched as on Windows: the temporary folder is in « C: », which GNU tar takes for a machine.
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { root } from '../support/source-files.ts';

const folder = 'node_modules/@essai/natif-win32-arm64';
let place: string;

beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'portail-natifs-'));
  mkdirSync(join(place, 'C:'));
  mkdirSync(join(place, 'package'));
  writeFileSync(join(place, 'package/natif.node'), 'binaire');
  execFileSync('tar', ['-czf', 'essai-natif.tgz', 'package'], { cwd: place });
  const registry = `#!/bin/sh\n[ "$1 $2" = 'pack @essai/natif@1.0.0' ] && cp '${join(place, 'essai-natif.tgz')}' . && echo essai-natif.tgz\n`;
  writeFileSync(join(place, 'npm'), registry);
  chmodSync(join(place, 'npm'), 0o755);
});
afterEach(() => rmSync(place, { recursive: true, force: true }));

test.skipIf(process.platform === 'win32')('is put where the program looks for it, whatever the name of the temporary folder', () => {
  fetchNative(`sha512-${createHash('sha512').update(readFileSync(join(place, 'essai-natif.tgz'))).digest('base64')}`);
  expect(readFileSync(join(place, folder, 'natif.node'), 'utf8')).toBe('binaire');
});

test.skipIf(process.platform === 'win32')('is refused when it is not what the lockfile says', () => {
  expect(() => fetchNative('sha512-autre')).toThrow('is not what the lockfile says');
  expect(existsSync(join(place, folder))).toBe(false);
});

/** In a process of its own: the folder that it works in, and its temporary one, are those of the test. */
function fetchNative(integrity: string): void {
  const native = JSON.stringify({ name: '@essai/natif', version: '1.0.0', license: 'MIT', folder, integrity });
  const script = `const { fetchNatives } = await import('${join(root, 'build/package/fetch-natives.ts')}'); process.chdir('${place}'); process.env.TMPDIR = 'C:'; fetchNatives('${place}', [${native}]);`;
  execFileSync(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { cwd: root, stdio: 'pipe', env: { ...process.env, PATH: `${place}${delimiter}${process.env.PATH}` } });
}
