// Why: what is offered is fetched and installed when it is ours, whole and newer; in every other case nothing is, and a sentence says why.
import { existsSync, readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ServerResponse } from 'node:http';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { newUpdateKeys } from '../../../build/sign-updates.ts';
import { findUpdater } from '../../../electron/updates/find-updater.ts';
import { signManifest } from '../../../electron/updates/manifest-signature.ts';
import { Updates } from '../../../electron/updates/updates.ts';
import { installedProgram, publish, startUpdateServer, type UpdateServer } from '../../support/update-server.ts';

const ours = newUpdateKeys();
const next = newUpdateKeys();
const stranger = newUpdateKeys();
const content = Buffer.alloc(300_000, 'version 1.1.0 ');
const noon = new Date(2026, 10, 24, 12);
const manifest = 'latest-linux.yml';

let server: UpdateServer;
let computer: ReturnType<typeof installedProgram>;
let installed: string[];
let told: string[];

beforeEach(async () => {
  server = await startUpdateServer();
  computer = installedProgram();
  process.env.APPIMAGE = computer.program;
  installed = [];
  told = [];
});
afterEach(async () => {
  delete process.env.APPIMAGE;
  await server.close();
  computer.remove();
});

interface Place { freeBytes?: number; stallMs?: number; timeLimitMs?: number; installsAlone?: boolean; fails?: boolean }
function open({ freeBytes = 1e12, stallMs = 300, timeLimitMs = 300, installsAlone = true, fails = false }: Place = {}): Updates {
  const updater = findUpdater({ kind: 'AppImage', source: { address: server.address, publicKeys: [ours.publicKey, next.publicKey] }, timeLimitMs, machine: computer.machine });
  return new Updates({
    version: computer.machine.app.version, updater, installsAlone, memoryFile: join(computer.userDataPath, 'mises-a-jour.json'), freeBytes: async () => freeBytes, stallMs, record: () => undefined,
    onReady: (version) => told.push(version),
    install: async ({ version, file }) => {
      if (fails) throw Object.assign(new Error('no'), { code: 'EPERM' });
      installed.push(`${version} ${readFileSync(file).equals(content) ? 'whole' : 'other'}`);
    },
  });
}

const received = () => (existsSync(computer.baseCachePath) ? readdirSync(computer.baseCachePath, { recursive: true, encoding: 'utf8' }).filter((name) => name.includes('AppImage')) : []);
const offer = (more: Partial<Parameters<typeof publish>[1]> = {}) => publish(server, { version: '1.1.0', content, key: ours, ...more });
const forge = (change: (text: string) => string, key = ours) => {
  const text = change(String(server.files.get(manifest)));
  server.files.set(manifest, text);
  server.files.set(`${manifest}.sig`, signManifest({ name: manifest, text, privateKey: key.privateKey }));
};

describe('a release of ours', () => {
  it('is fetched, shown with its notes, and installed when it is asked for', async () => {
    offer({ notes: 'Les reçus sont plus clairs.' });
    const updates = open();
    await updates.look(noon, 'alone');
    expect(updates.state).toMatchObject({ step: 'ready', problem: '', version: '1.0.0', offer: { version: '1.1.0', notes: 'Les reçus sont plus clairs.', bytes: content.length } });
    expect(told).toEqual(['1.1.0']);
    expect(installed).toEqual([]);
    await updates.install();
    expect(installed).toEqual(['1.1.0 whole']);
  });

  it('may bear the next key of the publisher', async () => {
    offer({ key: next });
    const updates = open();
    await updates.look(noon, 'asked');
    expect(updates.state).toMatchObject({ step: 'ready', problem: '' });
  });

  it('is asked for without saying which computer this is', async () => {
    offer();
    await open().look(noon, 'asked');
    expect(server.asked).toEqual([manifest, `${manifest}.sig`, 'portail-des-factures-1.1.0-linux-x86_64.AppImage']);
    expect(server.headers.filter((each) => 'x-user-staging-id' in each || 'cookie' in each)).toEqual([]);
  });

  it('already there is nothing new, and so is an older one: no way back by this door', async () => {
    for (const version of ['1.0.0', '0.9.0']) {
      offer({ version });
      const updates = open();
      await updates.look(noon, 'asked');
      expect(updates.state).toMatchObject({ step: 'idle', offer: null, problem: '', checkedAt: noon.toISOString() });
      expect(received()).toEqual([]);
    }
  });

  it('is fetched once, however often it is looked for, and the newest takes its place', async () => {
    offer();
    const updates = open();
    await updates.look(noon, 'asked');
    await updates.look(noon, 'asked');
    expect(server.asked.filter((name) => name.endsWith('AppImage'))).toHaveLength(1);
    offer({ version: '1.2.0', content: Buffer.alloc(1_000, 'x') });
    await updates.look(noon, 'asked');
    expect(updates.state).toMatchObject({ step: 'ready', offer: { version: '1.2.0' } });
  });

  it('stays ready when the server no longer answers', async () => {
    offer();
    const updates = open();
    await updates.look(noon, 'asked');
    server.files.clear();
    await updates.look(noon, 'asked');
    expect(updates.state.step).toBe('ready');
    await updates.install();
    expect(installed).toEqual(['1.1.0 whole']);
  });
});

