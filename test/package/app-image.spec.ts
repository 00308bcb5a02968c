// Why: the AppImage, the package of the other Linux, starts, keeps its sandbox, and knows where it is itself.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureElectronRuntime, versionOf } from '../../build/electron-runtime.ts';
import { packagesFolder } from '../../build/package/electron-builder.ts';
import { createFirstAgent } from '../e2e/ask-staff.ts';
import { freePort } from '../support/free-port.ts';
import { root } from '../support/source-files.ts';
import { expect, startProgram, test } from './installed-app.ts';

const made = existsSync(join(root, packagesFolder)) ? readdirSync(join(root, packagesFolder)).find((name) => name.endsWith('.AppImage')) : undefined;
const appImage = join(root, packagesFolder, made ?? '');
let place: string;

test.skip(made === undefined, 'no AppImage was made here: neither electron-builder’s tools nor squashfs-tools');
test.beforeEach(() => {
  place = mkdtempSync(join(tmpdir(), 'AppImage de l’été '));
  for (const folder of ['tmp', 'profil']) mkdirSync(join(place, folder));
});
test.afterEach(() => rmSync(place, { recursive: true, force: true }));

test('made with another Electron than the one that is shipped, its name says so', async () => {
  const { devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { devDependencies: { electron: string } };
  expect(made?.includes('-essai-')).toBe(versionOf(await ensureElectronRuntime()) !== devDependencies.electron);
});

test('its entry in the menu keeps the sandbox', () => {
  execFileSync(appImage, ['--appimage-extract', '*.desktop'], { cwd: place });
  const entry = readFileSync(join(place, 'squashfs-root/portail-des-factures.desktop'), 'utf8');
  expect(entry).toMatch(/^Exec=AppRun %U$/m);
});

test('starts, serves, and has the session start the file itself', async ({ display }) => {
  test.setTimeout(120_000);
  const port = await freePort();
  const profile = join(place, 'profil');
  const app = await startProgram(appImage, ['--portal-port', String(port)], { ...process.env, ...display, TMPDIR: join(place, 'tmp'), XDG_CONFIG_HOME: profile, PORTAIL_ESSAI_MISES_A_JOUR: '{"address":"http://127.0.0.1:9/","publicKeys":[]}' });
  try {
    await expect(app.page.getByLabel('Vos prénom et nom').or(app.page.getByRole('button', { name: /Nouvelle installation/ }))).toBeVisible({ timeout: 60_000 });
    expect(await fetch(`http://127.0.0.1:${port}/sante`).then(({ status }) => status)).toBe(200);
    await createFirstAgent(app.page);
    await app.page.evaluate(() => window.desktop?.changePreferences({ startsWithSession: true }));
    expect(readFileSync(join(profile, 'autostart/portail-des-factures.desktop'), 'utf8')).toContain(`Exec="${appImage}" "--hidden"`);
  } finally {
    await app.quit();
  }
  await expect(fetch(`http://127.0.0.1:${port}/sante`)).rejects.toThrow();
});
