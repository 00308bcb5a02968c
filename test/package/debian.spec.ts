// Why: the Debian package as its administrator meets it: apt installs it with what it needs, replaces it, takes it away, and never touches the data.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { executableName, productName } from '../../build/package/electron-builder.ts';
import { freePort } from '../support/free-port.ts';
import { expect, startProgram, test } from './installed-app.ts';

const command = `/usr/bin/${executableName}`;
const program = join('/opt', productName);
const menuEntry = `/usr/share/applications/${executableName}.desktop`;
const asRoot = rootCommand();

test.skip(asRoot === undefined, 'only root, or a CI machine where sudo asks nothing, may install a package');
test.skip(existsSync(program), `${program} is there already: it is not ours to replace`);

test.beforeEach(({ installation: { deb } }) => { test.skip(!resolves(deb), 'apt finds here nothing of what the package needs'); });

test('installed by apt, started by its name, installed over itself, purged: the data remain', async ({ installation: { deb }, display }) => {
  test.setTimeout(300_000);
  const profile = mkdtempSync(join(tmpdir(), 'profil-debian-'));
  try {
    await test.step('installed', () => {
      apt('install', deb);
      expect([existsSync(command), existsSync(menuEntry)]).toEqual([true, true]);
    });
    await test.step('started', () => startAndStop({ display, profile }));
    const before = dataIn(profile);
    expect(Object.keys(before).length).toBeGreaterThan(1);
    await test.step('installed over itself', () => {
      apt('install', '--reinstall', deb);
      expect(existsSync(command)).toBe(true);
      expect(dataIn(profile)).toEqual(before);
    });
    await test.step('purged', () => {
      apt('purge', executableName);
      expect([command, program, menuEntry, `/etc/apparmor.d/${executableName}`, `/etc/alternatives/${executableName}`].filter((path) => existsSync(path))).toEqual([]);
      expect(dataIn(profile)).toEqual(before);
    });
  } finally {
    if (existsSync(program)) apt('purge', executableName);
    rmSync(profile, { recursive: true, force: true });
  }
});

async function startAndStop({ display, profile }: { display: Record<string, string>; profile: string }): Promise<void> {
  const port = await freePort();
  const app = await startProgram(command, ['--portal-port', String(port)], { ...process.env, ...display, XDG_CONFIG_HOME: profile, PORTAIL_ESSAI_MISES_A_JOUR: '{"address":"http://127.0.0.1:9/","publicKeys":[]}' });
  try {
    await expect(app.page.getByLabel('Vos prénom et nom').or(app.page.getByRole('button', { name: /Nouvelle installation/ }))).toBeVisible({ timeout: 60_000 });
    expect(await fetch(`http://127.0.0.1:${port}/sante`).then(({ status }) => status)).toBe(200);
  } finally {
    await app.quit();
  }
}

const resolves = (deb: string): boolean => asRoot !== undefined && spawnSync('apt-get', ['install', '--simulate', deb], { stdio: 'ignore' }).status === 0;

/** Prints of the files of the portal, by name. */
function dataIn(profile: string): Record<string, string> {
  const folder = join(profile, executableName, 'donnees');
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  return Object.fromEntries(files.map((file) => [file, createHash('sha256').update(readFileSync(file)).digest('hex')]));
}

/** What it needs is looked for again when the lists of this machine are absent or too old. */
function apt(verb: string, ...what: string[]): void {
  const run = (args: string[]) => {
    const [tool = '', ...rest] = [...(asRoot ?? []), 'env', 'DEBIAN_FRONTEND=noninteractive', 'apt-get', ...args];
    return spawnSync(tool, rest, { encoding: 'utf8' });
  };
  const order = [verb, '-y', '-qq', ...(verb === 'install' ? ['--no-install-recommends'] : []), ...what];
  if (run(order).status === 0) return;
  run(['update', '-qq']);
  const { status, stderr } = run(order);
  if (status !== 0) throw new Error(`apt-get ${order.join(' ')} failed:\n${stderr}`);
}

function rootCommand(): string[] | undefined {
  if (process.platform !== 'linux' || spawnSync('apt-get', ['--version']).error !== undefined) return undefined;
  if (process.getuid?.() === 0) return [];
  const isFree = Boolean(process.env.CI) && spawnSync('sudo', ['-n', 'true']).status === 0;
  return isFree ? ['sudo', '-n'] : undefined;
}
