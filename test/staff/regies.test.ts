// How a régie is opened to payments, through the staff's own door and a simulator of PayFiP.
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { formatWeekday } from '../../server/contract/format.ts';
import type { EndpointInput } from '../../server/contract/staff-api.ts';
import type { DashboardDto, RegieDto, Settings } from '../../server/contract/schemas.ts';
import { inTransaction } from '../../server/db/database.ts';
import { addDays, dayInFrance, nextDay, nextWorkingDay, startOfDayInFrance } from '../../server/domain/days.ts';
import type { Trouble } from '../../server/payfip-simulator/model.ts';
import { Account, AuditEntry, Regie } from '../../server/models/index.ts';
import { overrideSettings } from '../../server/settings.ts';
import { plainSpaces } from '../support/french.ts';
import { csvOf } from '../support/household.ts';
import { inProduction, startPayingTown, type PayingTown } from '../support/paid.ts';

let town: PayingTown;
let regie: RegieDto;
beforeAll(async () => { town = await startPayingTown(); });
afterAll(() => town.stop());
beforeEach(async () => {
  regie = await town.staff.call<RegieDto>('regies.save', { code: `R${Math.random().toString(36).slice(2, 10)}`, name: 'Cantine' });
});

type Configuration = Omit<EndpointInput<'regies.configure'>, 'regieId'>;
const wanted: Configuration = { ...inProduction, stage: 'test', trialEmails: [], isActivatedElsewhere: false };
const configure = (changes: Partial<Configuration> = {}) => town.staff.call<RegieDto>('regies.configure', { regieId: regie.id, ...wanted, ...changes });
const refusalOf = async (work: Promise<unknown>) => plainSpaces(await work.then(() => 'accepted', (error: Error) => error.message)).replace(/^[\w.]+: /, '');
const verify = () => town.staff.call<RegieDto>('regies.verify', { regieId: regie.id });
const recognise = (isOurs = true) => town.staff.call<RegieDto>('regies.recognise', { regieId: regie.id, isOurs });

test('a new régie is closed, and waits for nothing', () => {
  expect(regie).toMatchObject({ numcli: null, kind: 'regie', interface: 'service', stage: 'closed', allowsSeveral: false, minimumCents: 100, waitMinutes: 20, suspension: null, verifiedAt: null, isTested: false });
});

test.each(['É é@', 'CANT 1', '-A', 'a/b'])('the code « %s » is refused', async (code) => {
  expect(await refusalOf(town.staff.call('regies.save', { code, name: 'Cantine' }))).toMatch(/^Le code s’écrit en lettres sans accent/);
});

test('a régie is removed while nothing is attached to it', async () => {
  const remove = (regieId: string) => town.staff.call('regies.remove', { regieId });
  await remove(regie.id);
  expect([await Regie.findByPk(regie.id), await AuditEntry.count({ where: { object: regie.id, action: 'regie_removed' } })]).toEqual([null, 1]);
  const used = await town.staff.call<RegieDto>('regies.save', { code: 'USED-1', name: 'Crèche' });
  await town.staff.call('imports.publish', { batchId: await town.staff.sendImport(csvOf([{ numero: '2026-8001', montant: '10,00', code_payeur: 'FAM8', nom: 'DUPONT', date: '01/07/2026', regie: 'USED-1' }]), {}) });
  expect(await refusalOf(remove(used.id))).toMatch(/relèvent de « Crèche »/);
  expect(await refusalOf(remove(regie.id))).toBe('Cette page n’existe pas.');
});

describe('the client number', () => {
  test.each(['00627', '0062701', '00627O', '------', '006 270'])('« %s » gets a sentence', async (numcli) => {
    expect(await refusalOf(configure({ numcli }))).toBe('Le numéro de client PayFiP compte six chiffres, par exemple 006270.');
  });

  test('keeps its zeros', async () => expect((await configure({ numcli: '006270' })).numcli).toBe('006270'));

  test('may be empty while the régie is closed', async () => {
    expect((await configure({ numcli: '', stage: 'closed' })).numcli).toBeNull();
    expect(await refusalOf(configure({ numcli: null, stage: 'test' }))).toBe('Le numéro de client PayFiP compte six chiffres, par exemple 006270.');
  });
});

test.each([
  [{ minimumCents: 99 }, 'Le montant minimum ne peut pas être inférieur à 1 €.'],
  [{ waitMinutes: 19 }, 'Le délai d’attente va de 20 minutes à 24 heures.'],
])('%o is refused', async (changes, sentence) => expect(await refusalOf(configure(changes))).toBe(sentence));