const unsigned = /n’est pas signée par l’éditeur/;
const damaged = /incomplet ou abîmé/;
const silent = /ne répond pas/;
const strange = /ne donne pas ce que l’on attend/;
const hang = (response: ServerResponse) => void response.writeHead(200, { 'content-length': content.length });

describe('nothing is installed', () => {
  it.each<[string, RegExp, () => void]>([
    ['no signature', unsigned, () => server.files.delete(`${manifest}.sig`)],
    ['an empty signature', unsigned, () => server.files.set(`${manifest}.sig`, '')],
    ['a signature that is not one', unsigned, () => server.files.set(`${manifest}.sig`, '<html>Bonjour</html>')],
    ['another publisher: the signature of another key', unsigned, () => { offer({ key: stranger }); }],
    ['one character changed in what is signed', unsigned, () => server.files.set(manifest, String(server.files.get(manifest)).replace('1.1.0', '1.1.1'))],
    ['what was signed for Windows, given to Linux', unsigned, () => {
      offer({ manifestName: 'latest.yml' });
      server.files.set(`${manifest}.sig`, server.files.get('latest.yml.sig')!);
    }],
    ['a page instead of the manifest', unsigned, () => server.files.set(manifest, '<!doctype html><title>Identifiez-vous</title>')],
    ['a manifest that is not there', strange, () => server.files.clear()],
    ['a signed trial version', unsigned, () => forge((text) => text.replace('version: 1.1.0', 'version: 1.1.0-beta.1'))],
    ['a signed manifest that names a file elsewhere', unsigned, () => forge((text) => text.replaceAll('portail-des-factures-1.1.0', 'https://ailleurs.example/portail-1.1.0'))],
    ['a signed manifest that climbs folders', unsigned, () => forge((text) => text.replaceAll('portail-des-factures-1.1.0', '../../portail-1.1.0'))],
    ['a signed manifest without prints', unsigned, () => forge((text) => text.replace(/^ +sha512: .*\n/m, ''))],
    ['a signed manifest for another kind of package', unsigned, () => forge((text) => text.replaceAll('.AppImage', '.exe'))],
    ['a signed manifest that is no manifest', unsigned, () => forge(() => '- 1\n- 2\n')],
    ['a file that is not there', strange, () => server.files.delete(name('1.1.0'))],
    ['a file cut short', damaged, () => server.files.set(name('1.1.0'), content.subarray(0, 200_000))],
    ['a file with one byte changed', damaged, () => server.files.set(name('1.1.0'), Buffer.concat([content.subarray(1), Buffer.from('!')]))],
    ['a connection cut in the middle', silent, () => server.files.set(name('1.1.0'), (response) => { hang(response); response.write(content.subarray(0, 100_000), () => response.destroy()); })],
    ['a download that stops coming', silent, () => server.files.set(name('1.1.0'), (response) => { hang(response); response.write(content.subarray(0, 100_000)); })],
    ['a manifest that does not come', silent, () => server.files.set(manifest, () => undefined)],
    ['a manifest without an end', silent, () => server.files.set(manifest, (response) => {
      response.writeHead(200);
      const more = setInterval(() => response.write('# '.repeat(10_000)), 10);
      response.on('close', () => clearInterval(more));
    })],
  ])('%s', async (_, sentence, misbehave) => {
    offer();
    misbehave();
    const updates = open();
    await updates.look(noon, 'asked');
    expect(updates.state).toMatchObject({ step: 'idle', problem: expect.stringMatching(sentence) });
    await updates.install();
    await updates.tick(new Date(2026, 10, 25, 3));
    expect([installed, told]).toEqual([[], []]);
    expect(received()).toEqual([]);
    expect(readFileSync(computer.program, 'utf8')).toBe('version 1.0.0');
  });

  it('when nobody answers at the address', async () => {
    await server.close();
    const updates = open();
    await updates.look(noon, 'asked');
    expect(updates.state).toMatchObject({ step: 'idle', problem: expect.stringMatching(silent), checkedAt: null });
  });

  it('when the disk has no room for it: not a byte is fetched', async () => {
    offer();
    const updates = open({ freeBytes: 2 * content.length });
    await updates.look(noon, 'asked');
    expect(updates.state).toMatchObject({ step: 'idle', problem: expect.stringContaining('place sur le disque'), offer: { version: '1.1.0' } });
    expect(server.asked).toHaveLength(2);
  });

  it('when what was fetched has been changed since', async () => {
    for (const harm of [(file: string) => truncateSync(file, 10), (file: string) => writeFileSync(file, Buffer.alloc(statSync(file).size, 'y'))]) {
      offer();
      const updates = open();
      await updates.look(noon, 'asked');
      harm(join(computer.baseCachePath, received()[0]!));
      await updates.install();
      expect(installed).toEqual([]);
      expect(updates.state).toMatchObject({ step: 'idle', problem: expect.stringMatching(damaged) });
      await updates.look(noon, 'asked');
      expect(updates.state).toMatchObject({ step: 'ready', problem: '' });
    }
  });

  it('when the computer refuses: the sentence stays, and it may be tried again', async () => {
    offer();
    const updates = open({ fails: true });
    await updates.look(noon, 'asked');
    await updates.install();
    expect(updates.state).toMatchObject({ step: 'ready', problem: expect.stringContaining('administrateur') });
  });
});

