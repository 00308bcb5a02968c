// What each system is given, staged as its own release machine does: its binaries and no others, and the same files of ours.
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { nativePackages } from '../../build/package/shipped-packages.ts';
import { stageApplication } from '../../build/package/stage.ts';
import { root } from '../support/source-files.ts';

const driver = 'node_modules/sqlite3';
const here = process.arch;
let workshop: string;

/** Every binary of every system is there: more than any machine installs. The driver has the files of the real one, by name: their bytes are heavy. */
beforeAll(() => {
  workshop = mkdtempSync(join(tmpdir(), 'portail-atelier-'));
  for (const name of ['package.json', 'package-lock.json']) cpSync(join(root, name), join(workshop, name));
  const driverFiles = readdirSync(join(root, driver), { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => relative(root, join(entry.parentPath, entry.name)));
  for (const file of [...driverFiles.filter((path) => !/\/(deps|src)\//.test(path)), 'resources/icons/portail.svg', 'dist/server/main.js', 'dist/electron/main.js', 'dist/renderer/index.html', `${driver}/src/database.cc`, `${driver}/deps/sqlite3.c`]) write(file);
  const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as { packages: Record<string, { os?: string[]; dev?: boolean; devOptional?: boolean }> };
  for (const [folder, { os, dev, devOptional }] of Object.entries(packages)) if (os && !dev && !devOptional) write(`${folder}/natif.node`);
});
afterAll(() => rmSync(workshop, { recursive: true, force: true }));

test.each<[NodeJS.Platform, string[]]>([
  ['win32', ['argon2-win32-arm64-msvc', 'argon2-win32-x64-msvc', 'win32-arm64', 'win32-x64']],
  ['darwin', ['argon2-darwin-arm64', 'argon2-darwin-x64', 'darwin-arm64', 'darwin-x64']],
  ['linux', [`argon2-linux-${here}-gnu`, `linux-${here}`]],
])('%s gets the binaries of its processors', (system, expected) => {
  const files = stage(system);
  const natives = files.filter((path) => path.endsWith('.node'));
  expect(natives.map((path) => path.split('/').at(-2)).sort()).toEqual(expected);
  expect(natives.filter((path) => path.includes('musl'))).toEqual([]);
  expect(files.filter((path) => /\/(deps|src)\/|\.(ts|md|gypi?|map)$/.test(path))).toEqual([]);
});

test('beside the binaries, the three systems get the same files', () => {
  const [windows, macos, linux] = (['win32', 'darwin', 'linux'] as const).map((system) => stage(system).filter((path) => !path.endsWith('.node')));
  expect(windows).toEqual(expect.arrayContaining(['package.json', 'dist/server/main.js', 'dist/electron/main.js', 'dist/renderer/index.html', 'resources/icons/portail.svg', `${driver}/package.json`]));
  expect(macos).toEqual(windows);
  expect(linux).toEqual(windows);
});

test.each(['win32', 'darwin'])('%s: what npm does not install on the release machine is fetched', (system) => {
  const fetched = nativePackages(root, system).map(({ name }) => name);
  expect(stage(system as NodeJS.Platform).flatMap((path) => /^node_modules\/(@node-rs\/argon2-[^/]+)\/natif\.node$/.exec(path)?.[1] ?? []).sort()).toEqual(fetched.sort());
});

function stage(system: NodeJS.Platform): string[] {
  const target = join(workshop, 'release');
  stageApplication({ root: workshop, target, system, metadata: { version: '1.0.0' } });
  return readdirSync(target, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => relative(target, join(entry.parentPath, entry.name))).sort();
}

function write(path: string): void {
  mkdirSync(join(workshop, path, '..'), { recursive: true });
  writeFileSync(join(workshop, path), path);
}
