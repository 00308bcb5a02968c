// Why: what a release says of itself is signed by the key that installed programs know, or the release is refused.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { configuration } from '../../build/package/electron-builder.ts';
import { releaseNotes } from '../../build/package/release-notes.ts';
import { newUpdateKeys, signUpdates } from '../../build/sign-updates.ts';
import { isSignedManifest } from '../../electron/updates/manifest-signature.ts';
import { isRealSource, updateSource } from '../../electron/updates/source.ts';
import { root } from '../support/source-files.ts';

let folder: string;
beforeEach(() => { folder = mkdtempSync(join(tmpdir(), 'portail-signature-')); });
afterEach(() => rmSync(folder, { recursive: true }));

it('signs what electron-builder says for each system, and nothing else', () => {
  const { privateKey, publicKey } = newUpdateKeys();
  for (const name of ['latest.yml', 'latest-linux.yml', 'latest-linux-arm64.yml', 'latest-mac.yml', 'builder-debug.yml', 'portail.deb']) writeFileSync(join(folder, name), `version: 1.0.0 # ${name}\n`);
  expect(signUpdates(folder, { privateKey, publicKeys: [newUpdateKeys().publicKey, publicKey] }).sort()).toEqual(['latest-linux-arm64.yml.sig', 'latest-linux.yml.sig', 'latest-mac.yml.sig', 'latest.yml.sig']);
  for (const name of readdirSync(folder).filter((each) => each.startsWith('latest') && each.endsWith('.yml'))) {
    expect(isSignedManifest({ name, text: readFileSync(join(folder, name), 'utf8'), signature: readFileSync(join(folder, `${name}.sig`), 'utf8'), publicKeys: [publicKey] })).toBe(true);
  }
});

it('refuses a key that no installed program knows, and a folder with nothing to sign', () => {
  const { privateKey, publicKey } = newUpdateKeys();
  expect(() => signUpdates(folder, { privateKey, publicKeys: [publicKey] })).toThrow(/aucun fichier/);
  writeFileSync(join(folder, 'latest.yml'), 'version: 1.0.0\n');
  expect(() => signUpdates(folder, { privateKey, publicKeys: [newUpdateKeys().publicKey] })).toThrow(/aucune des clés publiques/);
  expect(() => signUpdates(folder, { privateKey, publicKeys: [] })).toThrow(/aucune des clés publiques/);
  expect(readdirSync(folder)).toEqual(['latest.yml']);
});

it('from the command line: makes a pair of keys, and says what is missing', () => {
  const run = (...args: string[]) => spawnSync('npx', ['--no-install', 'tsx', 'build/sign-updates.ts', ...args], { cwd: root, encoding: 'utf8', env: { ...process.env, PORTAIL_UPDATE_KEY: '' } });
  expect(run().stdout).toMatch(/^publicKey MCow[\w+/]+=\nprivateKey MC4C[\w+/]+\n$/);
  const { status, stderr } = run(folder);
  expect([status, stderr]).toEqual([1, expect.stringContaining('PORTAIL_UPDATE_KEY')]);
});

it.each([
  ['https://mises-a-jour.exemple.fr/', ['MCow'], true],
  ['https://mises-a-jour.exemple.fr/', [], false],
  ['http://mises-a-jour.exemple.fr/', ['MCow'], false],
  ['https://mises-a-jour.portail-des-factures.example/', ['MCow'], false],
])('an address of %s with the keys %j is one to ask: %s', (address, publicKeys, isReal) => expect(isRealSource({ address, publicKeys })).toBe(isReal));

it('the packages know the address of the updates, and a version without a word for the town halls is refused', () => {
  const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string };
  expect(configuration().publish).toEqual({ provider: 'generic', url: updateSource.address });
  expect(releaseNotes(version)).not.toMatch(/^#|\*\*|\]\(/m);
  expect(() => releaseNotes('99.0.0')).toThrow(/docs\/versions\.md/);
});

it('a private key is never in the sources', () => {
  const known = execFileSync('git', ['ls-files'], { cwd: root, encoding: 'utf8' }).split('\n').filter((path) => /\.(ts|js|json|yml|md|pem|key)$/.test(path));
  expect(known.filter((path) => /MC4CAQAw[B]QYDK2Vw/.test(readFileSync(join(root, path), 'utf8')))).toEqual([]);
});
