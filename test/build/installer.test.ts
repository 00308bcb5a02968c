// The installers of Windows, their script compiled whole by the real compiler; and what a release is made of.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { configuration, productName } from '../../build/package/electron-builder.ts';
import { root } from '../support/source-files.ts';
import { compileInstallers, type Compiled } from '../support/windows-installers.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
// The tools that stand in for those of a release are scripts of a shell.
const hasCompiler = process.platform !== 'win32' && spawnSync('makensis', ['-VERSION']).status === 0;
let place: string;

beforeAll(() => { place = mkdtempSync(join(tmpdir(), 'portail-nsis-')); });
afterAll(() => rmSync(place, { recursive: true, force: true }));

describe.skipIf(!hasCompiler)('the whole script of the installers of Windows', () => {
  let compiled: Record<'x64' | 'arm64', Compiled>;
  beforeAll(async () => { compiled = await compileInstallers(place); }, 90_000);

  test('is compiled into an installer for each processor, which installed programs know to need an administrator', () => {
    const made = readdirSync(join(place, 'faits')).filter((name) => name.endsWith('.exe'));
    expect(made.sort()).toEqual(['portail-des-factures-1.2.3-windows-arm64.exe', 'portail-des-factures-1.2.3-windows-x64.exe']);
    const announced = readFileSync(join(place, 'faits/latest.yml'), 'utf8').split('- url: ').slice(1);
    expect(announced.map((each) => [each.split('\n')[0], each.includes('isAdminRightsRequired: true')]).sort()).toEqual(made.map((name) => [name, true]));
  });

  test.each(['x64', 'arm64'] as const)('%s: speaks French alone, carries its own program, and lets the residents in', (processor) => {
    const { installer, uninstaller } = compiled[processor];
    expect([...new Set([...installer.matchAll(/^LangString: "\w+" (\d+)/gm)].map(([, language]) => language))]).toEqual(['1036']);
    expect([...installer.matchAll(/^File: "(portail-.*?)"/gm)].map(([, name]) => name)).toEqual([`portail-des-factures-1.2.3-${processor}.nsis.7z`, `portail-des-factures-1.2.3-windows-${processor}.__uninstaller.exe`]);
    const rules = (said: string) => [...said.matchAll(/netsh\.exe" advfirewall firewall (\w+) rule name="Le portail des factures"(.*)/g)];
    // One left by an earlier installation is not doubled.
    expect([rules(uninstaller), rules(installer)].map((each) => each.map(([, action]) => action))).toEqual([['delete'], ['delete', 'add']]);
    expect(rules(installer)[1]?.[2]).toContain(`program="$INSTDIR\\${productName}.exe"`);
    expect(installer).toMatch(/^MessageBox: 48: "Le pare-feu de Windows n’a pas été réglé/m);
  });

  test('removes the program, its rule and its start with the session; the data, only when the command line says so', () => {
    const { uninstaller } = compiled.x64;
    expect(uninstaller).toContain(`DeleteRegValue: HKCU\\Software\\Microsoft\\Windows\\CurrentVersion\\Run\\${configuration().appId}`);
    expect(uninstaller.match(/^RMDir: \/r "(?!\$APPDATA).*/gm)).toEqual(['RMDir: /r "$INSTDIR"']);
    expect(uninstaller.match(/StrCpy \$isDeleteAppData "1"/g)).toHaveLength(1);
  });
});

test('the program calls itself by the name that the shortcuts and the registry know', () => {
  expect(read('electron/main.ts')).toContain(`app.setAppUserModelId('${configuration().appId}')`);
});

test('the installers: in French, for everybody on the computer, never touching the data', () => {
  const { nsis, win, mac, electronFuses } = configuration();
  expect(nsis).toMatchObject({ oneClick: false, perMachine: true, packElevateHelper: true, installerLanguages: ['fr_FR'], language: '1036', deleteAppDataOnUninstall: false });
  expect(win?.target).toEqual([{ target: 'nsis', arch: ['x64', 'arm64'] }]);
  expect(mac).toMatchObject({ hardenedRuntime: true, target: [{ target: 'dmg', arch: 'universal' }, { target: 'zip', arch: 'universal' }] });
  expect(electronFuses).toMatchObject({ runAsNode: false, onlyLoadAppFromAsar: true });
});

test('the guide of Windows says of a running program what its installer says', () => {
  const said = read('node_modules/app-builder-lib/templates/nsis/messages.yml');
  const guide = read('docs/guides/installer-windows.md');
  for (const words of ['est en cours d’utilisation', 'ne peut pas être fermé']) expect([said.includes(`fr: "\${PRODUCT_NAME} ${words}`), guide.includes(words)]).toEqual([true, true]);
});

test('a release runs only pinned actions, and gives the secrets to no other step than the one that signs', () => {
  const workflow = read('.github/workflows/release.yml');
  const actions = [...workflow.matchAll(/uses: (\S+)/g)].map(([, action = '']) => action);
  expect(actions.length).toBeGreaterThan(5);
  expect(actions.filter((action) => !/^actions\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  expect(workflow.split(/^ {6}- /m).filter((step) => step.includes('secrets.')).map((step) => /^name: (.*)$/m.exec(step)?.[1])).toEqual(['Make and sign']);
  for (const part of ['sha256sum', 'build/sbom.ts', 'attest-build-provenance', '--draft', 'npm run package -- --release']) expect(workflow).toContain(part);
});

test('a release waits for every test, in full, and for the locks of each system', () => {
  const workflow = read('.github/workflows/release.yml');
  const jobs = Object.fromEntries(workflow.slice(workflow.indexOf('\njobs:')).split(/^ {2}(?=\w+:$)/m).map((job) => [job.slice(0, job.indexOf(':')), job]));
  expect(jobs.package).toContain('needs: [test, payments]');
  expect(jobs.payments).toContain('npm run test:payments');
  for (const tool of ['nsis', 'squashfs-tools']) expect(jobs.test).toMatch(new RegExp(`apt-get install -y .*\\b${tool}\\b`));
  expect(jobs.test?.indexOf('apparmor_restrict_unprivileged_userns=0')).toBeLessThan(jobs.test?.indexOf('.ci/run') ?? 0);
  expect(jobs.package?.match(/check-fuses\.ts .*/g)).toEqual(['check-fuses.ts release/win-unpacked/*factures.exe release/win-arm64-unpacked/*factures.exe', 'check-fuses.ts release/mac-universal/*.app']);
  expect(workflow).not.toContain('ubuntu-22.04');
});