test('the accounts that may try before production are kept; an address without account is refused beside its field', async () => {
  await inTransaction(() => Account.create({ id: 'regisseur', email: 'regisseur@exemple.test', emailKey: 'regisseur@exemple.test', state: 'invited' }));
  expect((await configure({ trialEmails: ['Regisseur@exemple.test'] })).trialEmails).toEqual(['Regisseur@exemple.test']);
  expect(await refusalOf(configure({ trialEmails: ['absente@exemple.test'] }))).toBe('Aucun compte du portail n’a l’adresse absente@exemple.test.');
  expect((await configure({ trialEmails: [] })).trialEmails).toEqual([]);
});

test('titres and rôles are paid by address, one by one', async () => {
  for (const kind of ['titre', 'role'] as const) expect(await configure({ kind, numcli: '095548' })).toMatchObject({ kind, interface: 'url', allowsSeveral: false });
});

describe('« Vérifier l’identifiant »', () => {
  test('shows what PayFiP calls this client, and another number is to be verified again', async () => {
    await configure();
    expect((await verify()).verifiedLabels).toEqual(['DDFIP DE DEMONSTRATION', 'COMMUNE DE SAINT AUBIN LES VIGNES', 'REGIE CANTINE ET GARDERIE']);
    expect(await configure({ numcli: '012327' })).toMatchObject({ verifiedAt: null, verifiedLabels: [] });
    expect(await AuditEntry.count({ where: { object: regie.id, action: 'regie_verified' } })).toBe(1);
  });

  test('says in French what PayFiP refuses, and changes nothing', async () => {
    await configure({ numcli: '999999' });
    expect(await refusalOf(verify())).toBe('PayFiP ne reconnaît pas ce numéro de client : Numéro client incorrect (code T2).');
    expect(await Regie.findByPk(regie.id)).toMatchObject({ verifiedAt: null });
  });

  test.each<Trouble>(['technical', 'unavailable', 'http-502', 'html', 'malformed', 'bomb'])('says that the service does not answer (%s)', async (trouble) => {
    await configure();
    town.simulator.breakService(trouble);
    const said = await refusalOf(verify());
    town.simulator.breakService(null);
    expect(said).toMatch(/^Le service de paiement ne répond pas/);
  });

  test('needs a number', async () => expect(await refusalOf(verify())).toBe('Le numéro de client PayFiP compte six chiffres, par exemple 006270.'));
});

describe('production', () => {
  test('is refused to a number that nobody has verified', async () => {
    await configure();
    expect(await refusalOf(configure({ stage: 'production' }))).toMatch(/^Vérifiez d’abord l’identifiant auprès de PayFiP/);
  });

  test('is refused while PayFiP has activated nothing, unless staff answer for it: the journal says so', async () => {
    await configure();
    await verify();
    await recognise();
    expect(await refusalOf(configure({ stage: 'production' }))).toMatch(/^PayFiP refuserait ces paiements/);
    expect((await configure({ stage: 'production', isActivatedElsewhere: true })).stage).toBe('production');
    expect(await AuditEntry.count({ where: { object: regie.id, action: 'regie_opened_on_word' } })).toBe(1);
    expect((await configure({ stage: 'production', waitMinutes: 30 })).waitMinutes).toBe(30);
    expect(await refusalOf(configure({ stage: 'production', numcli: '012327' }))).toMatch(/^Vérifiez d’abord/);
  });

  test('is open from the working day after a means is activated, as PayFiP takes it, and no earlier unless staff answer for it', async () => {
    await configure();
    await verify();
    await recognise();
    const activate = (day: string) => inTransaction(() => Regie.update({ cardActivatedAt: new Date(startOfDayInFrance(nextDay(day)).getTime() - 1) }, { where: { id: regie.id } }));
    const today = dayInFrance(new Date());
    let early = today;
    while (nextWorkingDay(addDays(early, -1)) > today) early = addDays(early, -1);
    await activate(early);
    expect(await refusalOf(configure({ stage: 'production' }))).toBe(`PayFiP refuserait encore ces paiements : le paiement d’activation ne compte qu’à partir du jour ouvré qui le suit. Revenez le ${formatWeekday(nextWorkingDay(early))}.`);
    expect((await Regie.findByPk(regie.id))!.stage).toBe('test');
    await activate(addDays(early, -1));
    expect((await configure({ stage: 'production' })).stage).toBe('production');
    expect(await AuditEntry.count({ where: { object: regie.id, action: 'regie_opened_on_word' } })).toBe(0);
  });
});

