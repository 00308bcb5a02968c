// Two agents with the same page: of a régie, of an announcement, of the logo, the second is told who saved what and when, and nothing is overwritten unseen.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AnnouncementDto, ColleagueDto, RegieDto } from '../../server/contract/schemas.ts';
import type { PayerDetailDto } from '../../server/contract/payer-schemas.ts';
import { enterPaymentWorld } from '../../server/commands/enter-payment-world.ts';
import { Payer } from '../../server/models/index.ts';
import { plainSpaces } from '../support/french.ts';
import { csvOf, importFiles } from '../support/household.ts';
import { inProduction, startPayingTown, type PayingTown } from '../support/paid.ts';
import { codeOf, openStaffAs, type StaffBrowser } from '../support/staff-browser.ts';
import type { Answer } from '../support/browser.ts';

let town: PayingTown;
let staff: StaffBrowser;
let colleague: StaffBrowser;
beforeAll(async () => {
  town = await startPayingTown();
  ({ staff } = town);
  colleague = await openStaffAs(town.server, 'administrator');
});
afterAll(() => town.stop());

const png = (bytes: number) => Buffer.concat([Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]), Buffer.alloc(bytes)]);
const sentenceOf = (answer: Answer) => plainSpaces((JSON.parse(answer.text) as { message: string }).message);
const isTold = expect.stringMatching(/^Agent administrator a modifié cette page le \d\d\/\d\d\/\d{4}.* Votre saisie est gardée/);
const regies = async () => staff.call<RegieDto[]>('regies.list', {});

test('how a régie is paid', async () => {
  const { id: regieId, versions } = await staff.call<RegieDto>('regies.save', { code: 'PAIE', name: 'Cantine' });
  const configure = (browser: StaffBrowser, waitMinutes: number, version: string) =>
    browser.postJson('/api/regies.configure', { ...inProduction, regieId, stage: 'test', trialEmails: [], isActivatedElsewhere: false, waitMinutes, version });
  const theirs = await configure(colleague, 40, versions.configuration);
  expect(codeOf(theirs)).toBe('ok');
  const mine = await configure(staff, 60, versions.configuration);
  expect([mine.status, codeOf(mine), sentenceOf(mine)]).toEqual([409, 'settings_changed_meanwhile', isTold]);
  const kept = (await regies()).find(({ id }) => id === regieId)!;
  expect([kept.waitMinutes, kept.versions]).toEqual([40, (JSON.parse(theirs.text) as { value: RegieDto }).value.versions]);
  await staff.call('payments.suspend', { place: 'regie', regieId, sentence: 'Clôture.' });
  expect(codeOf(await configure(staff, 60, kept.versions.configuration))).toBe('ok');
});

test('what a régie is called, whatever is done of how it is paid', async () => {
  const { id, versions } = await staff.call<RegieDto>('regies.save', { code: 'NOM', name: 'Cantine' });
  const rename = (browser: StaffBrowser, name: string) => browser.postJson('/api/regies.save', { id, code: 'NOM', name, version: versions.card });
  await staff.call('regies.configure', { ...inProduction, regieId: id, stage: 'test', trialEmails: [], isActivatedElsewhere: false });
  expect(codeOf(await rename(colleague, 'Restaurant scolaire'))).toBe('ok');
  const mine = await rename(staff, 'Repas');
  expect([codeOf(mine), sentenceOf(mine)]).toEqual(['settings_changed_meanwhile', isTold]);
  expect((await regies()).find((each) => each.id === id)!.name).toBe('Restaurant scolaire');
});

test('what a colleague may do', async () => {
  const card = { name: 'Paule Remplaçante', email: 'paule@exemple.test', role: 'administrator' };
  await staff.call('agents.invite', card);
  const paule = async () => (await staff.call<ColleagueDto[]>('agents.list', {})).find(({ email }) => email === card.email)!;
  const { id: agentId, version } = await paule();
  const change = (browser: StaffBrowser, some: object) => browser.postJson('/api/agents.change', { ...card, agentId, version, ...some });
  expect(codeOf(await change(colleague, { role: 'reader' }))).toBe('ok');
  const mine = await change(staff, { name: 'Paule Durand' });
  expect([codeOf(mine), sentenceOf(mine)]).toEqual(['settings_changed_meanwhile', isTold]);
  expect(await paule()).toMatchObject({ name: card.name, role: 'reader' });
});

