// The Windows installer's own part, compiled with the real compiler in the frame that electron-builder gives it; and what a release is made of.
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configuration, productName } from '../../build/package/electron-builder.ts';
import { root } from '../support/source-files.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const hasCompiler = spawnSync('makensis', ['-VERSION']).status === 0;

/** What templates/nsis/common.nsh and include/installer.nsh of electron-builder define around ours. */
const frame = `
Unicode true
Name "${productName}"
OutFile "essai.exe"
RequestExecutionLevel admin
!include LogicLib.nsh
!define APP_EXECUTABLE_FILENAME "${productName}.exe"
!define APP_ID "${configuration().appId}"
!macro _isUpdated _a _b _t _f
  !insertmacro _== 1 2 \`\${_t}\` \`\${_f}\`
!macroend
!define isUpdated '"" isUpdated ""'
!include "${join(root, 'build/package/installer.nsh')}"
Section
  SetOutPath $INSTDIR
  WriteUninstaller "$INSTDIR\\retirer.exe"
  !insertmacro customInstall
SectionEnd
Section Uninstall
  !insertmacro customUnInstall
SectionEnd
`;

test.skipIf(!hasCompiler)('the rule of the firewall is added at the installation and removed with the program', () => {
  const folder = mkdtempSync(join(tmpdir(), 'portail-nsis-'));
  try {
    writeFileSync(join(folder, 'essai.nsi'), frame);
    const said = execFileSync('makensis', ['-V4', '-WX', 'essai.nsi'], { cwd: folder, encoding: 'utf8' });
    const calls = said.split('\n').filter((line) => line.includes('netsh.exe'));
    expect(calls.map((line) => /firewall (add|delete) rule name="Le portail des factures"/.exec(line)?.[1])).toEqual(['delete', 'add', 'delete']);
    expect(calls[1]).toContain(`program="$INSTDIR\\${productName}.exe"`);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
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
