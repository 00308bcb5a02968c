#!/usr/bin/env node
// Why: makes the .deb with the system's own dpkg-deb. electron-builder calls it as it would call fpm, which it would have to download.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';

const text = { type: 'string' };
const { values: asked, positionals: contents } = parseArgs({
  allowPositionals: true,
  options: {
    source: { ...text, short: 's' }, target: { ...text, short: 't' }, force: { type: 'boolean' }, depends: { ...text, short: 'd', multiple: true },
    'deb-recommends': { ...text, multiple: true }, 'deb-compression': text, 'deb-priority': text, architecture: text, 'after-install': text, 'after-remove': text,
    description: text, version: text, package: text, name: text, maintainer: text, vendor: text, url: text, category: text, license: text,
  },
});

const folder = mkdtempSync(join(tmpdir(), 'portail-deb-'));
try {
  for (const each of contents) place(each);
  mkdirSync(join(folder, 'DEBIAN'));
  writeFileSync(join(folder, 'DEBIAN/control'), control());
  for (const [script, name] of [['after-install', 'postinst'], ['after-remove', 'postrm']]) {
    writeFileSync(join(folder, 'DEBIAN', name), readFileSync(asked[script]), { mode: 0o755 });
  }
  openToAll(folder);
  execFileSync('dpkg-deb', ['--root-owner-group', '-Zzstd', '--build', folder, asked.package], { stdio: ['ignore', 'ignore', 'inherit'] });
} finally {
  rmSync(folder, { recursive: true, force: true });
}

/** `SOURCE=PLACE`; a source that ends with « / » is a folder whose content goes there. */
function place(pair) {
  const at = pair.lastIndexOf('=');
  const destination = join(folder, pair.slice(at + 1));
  mkdirSync(dirname(destination), { recursive: true });
  cpSync(pair.slice(0, at), destination, { recursive: true, verbatimSymlinks: true });
  if (statSync(destination).isFile()) chmodSync(destination, 0o644);
}

function control() {
  const [synopsis = '', ...details] = asked.description.split('\n').map((line) => line.trim());
  const lines = {
    Package: asked.name, Version: asked.version, Architecture: asked.architecture, Maintainer: asked.maintainer, Homepage: asked.url, Section: asked.category, Priority: asked['deb-priority'],
    Depends: asked.depends.join(', '), Recommends: asked['deb-recommends']?.join(', '), 'Installed-Size': Math.ceil(sizeOf(folder) / 1_024),
    Description: [synopsis, ...details.filter(Boolean).map((line) => ` ${line}`)].join('\n'),
  };
  return Object.entries(lines).filter(([, value]) => value).map(([name, value]) => `${name}: ${value}\n`).join('');
}

function sizeOf(path) {
  const entries = readdirSync(path, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

/** Whoever made the package, and whatever their umask, everyone may read what it installs, and run what is run. */
function openToAll(path) {
  chmodSync(path, 0o755);
  for (const entry of readdirSync(path, { recursive: true, withFileTypes: true })) {
    const file = join(entry.parentPath, entry.name);
    if (entry.isDirectory()) chmodSync(file, 0o755);
    else if (entry.isFile()) chmodSync(file, statSync(file).mode & 0o111 ? 0o755 : 0o644);
  }
}