test('with PayFiP itself, no régie is opened as long as nobody outside can reach the portal', async () => {
  const { payfipUrl, publicUrl } = { payfipUrl: 'https://www.payfip.gouv.fr', publicUrl: town.server.portalUrl };
  overrideSettings({ payfipUrl, publicUrl });
  for (const stage of ['test', 'activation', 'production'] as const) expect(await refusalOf(configure({ stage }))).toBe(`PayFiP ne peut pas joindre le portail à l’adresse ${publicUrl} : indiquez d’abord son adresse publique dans les réglages du portail.`);
  expect((await configure({ stage: 'closed' })).stage).toBe('closed');
  overrideSettings({ payfipUrl, publicUrl: 'https://factures.macommune.fr' });
  expect((await configure()).stage).toBe('test');
  overrideSettings({ payfipUrl: town.simulator.baseUrl, publicUrl });
});

test('with PayFiP itself, the portal keeps a public address as long as a régie is open; what else is set may be', async () => {
  const { settings: { portal, welcome } } = await town.staff.call<{ settings: Settings }>('settings.read', {});
  overrideSettings({ payfipUrl: 'https://www.payfip.gouv.fr' });
  const moveTo = (publicUrl: string) => refusalOf(town.staff.call('settings.update', { patch: { portal: { ...portal, publicUrl } } }));
  await inTransaction(() => Regie.update({ stage: 'closed' }, { where: {} }));
  expect(await moveTo('https://factures.macommune.fr')).toBe('accepted');
  await configure({ stage: 'test' });
  for (const url of ['http://192.168.1.20:8080', 'http://127.0.0.1:8080', 'http://serveur.local']) expect(await moveTo(url)).toBe(`PayFiP ne pourrait plus joindre le portail à l’adresse ${url}, et des régies sont ouvertes au paiement en ligne : gardez une adresse publique, ou fermez d’abord ces régies.`);
  expect(await refusalOf(town.staff.call('settings.update', { patch: { welcome } }))).toBe('accepted');
  expect(await moveTo('https://factures2.macommune.fr')).toBe('accepted');
  await configure({ stage: 'closed' });
  expect(await moveTo(portal.publicUrl)).toBe('accepted');
  overrideSettings({ payfipUrl: town.simulator.baseUrl, publicUrl: town.server.portalUrl });
});

test('payments are suspended with a sentence, then opened again: the whole portal, one régie', async () => {
  await town.staff.call('payments.suspend', { place: 'regie', regieId: regie.id, sentence: 'Fermé pour l’été.' });
  expect(await Regie.findByPk(regie.id)).toMatchObject({ suspension: 'Fermé pour l’été.' });
  await town.staff.call('payments.suspend', { place: 'regie', regieId: regie.id, sentence: '' });
  expect(await Regie.findByPk(regie.id)).toMatchObject({ suspension: 'Le paiement a été temporairement suspendu.' });
  await town.staff.call('payments.suspend', { place: 'regie', regieId: regie.id, sentence: null });
  expect(await Regie.findByPk(regie.id)).toMatchObject({ suspension: null });
  const portal = async () => (await town.staff.call<{ settings: Settings }>('settings.read', {})).settings.payments.suspension;
  await town.staff.call('payments.suspend', { place: 'portal', sentence: 'Maintenance.' });
  expect(await portal()).toBe('Maintenance.');
  await town.staff.call('payments.suspend', { place: 'portal', sentence: null });
  expect(await portal()).toBeNull();
  expect(await AuditEntry.count({ where: { action: ['payments_suspended', 'payments_resumed'] } })).toBe(5);
});

test('the dashboard counts the régies to verify, and says that payments are play', async () => {
  await inTransaction(() => Regie.update({ numcli: null, stage: 'closed' }, { where: {} }));
  const read = () => town.staff.call<DashboardDto>('dashboard.read', {});
  expect(await read()).toMatchObject({ regiesToVerify: 0, isPlay: true });
  await configure();
  expect((await read()).regiesToVerify).toBe(1);
  await verify();
  expect((await read()).regiesToVerify).toBe(1);
  expect(await recognise()).toMatchObject({ verifiedAt: expect.any(String) });
  expect((await read()).regiesToVerify).toBe(0);
});
