// The settings: two agents at once, a file that carries them, a logo of any kind, and what a new portal still lacks.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Settings, SettingsPreviewDto, SetupDto } from '../../server/contract/schemas.ts';
import { AuditEntry } from '../../server/models/index.ts';
import { watchSettings } from '../../server/settings.ts';
import { isInTransaction } from '../../server/transaction-scope.ts';
import { plainSpaces } from '../support/french.ts';
import { codeOf, openStaff, openStaffAs, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

interface Read { settings: Settings; versions: Record<string, string>; hasLogo: boolean }
const png = (bytes = 16) => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(bytes)]);
let server: TestServer;
let staff: StaffBrowser;
let colleague: StaffBrowser;
const read = (browser = staff) => browser.call<Read>('settings.read', {});
const saveHours = (browser: StaffBrowser, { settings, versions }: Read, hours: string) => browser.postJson('/api/settings.update', { patch: { contact: { ...settings.contact, hours } }, versions: { contact: versions.contact } });

beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
  colleague = await openStaffAs(server, 'secretary');
});
afterAll(() => server.stop());

test('the window of a real commune does not say that payments are play', async () => {
  expect(await staff.call('session.current', {})).toMatchObject({ isPlay: false });
});

describe('two agents with the same page', () => {
  test('the second is told who saved what and when, and nothing is overwritten', async () => {
    const [mine, theirs] = [await read(), await read(colleague)];
    expect(codeOf(await saveHours(staff, mine, 'le matin'))).toBe('ok');
    const answer = await saveHours(colleague, theirs, 'le soir');
    expect([answer.status, codeOf(answer)]).toEqual([409, 'settings_changed_meanwhile']);
    expect(plainSpaces(JSON.parse(answer.text).message)).toMatch(/^Mme Martin a modifié cette page le \d\d\/\d\d\/\d{4}.* Votre saisie est gardée/);
    expect((await read()).settings.contact.hours).toBe('le matin');
    expect(codeOf(await saveHours(colleague, await read(colleague), 'le soir'))).toBe('ok');
    expect((await read()).settings.contact.hours).toBe('le soir');
  });

  test('those who follow the settings are told once it is over, and cannot undo what is saved', async () => {
    const heard: boolean[] = [];
    const unwatch = watchSettings(() => {
      heard.push(isInTransaction());
      throw new Error('not followed');
    });
    const former = await read();
    expect(codeOf(await saveHours(staff, former, 'à midi'))).toBe('ok');
    expect(codeOf(await saveHours(colleague, former, 'le soir'))).toBe('settings_changed_meanwhile');
    await staff.call('payments.suspend', { place: 'portal', sentence: 'Clôture.' });
    await staff.call('payments.suspend', { place: 'portal', sentence: null });
    unwatch();
    expect(heard).toEqual([false, false, false, false]);
    expect((await read()).settings.contact.hours).toBe('à midi');
  });

  test('another page is not concerned, and twenty at once leave one', async () => {
    const mine = await read();
    await colleague.call('settings.update', { patch: { legal: { publicationDirector: 'Le maire', address: '', dpoContact: '' } } });
    const answers = await Promise.all(Array.from({ length: 20 }, (_, turn) => saveHours(staff, mine, `horaire ${turn}`)));
    expect(answers.map(codeOf).filter((code) => code === 'ok')).toHaveLength(1);
  });
});

