// The guide of the server says what the program does: its options, its variables, its addresses; and its examples hold together.
import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configOptions, readConfig } from '../../server/config.ts';
import { root, sourceFiles, withoutComments } from '../support/source-files.ts';

const read = (path: string) => readFileSync(join(root, path), 'utf8');
const guide = read('docs/serveur.md');
const unit = read('docs/serveur/portail-des-factures.service');
const rows = [...guide.matchAll(/^\| `(--[\w-]+)` \| `(\w+)` \| (.+?) \|/gm)].map(([, option = '', variable = '', byDefault = '']) => ({ option, variable, byDefault: byDefault.replaceAll('`', '') }));

test('every option is in the table, with its variable, and no other', () => {
  const named = (type: string) => Object.entries(configOptions).filter(([, option]) => option.type === type).map(([name]) => `--${name}`);
  expect(rows.map(({ option }) => option)).toEqual(named('string'));
  const flags = [...guide.matchAll(/^\| `(--[\w-]+)` \| (?:`PORTAIL_\w+=1`)? ?\| /gm)].map(([, option]) => option);
  expect(flags).toEqual(named('boolean'));
  for (const { option, variable } of rows) expect(variable).toBe(`PORTAIL_${option.slice(2).toUpperCase().replaceAll('-', '_')}`);
});

test('the defaults are those of the program', () => {
  const { dataFolder, portalPort, staffPort, publicUrl, payfipUrl, trustedProxies } = readConfig([], {});
  expect(rows.map(({ byDefault }) => byDefault)).toEqual(['~/.portail-des-factures', String(portalPort), String(staffPort), 'celle des réglages', 'celle des réglages', 'aucun']);
  expect([dataFolder.endsWith('/.portail-des-factures'), publicUrl, payfipUrl, trustedProxies]).toEqual([true, undefined, undefined, []]);
});

test('every variable that the server reads is told', () => {
  const readByServer = sourceFiles(['server'], ['.ts', '.cjs']).flatMap(({ text }) => variablesIn(withoutComments(text)));
  expect(readByServer).toEqual(expect.arrayContaining(['PORTAIL_LOG', 'PORTAIL_KNOWN', 'OneDrive']));
  const givenBySystem = ['npm_lifecycle_event', 'OneDrive', 'OneDriveCommercial', 'OneDriveConsumer'];
  const told = new Set([...guide.matchAll(/`([A-Z_]{4,})(?:=1)?`/g)].map(([, name]) => name));
  expect([...new Set(readByServer)].filter((name) => !told.has(name) && !givenBySystem.includes(name))).toEqual([]);
});

/** `env.NAME`, `env['NAME']` and `{ NAME, OTHER: given } = process.env`; the options' own names are made of theirs. */
function variablesIn(code: string): string[] {
  const alone = [...code.matchAll(/\benv(?:\.(\w+)|\['(\w+)'\])/g)].map(([, dotted, bracketed]) => dotted ?? bracketed ?? '');
  const together = [...code.matchAll(/\{([^{}]*)\}(?:: [\w.]+)? = process\.env\b/g)].flatMap(([, names = '']) => [...names.matchAll(/(?:^|,)\s*(\w+)/g)].map(([, name = '']) => name));
  return [...alone, ...together];
}

test('the unit of systemd starts what exists, with options that are understood', () => {
  const settings = [...unit.matchAll(/^Environment=(\w+)=(.*)$/gm)].map(([, name = '', value = '']) => [name, value]);
  expect(readConfig([], Object.fromEntries(settings))).toMatchObject({ dataFolder: '/var/lib/portail-des-factures', portalPort: 8080, staffPort: 8081, trustedProxies: ['127.0.0.1', '::1'] });
  expect(rows.map(({ variable }) => variable)).toEqual(expect.arrayContaining(settings.map(([name]) => name)));
  const [, entry = ''] = /^ExecStart=\/usr\/bin\/node (\S+)$/m.exec(unit) ?? [];
  expect(existsSync(join(root, entry))).toBe(true);
  const verified = spawnSync('systemd-analyze', ['verify', join(root, 'docs/serveur/portail-des-factures.service')], { encoding: 'utf8' });
  if (!verified.error) expect(verified.stderr.split('\n').filter((line) => /Unknown|Failed to parse|Invalid/i.test(line))).toEqual([]);
});

test('the examples of proxies speak to the port of the unit, and tell the portal its name and its visitors', () => {
  const nginx = read('docs/serveur/nginx.conf');
  for (const line of ['proxy_pass http://127.0.0.1:8080;', 'proxy_set_header Host $host;', 'proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;']) expect(nginx).toContain(line);
  expect(read('docs/serveur/Caddyfile')).toContain('reverse_proxy 127.0.0.1:8080');
  for (const [, link = ''] of guide.matchAll(/\]\(([^)]+)\)/g)) expect([link, existsSync(join(root, 'docs', link))]).toEqual([link, true]);
});

const has = (program: string) => spawnSync(program, ['-h']).error === undefined;

test.skipIf(!has('nginx') || !has('openssl'))('nginx takes its example: only the ports, which ask for root, and the certificate are of the test', () => {
  const place = mkdtempSync(join(tmpdir(), 'portail-nginx-'));
  try {
    execFileSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-subj', '/CN=factures.macommune.fr', '-keyout', join(place, 'privkey.pem'), '-out', join(place, 'fullchain.pem')], { stdio: 'ignore' });
    let sockets = 0;
    const example = read('docs/serveur/nginx.conf').replace(/listen (\[::\]:)?(80|443)/g, () => `listen unix:${place}/${(sockets += 1)}.sock`).replace(/\/etc\/letsencrypt\/live\/[^/]+/g, place);
    expect(sockets).toBe(4);
    const ownFolders = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${place}/${name};`).join('\n');
    writeFileSync(join(place, 'nginx.conf'), `pid nginx.pid;\nerror_log stderr;\nevents {}\nhttp {\naccess_log off;\n${ownFolders}\n${example}\n}\n`);
    const { status, stderr } = spawnSync('nginx', ['-t', '-p', place, '-c', join(place, 'nginx.conf')], { encoding: 'utf8' });
    expect([status, stderr]).toEqual([0, expect.stringContaining('test is successful')]);
  } finally {
    rmSync(place, { recursive: true, force: true });
  }
});

test.skipIf(!has('caddy'))('Caddy takes its example', () => {
  const { status, stderr } = spawnSync('caddy', ['validate', '--adapter', 'caddyfile', '--config', join(root, 'docs/serveur/Caddyfile')], { encoding: 'utf8' });
  expect([status, stderr]).toEqual([0, expect.not.stringContaining('"level":"warn"')]);
});

test('the task of Windows has no end, minds no battery and comes back, with options that the server knows', () => {
  const [, script = ''] = /```powershell\n([\s\S]*?)```/.exec(guide) ?? [];
  for (const setting of ['-ExecutionTimeLimit ([TimeSpan]::Zero)', '-AllowStartIfOnBatteries', '-DontStopIfGoingOnBatteries', '-RestartCount', '-RestartInterval', '-AtStartup', '-LogonType ServiceAccount']) expect(script).toContain(setting);
  const [, entry = '', options = ''] = /-Argument '"C:\\Program Files\\portail\\(.+?)" (.*)'/.exec(script) ?? [];
  expect(existsSync(join(root, entry.replaceAll('\\', '/')))).toBe(true);
  expect(readConfig(options.split(' '), {})).toMatchObject({ dataFolder: expect.stringContaining('portail'), staffPort: 8081 });
});