describe('by itself', () => {
  const night = new Date(2026, 10, 25, 3);

  it('installs at night what was chosen for the night, and nothing else', async () => {
    offer();
    const updates = open();
    await updates.tick(noon);
    await updates.tick(night);
    expect(installed).toEqual([]);
    updates.chooseNight(true);
    expect(updates.state.isForTonight).toBe(true);
    updates.chooseNight(false);
    await updates.tick(night);
    expect(installed).toEqual([]);
    updates.chooseNight(true);
    await updates.tick(noon);
    expect(installed).toEqual([]);
    await updates.tick(night);
    await updates.tick(night);
    expect(installed).toEqual(['1.1.0 whole']);
  });

  it('keeps the choice of the night through a restart', async () => {
    offer();
    const before = open();
    await before.tick(noon);
    before.chooseNight(true);
    const updates = open();
    await updates.tick(new Date(2026, 10, 24, 12, 1));
    expect(updates.state).toMatchObject({ step: 'ready', isForTonight: true });
    expect(server.asked.filter((name) => name.endsWith('AppImage'))).toHaveLength(1);
    await updates.tick(night);
    expect(installed).toEqual(['1.1.0 whole']);
  });

  it('switched on in the morning, reads what is offered and fetches it at noon', async () => {
    offer();
    const updates = open();
    for (const minute of [0, 1, 2]) await updates.tick(new Date(2026, 10, 24, 8, minute));
    expect(updates.state).toMatchObject({ step: 'later', offer: { version: '1.1.0' }, problem: '' });
    expect(server.asked).toEqual([manifest, `${manifest}.sig`]);
    await updates.tick(new Date(2026, 10, 24, 11, 59));
    expect(received()).toEqual([]);
    await updates.tick(noon);
    expect(updates.state.step).toBe('ready');
  });

  it('on in office hours only, waits two days at most', async () => {
    offer();
    const morningOf = (day: number) => new Date(2026, 10, day, 9);
    for (const day of [24, 25]) await open().tick(morningOf(day));
    expect(received()).toEqual([]);
    const updates = open();
    await updates.tick(morningOf(26));
    expect(updates.state.step).toBe('ready');
  });

  it('does not wait for noon when someone asks, nor for what it has already', async () => {
    offer();
    const morning = new Date(2026, 10, 24, 9);
    const before = open();
    await before.tick(morning);
    await before.look(morning, 'asked');
    expect(before.state.step).toBe('ready');
    const updates = open();
    await updates.tick(new Date(2026, 10, 24, 9, 1));
    expect(updates.state.step).toBe('ready');
    expect(server.asked.filter((name) => name.endsWith('AppImage'))).toHaveLength(1);
  });

  it('never installs where an administrator must agree', async () => {
    offer();
    const updates = open({ installsAlone: false });
    await updates.tick(noon);
    updates.chooseNight(true);
    await updates.tick(night);
    expect([updates.state.isForTonight, installed]).toEqual([false, []]);
  });

  it('asks once a day', async () => {
    offer({ version: '1.0.0' });
    const updates = open();
    for (let minute = 0; minute < 48 * 60; minute += 1) await updates.tick(new Date(2026, 10, 24, 12, minute));
    expect(server.asked.filter((asked) => asked === manifest)).toHaveLength(3);
  });

  it('does not fetch again what has failed here, until someone asks', async () => {
    offer();
    open().giveUp('1.1.0', 'La version 1.1.0 n’allait pas.');
    const updates = open();
    await updates.tick(noon);
    expect(updates.state).toMatchObject({ step: 'idle', offer: { version: '1.1.0' } });
    expect(received()).toEqual([]);
    await updates.look(noon, 'asked');
    expect(updates.state.step).toBe('ready');
  });

  it('takes a damaged memory for none', async () => {
    for (const text of ['', '{', 'null', '[]', '"x"', '{"checkedAt":"hier","minuteOfNight":"x","failed":[1],"tonight":3}']) {
      writeFileSync(join(computer.userDataPath, 'mises-a-jour.json'), text);
      expect(open().state).toMatchObject({ checkedAt: null, isForTonight: false, problem: '' });
    }
  });
});

function name(version: string): string {
  return `portail-des-factures-${version}-linux-x86_64.AppImage`;
}
