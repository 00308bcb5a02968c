// The .deb, made by someone whose umask closes everything: what it installs is open to all the same.
import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { root } from '../support/source-files.ts';

test.skipIf(spawnSync('dpkg-deb', ['--version']).error !== undefined)('everyone may read its files and run its programs, and nobody but root may change them', () => {
  const place = mkdtempSync(join(tmpdir(), 'portail-deb-'));
  try {
    const source = join(place, 'programme');
    mkdirSync(join(source, 'resources'), { recursive: true });
    const files = { portail: 0o700, 'resources/app.asar': 0o600, 'resources/licences.txt': 0o666 };
    for (const [name, mode] of Object.entries(files)) {
      writeFileSync(join(source, name), name);
      chmodSync(join(source, name), mode);
    }
    writeFileSync(join(place, 'script'), '#!/bin/sh\n');
    const named = { architecture: 'all', 'after-install': join(place, 'script'), 'after-remove': join(place, 'script'), description: 'essai', version: '1.0.0', name: 'essai', maintainer: 'Essai <essai@exemple.test>', package: join(place, 'essai.deb') };
    const options = Object.entries(named).flatMap(([name, value]) => [`--${name}`, value]);
    execFileSync(process.execPath, [join(root, 'build/package/make-deb.js'), '-s', 'dir', '-t', 'deb', '-d', 'libc6', ...options, `${source}/=/opt/essai`]);
    execFileSync('dpkg-deb', ['-x', join(place, 'essai.deb'), join(place, 'installe')]);
    const modes = ['', 'resources', ...Object.keys(files)].map((name) => (statSync(join(place, 'installe/opt/essai', name)).mode & 0o777).toString(8));
    expect(modes).toEqual(['755', '755', '755', '644', '644']);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});