describe('the settings as a file', () => {
  const exported = async () => (await staff.get('/files/settings.json')).text;
  const changed = async (change: (settings: Settings) => void) => {
    const file = JSON.parse(await exported());
    change(file.settings);
    return JSON.stringify(file);
  };
  const preview = (text: string) => staff.call<SettingsPreviewDto>('settings.previewImport', { text });
  const refused = async (text: string) => JSON.parse((await staff.postJson('/api/settings.previewImport', { text })).text) as { code: string; message: string };

  test('carries no secret', async () => {
    await staff.call('settings.update', { patch: {}, smtpPassword: 'mot-de-passe-smtp-77' });
    const text = await exported();
    expect(text).not.toMatch(/mot-de-passe-smtp-77|v1\.|password_hash|smtp-password/);
    expect(await preview(text)).toMatchObject({ changes: [], hasNewLogo: false });
  });

  test('shows what would change, then changes it together, once, in the journal', async () => {
    const text = await changed((settings) => {
      settings.contact.phone = '05 00 00 00 00';
      settings.staff.lockMinutes = 30;
    });
    const { changes, versions } = await preview(text);
    expect(changes).toEqual([{ section: 'contact', field: 'phone', before: '05 61 00 19 30', after: '05 00 00 00 00' }, { section: 'staff', field: 'lockMinutes', before: '15', after: '30' }]);
    const entries = await AuditEntry.count({ where: { action: 'settings_changed' } });
    await staff.call('settings.import', { text, versions });
    expect((await read()).settings).toMatchObject({ contact: { phone: '05 00 00 00 00' }, staff: { lockMinutes: 30 } });
    expect(await AuditEntry.count({ where: { action: 'settings_changed' } })).toBe(entries + 1);
    expect(codeOf(await staff.postJson('/api/settings.import', { text: await changed((settings) => { settings.contact.phone = '1'; }), versions }))).toBe('settings_changed_meanwhile');
  });

  test.each([
    ['nothing', async () => '', 'settings_file_not_one', /n’est pas un export/],
    ['another JSON', async () => '{"a":1}', 'settings_file_not_one', /n’est pas un export/],
    ['a cut file', async () => (await exported()).slice(0, -40), 'settings_file_not_one', /n’est pas un export/],
    ['a later version', async () => JSON.stringify({ ...JSON.parse(await exported()), version: 2 }), 'settings_file_too_recent', /plus récente/],
    ['a wrong colour', () => changed((settings) => { settings.commune.accentColor = 'rouge'; }), 'settings_file_invalid', /« Couleur d’accent » couleur attendue/],
    ['a port that is none', () => changed((settings) => { settings.smtp.port = 70_000; }), 'settings_file_invalid', /« Port » 65 535 au plus/],
    ['a missing section', async () => JSON.stringify({ ...JSON.parse(await exported()), settings: {} }), 'settings_file_invalid', /Rien n’a été changé/],
    ['a drawing as logo', async () => JSON.stringify({ ...JSON.parse(await exported()), logo: Buffer.from('<svg onload="x()"/>').toString('base64') }), 'settings_file_invalid', /le logo n’est pas une image/],
  ])('refuses %s', async (...[, make, code, says]) => {
    const before = JSON.stringify((await read()).settings);
    const text = await make();
    const answer = await refused(text);
    expect([answer.code, plainSpaces(answer.message)]).toEqual([code, expect.stringMatching(says)]);
    expect(codeOf(await staff.postJson('/api/settings.import', { text, versions: {} }))).toBe(code);
    expect(JSON.stringify((await read()).settings)).toBe(before);
  });

  test('brings its logo', async () => {
    await staff.put('/files/logo', png(100));
    const text = await exported();
    await staff.put('/files/logo', png(200));
    expect((await preview(text)).hasNewLogo).toBe(true);
    await staff.call('settings.import', { text, versions: {} });
    expect((await staff.get('/files/logo')).body.equals(png(100))).toBe(true);
  });
});

describe('a logo', () => {
  const code = async (content: Buffer, headers: Record<string, string> = {}) => codeOf(await staff.send('/files/logo', { method: 'PUT', body: content, headers: { Origin: server.staffUrl, 'Content-Type': 'application/octet-stream', ...headers } }));

  test('of 40 MB is refused on its announced weight, before it is read', async () => {
    expect(await code(Buffer.from('x'), { 'Content-Length': String(40 * 1024 * 1024) })).toBe('file_too_large');
    expect(await code(png(11 * 1024))).toBe('file_too_large');
  });

  test.each([
    '<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>', '<svg onload="alert(1)"/>', '<svg><foreignObject><iframe src="//evil.test"/></foreignObject></svg>',
    '<?xml version="1.0"?><!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]><svg>&x;</svg>', 'GIF89a', '<html></html>', 'RIFF1234WAVE',
  ])('%s is no logo', async (content) => {
    expect(await code(Buffer.from(content))).toBe('image_invalid');
  });
});

describe('what a new portal lacks', () => {
  const states = async () => Object.fromEntries((await staff.call<SetupDto>('setup.read', {})).steps.map(({ id, state }) => [id, state]));
  const choose = (step: string, choice: string | null) => staff.call('setup.choose', { step, choice });

  test('is found from the facts; a choice counts until the fact is there', async () => {
    expect(await states()).toMatchObject({ commune: 'done', contact: 'done', portal: 'missing', mail: 'missing', regies: 'missing', agents: 'done', legal: 'missing', backup: 'missing' });
    await choose('legal', 'later');
    await choose('regies', 'not_needed');
    expect(await states()).toMatchObject({ legal: 'later', regies: 'not_needed' });
    expect((await staff.call<{ setupLeft: string[] }>('dashboard.read', {})).setupLeft).toEqual(['portal', 'mail', 'legal', 'backup']);
    await staff.call('settings.update', { patch: { legal: { publicationDirector: 'Le maire', address: 'Place de la Mairie', dpoContact: 'dpo@exemple.test' } } });
    expect(await states()).toMatchObject({ legal: 'done' });
    await choose('regies', null);
    expect(await states()).toMatchObject({ regies: 'missing' });
  });

  test('what every portal needs is put off, never struck out', async () => {
    await choose('backup', 'not_needed');
    expect(await states()).toMatchObject({ backup: 'missing' });
  });
});
