// Why: what the package holds and what it does not: locks, size, licences, nothing of the workshop.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { listPackage, extractFile } from '@electron/asar';
import { electronIn, ensureElectronRuntime } from '../../build/electron-runtime.ts';
import { wrongFuses } from '../../build/package/check-fuses.ts';
import { billOfMaterials } from '../../build/sbom.ts';
import { runtimePackages, shippedPackages } from '../../build/package/shipped-packages.ts';
import { root } from '../support/source-files.ts';
import { expect, test } from './installed-app.ts';

test.skip(process.platform !== 'linux', 'the package of this system has no test yet');

const largestInstalled = 350 * 1024 * 1024;
const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: Record<string, string> };

test('the program starts neither as Node nor under an inspector, and only from its archive', async ({ installation: { executable } }) => {
  expect(await wrongFuses(executable)).toEqual([]);
  // The check itself sees an open lock: those of Electron as it comes.
  expect(await wrongFuses(electronIn(await ensureElectronRuntime()))).toEqual(expect.arrayContaining(['RunAsNode', 'EnableNodeCliInspectArguments', 'OnlyLoadAppFromAsar']));
});

test('holds what was built and what it runs with: no source, no test, no tool', ({ installation: { program } }) => {
  const archive = join(program, 'resources/app.asar');
  const files = listPackage(archive, { isPack: false }).map((path) => path.replaceAll('\\', '/'));
  const ours = files.filter((path) => !path.startsWith('/node_modules'));
  expect(ours.filter((path) => !/^\/(package\.json|dist(\/(server|electron|renderer)(\/.*)?)?|resources(\/.*)?)$/.test(path))).toEqual([]);
  expect(files.filter((path) => /\.(ts|vue|map|tsbuildinfo|gyp)$|\/(__tests__|\.git|\.cache)(\/|$)|^\/node_modules\/[^@/]+\/tests?$/.test(path))).toEqual([]);
  const packages = new Set(files.flatMap((path) => /^\/(node_modules\/(?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1] ?? []).filter((path) => !/\/@[^/]+$/.test(path)));
  expect(Object.keys(devDependencies).filter((name) => packages.has(`node_modules/${name}`))).toEqual([]);
  expect([...packages].sort()).toEqual(runtimePackages(root).map(({ folder }) => folder).filter((folder) => /^node_modules\/(@[^/]+\/)?[^/]+$/.test(folder)).sort());
  const description = JSON.parse(extractFile(archive, 'package.json').toString('utf8')) as Record<string, unknown>;
  expect(Object.keys(description).filter((key) => ['scripts', 'devDependencies', 'allowScripts'].includes(key))).toEqual([]);
});

test('native modules are outside the archive, for this system only', ({ installation: { program } }) => {
  const unpacked = join(program, 'resources/app.asar.unpacked');
  const natives = readdirSync(unpacked, { recursive: true, encoding: 'utf8' }).filter((path) => path.endsWith('.node'));
  expect(natives.filter((path) => !path.includes('linux-'))).toEqual([]);
  expect(natives.some((path) => path.includes('sqlite3')) && natives.some((path) => path.includes('argon2'))).toBe(true);
  expect(existsSync(join(program, 'resources/default_app.asar'))).toBe(false);
});

test('weighs less than 350 MB once installed', ({ installation: { folder } }) => {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0)).toBeLessThan(largestInstalled);
});

test('carries the licence of each package that it ships', ({ installation: { program } }) => {
  const licences = readFileSync(join(program, 'resources/licences.txt'), 'utf8');
  const shipped = shippedPackages(root);
  expect(shipped.map(({ name }) => name)).toEqual(expect.arrayContaining(['koa', 'sequelize', '@appthreat/sqlite3', 'vue', 'vuetify', 'electron']));
  expect(shipped.filter(({ name, version }) => !licences.includes(`${name} ${version} (`))).toEqual([]);
  expect(shipped.filter(({ license }) => !/\b(MIT|MIT-0|ISC|BSD-[23]-Clause|Apache-2\.0|0BSD|BlueOak-1\.0\.0|PSF-2\.0|Python-2\.0)\b/.test(license)).map(({ name, license }) => `${name}: ${license}`)).toEqual([]);
});

test('the Debian package says what it is, and its scripts can be read', ({ installation: { deb, folder } }) => {
  const field = (name: string) => execFileSync('dpkg-deb', ['-f', deb, name], { encoding: 'utf8' }).trim();
  expect([field('Package'), field('Architecture')]).toEqual(['portail-des-factures', process.arch === 'arm64' ? 'arm64' : 'amd64']);
  expect(field('Depends')).toContain('libgtk-3-0');
  expect(field('Description')).toContain('factures communales');
  for (const script of ['postinst', 'postrm']) execFileSync('bash', ['-n'], { input: execFileSync('dpkg-deb', ['-I', deb, script]) });
  const entry = readFileSync(join(folder, 'usr/share/applications/portail-des-factures.desktop'), 'utf8');
  expect(entry).toContain('Name=Le portail des factures\nExec="/opt/Le portail des factures/portail-des-factures"');
  for (const size of [16, 48, 256, 512]) expect(existsSync(join(folder, `usr/share/icons/hicolor/${size}x${size}/apps/portail-des-factures.png`))).toBe(true);
});

test('the bill of materials names all that is shipped, for the three systems, and no tool', () => {
  const { bomFormat, metadata, components, dependencies } = billOfMaterials();
  expect([bomFormat, metadata.component.name]).toEqual(['CycloneDX', 'portail-des-factures']);
  const named = components.map((each) => each['bom-ref']);
  expect(shippedPackages(root).filter(({ name, version }) => !named.includes(`${name}@${version}`))).toEqual([]);
  expect(named.filter((name) => /argon2-/.test(name)).map((name) => name.replace(/@[\d.]+$/, ''))).toEqual(expect.arrayContaining(['darwin-arm64', 'darwin-x64', 'linux-x64-gnu', 'win32-arm64-msvc', 'win32-x64-msvc'].map((system) => `@node-rs/argon2-${system}`)));
  expect(named.filter((name) => /^(vite|vitest|eslint|electron-builder|@playwright\/test)@/.test(name))).toEqual([]);
  expect(dependencies.flatMap(({ ref, dependsOn = [] }) => [ref, ...dependsOn]).filter((ref) => ref !== metadata.component['bom-ref'] && !named.includes(ref))).toEqual([]);
});