test('an announcement', async () => {
  const text = { title: 'Fermeture', body: 'Lundi', startsOn: '2026-11-02', endsOn: null };
  const { id, version } = await staff.call<AnnouncementDto>('announcements.save', text);
  const save = (browser: StaffBrowser, body: string, seen: string) => browser.postJson('/api/announcements.save', { ...text, id, body, version: seen });
  expect(codeOf(await save(colleague, 'Mardi', version))).toBe('ok');
  const mine = await save(staff, 'Mercredi', version);
  expect([codeOf(mine), sentenceOf(mine)]).toEqual(['settings_changed_meanwhile', isTold]);
  const [kept] = await staff.call<AnnouncementDto[]>('announcements.list', {});
  expect(kept!.body).toBe('Mardi');
  expect(codeOf(await save(staff, 'Mercredi', kept!.version))).toBe('ok');
});

test('the name and the address of a payer', async () => {
  await staff.call('regies.save', { code: 'RUE', name: 'Voirie' });
  await importFiles(town.server.dataFolder, { csv: csvOf([{ numero: 'R-1', date: '01/09/2026', montant: '10,00', code_payeur: 'ROUX', nom: 'ROUX', adresse: '1 rue Haute', regie: 'RUE' }]) }, { allowMissingPdf: true });
  const { id: payerId } = await Payer.findOne({ where: { code: 'ROUX' }, rejectOnEmpty: true });
  const { payer, version } = await staff.call<PayerDetailDto>('payers.read', { payerId });
  const save = (browser: StaffBrowser, change: object, seen: string) => browser.postJson('/api/payers.save', { payerId, name: payer.name, address: payer.address, ...change, version: seen });
  expect(codeOf(await save(colleague, { address: '2 rue Basse' }, version))).toBe('ok');
  const mine = await save(staff, { name: 'ROUX Anne' }, version);
  expect([mine.status, codeOf(mine), sentenceOf(mine)]).toEqual([409, 'settings_changed_meanwhile', isTold]);
  const kept = await staff.call<PayerDetailDto>('payers.read', { payerId });
  expect([kept.payer.name, kept.payer.address]).toEqual([payer.name, '2 rue Basse']);
  expect(codeOf(await save(staff, { name: 'ROUX Anne', address: '2 rue Basse' }, kept.version))).toBe('ok');
});

test('the logo', async () => {
  const seen = async () => (await staff.call<{ logoVersion: string }>('settings.read', {})).logoVersion;
  const put = (browser: StaffBrowser, bytes: number, version: string) =>
    browser.send(`/files/logo?version=${version}`, { method: 'PUT', body: png(bytes), headers: { Origin: town.server.staffUrl, 'Content-Type': 'application/octet-stream' } });
  expect(await seen()).toBe('');
  expect(codeOf(await put(colleague, 100, ''))).toBe('ok');
  const mine = await put(staff, 200, '');
  expect([mine.status, codeOf(mine), sentenceOf(mine)]).toEqual([409, 'logo_changed_meanwhile', expect.stringMatching(/^Agent administrator a changé le logo le/)]);
  expect((await staff.get('/files/logo')).body.equals(png(100))).toBe(true);
  expect(codeOf(await staff.postJson('/api/logo.remove', { version: 'autre' }))).toBe('logo_changed_meanwhile');
  expect(codeOf(await put(staff, 200, await seen()))).toBe('ok');
  expect(codeOf(await staff.postJson('/api/logo.remove', { version: await seen() }))).toBe('ok');
});

test('a régie that the program has closed since is not opened again by an old page', async () => {
  const { id: regieId } = await staff.call<RegieDto>('regies.save', { code: 'MONDE', name: 'Crèche' });
  const open = (version?: string) => staff.postJson('/api/regies.configure', { ...inProduction, regieId, stage: 'test', trialEmails: [], isActivatedElsewhere: false, version });
  const { versions } = (JSON.parse((await open()).text) as { value: RegieDto }).value;
  await enterPaymentWorld('https://www.payfip.gouv.fr', 'test');
  const again = await open(versions.configuration);
  expect([codeOf(again), sentenceOf(again)]).toEqual(['settings_changed_meanwhile', expect.stringMatching(/^Quelqu’un d’autre a modifié cette page le/)]);
});
