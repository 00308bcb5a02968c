// Payers and the people who see them, as the secretary looks after them: nobody sees a household's invoices by a slip of hers that was not shown first.
import { Op } from 'sequelize';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EndpointOutput } from '../../server/contract/staff-api.ts';
import { AuditEntry, ImportLine, Payer, Payment } from '../../server/models/index.ts';
import { hiddenFields, wordsOf } from '../support/browser.ts';
import { plainSpaces } from '../support/french.ts';
import { csvOf, createHousehold, password, pdfOf, type Household } from '../support/household.ts';
import { choosePassword, confirmLink, linkPath, nextMail, secretOf } from '../support/links.ts';
import { openStaff, openStaffAs, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

type Detail = EndpointOutput<'payers.read'>;
let server: TestServer;
let staff: StaffBrowser;
let home: Household;
beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
  home = await createHousehold(server.dataFolder, { code: 'FAM1', email: 'mere@exemple.test', numbers: ['A-1', 'A-2'] });
});
afterAll(() => server.stop());

const read = (payerId: string) => staff.call<Detail>('payers.read', { payerId });
const listed = async (asked: object) => (await staff.call<EndpointOutput<'payers.list'>>('payers.list', { page: 1, pageSize: 50, sort: 'name', descending: false, ...asked })).items.map(({ code }) => code);
const logged = async (email: string, secret = password) => {
  const browser = server.browser();
  return { browser, answer: await browser.login(email, secret) };
};
const personOf = (detail: Detail, email: string) => detail.people.find((person) => person.email === email)!;

describe('the list', () => {
  beforeAll(async () => {
    const lonely = { numero: 'Z-1', date: '01/07/2026', montant: '10,00', code_payeur: 'ZED_9', civilite: 'M.', nom: 'ÉLODIE-CŒUR', adresse: '9 impasse du Puits' };
    await staff.call('imports.publish', { batchId: await staff.sendImport(csvOf([lonely]), {}) });
  });

  test.each([
    ['fam1', ['FAM1']], ['elodie coeur', ['ZED_9']], ['impasse puits', ['ZED_9']], ['MERE@exemple', ['FAM1']], ['D_9', ['ZED_9']], ['D%9', []], ['personne', []], ['', ['FAM1', 'ZED_9']],
  ])('« %s » finds %j', async (search, codes) => {
    expect((await listed({ search })).sort()).toEqual(codes);
  });

  test.each([['stranger', ['ZED_9']], ['active', ['FAM1']], ['invited', []], ['blocked', []], ['paperless', []], ['unpaid', ['FAM1', 'ZED_9']]])('narrowed to %s: %j', async (filter, codes) => {
    expect((await listed({ filter })).sort()).toEqual(codes);
  });

  test('counts what is owed, and pages', async () => {
    const { items, total } = await staff.call<EndpointOutput<'payers.list'>>('payers.list', { page: 2, pageSize: 1, sort: 'unpaidCents', descending: true });
    expect([total, items]).toMatchObject([2, [{ code: 'ZED_9', people: 0, activePeople: 0, unpaidCount: 1, unpaidCents: 1_000 }]]);
  });
});

describe('a person', () => {
  test('added is invited by mail, chooses a password, and sees the invoices', async () => {
    const mail = await nextMail(server, 'pere@exemple.test', () => staff.call('people.add', { payerId: home.payerId, email: 'Pere@exemple.test', role: 'holder', invite: true }));
    const browser = server.browser();
    await choosePassword(browser, secretOf(mail), password);
    await browser.login('pere@exemple.test', password);
    expect(wordsOf((await browser.get('/factures')).text)).toContain('A-1');
    expect(personOf(await read(home.payerId), 'Pere@exemple.test')).toMatchObject({ role: 'holder', state: 'active', invitedAt: expect.any(String), alsoSees: [], isPaused: false });
  });

  test('added twice is refused beside the field', async () => {
    await expect(staff.call('people.add', { payerId: home.payerId, email: 'MERE@exemple.test', role: 'holder', invite: true })).rejects.toThrow('Cette adresse voit déjà les factures de');
  });

  test('who only reads can neither pay, nor declare, nor give up paper for the household', async () => {
    const detail = await staff.call<Detail>('people.add', { payerId: home.payerId, email: 'mamie@exemple.test', role: 'reader', invite: false });
    expect(personOf(detail, 'mamie@exemple.test')).toMatchObject({ state: 'invited', invitedAt: null });
    const mail = await nextMail(server, 'mamie@exemple.test', () => staff.call('people.invite', { payerId: home.payerId, accountId: personOf(detail, 'mamie@exemple.test').accountId }));
    const browser = server.browser();
    await choosePassword(browser, secretOf(mail), password);
    await browser.login('mamie@exemple.test', password);
    const [invoice] = home.invoices;
    expect((await browser.get(`/factures/${invoice!.id}`)).status).toBe(200);
    expect((await browser.get('/factures')).text).not.toContain('Payer la facture');
    const { text } = await browser.get(`/factures/${invoice!.id}`);
    expect(text).toContain('une autre personne de votre foyer s’occupe de la régler');
    expect(text).not.toMatch(/Payer la facture|Marquer la facture/);
    expect((await browser.get(`/paiements/selection?facture=${invoice!.id}`)).text).toContain('une autre personne de votre foyer s’occupe de la régler');
    const forged = hiddenFields(text, '/deconnexion');
    expect((await browser.postForm('/paiements', { ...forged, factures: invoice!.id })).text).toContain('une autre personne de votre foyer s’occupe de la régler');
    expect(await Payment.count()).toBe(0);
    expect((await browser.postForm(`/factures/${invoice!.id}/declarer`, forged)).text).toContain('une autre personne de votre foyer s’occupe de la régler');
    await invoice!.reload();
    expect(invoice!.declared).toBe(null);
    expect((await browser.submit('/informations/papier', '/informations/papier', { wanted: '1' })).status).toBe(303);
    expect((await read(home.payerId)).payer.isPaperless).toBe(false);
  });

  test('misspelt is corrected until the account is active, then is their own affair', async () => {
    const detail = await staff.call<Detail>('people.add', { payerId: home.payerId, email: 'onlce@exemple.test', role: 'holder', invite: false });
    const { accountId } = personOf(detail, 'onlce@exemple.test');
    const corrected = await staff.call<Detail>('people.correctEmail', { payerId: home.payerId, accountId, email: 'oncle@exemple.test' });
    expect(personOf(corrected, 'oncle@exemple.test').accountId).toBe(accountId);
    await expect(staff.call('people.correctEmail', { payerId: home.payerId, accountId, email: 'mere@exemple.test' })).rejects.toThrow('Une autre personne a déjà cette adresse');
    await expect(staff.call('people.correctEmail', { payerId: home.payerId, accountId: home.accountId, email: 'x@exemple.test' })).rejects.toThrow('Ce compte est déjà actif');
    expect((await staff.call<Detail>('people.remove', { payerId: home.payerId, accountId })).people.map(({ email }) => email)).not.toContain('oncle@exemple.test');
  });

  test('blocked is out at once and cannot come back; unblocked, comes in with the same password', async () => {
    const { browser } = await logged(home.email);
    const person = { payerId: home.payerId, accountId: home.accountId };
    expect(personOf(await staff.call<Detail>('people.block', person), home.email).state).toBe('disabled');
    expect((await browser.get('/factures')).status).not.toBe(200);
    expect((await logged(home.email)).answer.status).not.toBe(303);
    expect(await listed({ filter: 'blocked' })).toEqual(['FAM1']);
    expect(personOf(await staff.call<Detail>('people.unblock', person), home.email).state).toBe('active');
    expect((await logged(home.email)).answer.status).toBe(303);
  });

  test('who mistyped too often is let in again', async () => {
    for (let tries = 0; tries < 6; tries += 1) await logged(home.email, 'faux');
    expect(personOf(await read(home.payerId), home.email).isPaused).toBe(true);
    expect((await logged(home.email)).answer.status).toBe(429);
    await staff.call('people.unblock', { payerId: home.payerId, accountId: home.accountId });
    expect((await logged(home.email)).answer.status).toBe(303);
  });

  test('is seen by staff as they see the portal, read-only, once, and the journal says so', async () => {
    const { url } = await staff.call<{ url: string }>('people.view', { payerId: home.payerId, accountId: home.accountId });
    const secret = new URL(url).searchParams.get('LIEN')!;
    expect(url).toBe(`${server.portalUrl}/?LIEN=${secret}`);
    const browser = server.browser();
    expect((await confirmLink(browser, secret)).location).toBe('/accueil');
    expect(wordsOf((await browser.get('/factures')).text)).toContain(`Vue du service Vous voyez le portail comme ${home.email}. Rien ne peut y être changé.`);
    const [invoice] = home.invoices;
    expect((await browser.get(`/factures/${invoice!.id}/pdf`)).status).toBe(200);
    for (const [page, action, fields] of [
      [`/factures/${invoice!.id}`, `/factures/${invoice!.id}/declarer`, {}], ['/informations/papier', '/informations/papier', { wanted: '1' }], [`/paiements/tipi?facture=${invoice!.id}`, '/paiements', {}],
      ['/informations/adresse', '/informations/adresse', { email: 'x@exemple.test', password }], ['/contact', '/contact', { subject: 'Objet', body: 'Message' }],
    ] as const) {
      const answer = await browser.submit(page, action, fields);
      expect([action, answer.status]).toEqual([action, 403]);
      expect(wordsOf(answer.text)).toContain('Vous voyez le portail comme cette personne : rien ne peut y être changé.');
    }
    expect((await server.browser().get(linkPath(secret))).status).toBe(410);
    expect(await AuditEntry.count({ where: { action: 'account_viewed', object: home.accountId, actor: { [Op.like]: 'agent:%' } } })).toBe(1);
    await browser.submit('/accueil', '/deconnexion', {});
    expect((await browser.get('/factures')).status).not.toBe(200);
    expect(await AuditEntry.count({ where: { action: 'account_logged_out', actor: `account:${home.accountId}` } })).toBe(0);
  });

  test('lets staff close the important information in their view, and leaves it to be read', async () => {
    for (const title of ['La cantine ferme', 'La crèche ouvre']) await staff.call('announcements.save', { title, body: 'À lire', startsOn: '2026-01-01', endsOn: null });
    const { url } = await staff.call<{ url: string }>('people.view', { payerId: home.payerId, accountId: home.accountId });
    const viewer = server.browser();
    await confirmLink(viewer, new URL(url).searchParams.get('LIEN')!);
    let { text } = await viewer.get('/accueil');
    for (const title of ['La cantine ferme', 'La crèche ouvre']) {
      expect(wordsOf(text)).toContain(title);
      const form = /<form method="get" action="\/accueil">([\s\S]*?)<\/form>/.exec(text)?.[1] ?? '';
      const ids = [...form.matchAll(/name="vue" value="([^"]+)"/g)].map(([, id = '']) => ['vue', id]);
      ({ text } = await viewer.get(`/accueil?${new URLSearchParams(ids)}`));
    }
    expect(text).not.toContain('role="dialog"');
    const { browser } = await logged(home.email);
    expect(wordsOf((await browser.get('/accueil')).text)).toContain('La cantine ferme');
  });

  test('is seen no more by an agent who has left', async () => {
    const secretary = await openStaffAs(server, 'secretary');
    const { url } = await secretary.call<{ url: string }>('people.view', { payerId: home.payerId, accountId: home.accountId });
    const browser = server.browser();
    await confirmLink(browser, new URL(url).searchParams.get('LIEN')!);
    expect((await browser.get('/factures')).status).toBe(200);
    const { agent } = await secretary.call<{ agent: { id: string } }>('session.current', {});
    await staff.call('agents.setDisabled', { agentId: agent.id, disabled: true });
    expect((await browser.get('/factures')).status).toBe(303);
  });

  test('who never came has no portal to look at', async () => {
    const { accountId } = personOf(await staff.call<Detail>('people.add', { payerId: home.payerId, email: 'tante@exemple.test', role: 'holder', invite: false }), 'tante@exemple.test');
    await expect(staff.call('people.view', { payerId: home.payerId, accountId })).rejects.toThrow('Cette personne n’a pas encore activé son compte');
  });

  test('of another payer is not reached through this one', async () => {
    const other = await Payer.findOne({ where: { code: 'ZED_9' }, rejectOnEmpty: true });
    for (const name of ['people.block', 'people.unblock', 'people.invite', 'people.remove', 'people.view']) {
      await expect(staff.call(name, { payerId: other.id, accountId: home.accountId })).rejects.toThrow('Cette personne ne voit plus ce redevable.');
    }
  });
});

describe('the register of paper', () => {
  test('keeps the day and the proof of every choice, of staff and of residents', async () => {
    const order = { payerId: home.payerId, isPaperless: true, decidedOn: '2026-09-12', proof: 'Courrier du 12 septembre, classé au dossier' };
    await staff.call('payers.recordPaperChoice', order);
    await expect(staff.call('payers.recordPaperChoice', order)).rejects.toThrow('C’est déjà son choix.');
    await expect(staff.call('payers.recordPaperChoice', { ...order, isPaperless: false, decidedOn: '2999-01-01' })).rejects.toThrow('Ce jour n’est pas encore venu.');
    const { browser } = await logged(home.email);
    expect((await browser.submit('/informations/papier', '/informations/papier', { wanted: '' })).status).toBe(303);
    const { payer, paperChoices } = await read(home.payerId);
    expect(payer.isPaperless).toBe(false);
    expect(paperChoices).toMatchObject([
      { isPaperless: false, proof: 'Demandé sur le portail avec le compte mere@exemple.test', byWhom: 'l’habitant' },
      { isPaperless: true, decidedOn: '2026-09-12', proof: order.proof, byWhom: 'Mme Martin' },
    ]);
  });
});

describe('two records of one household', () => {
  test('become one: the preview tells it all, the kept one takes everything, and files with the old code go on', async () => {
    const twin = await createHousehold(server.dataFolder, { code: 'FAM1-BIS', email: 'cousin@exemple.test', numbers: ['B-1'] });
    const merge = { keptId: home.payerId, mergedId: twin.payerId };
    const preview = await staff.call<EndpointOutput<'payers.previewMerge'>>('payers.previewMerge', merge);
    expect(preview).toMatchObject({ kept: { code: 'FAM1' }, merged: { code: 'FAM1-BIS' }, invoices: 1, totalCents: 20_011 });
    expect(preview.newViewers).toContainEqual({ email: 'cousin@exemple.test', seesNow: 'merged' });
    expect(preview.newViewers).toContainEqual({ email: 'mere@exemple.test', seesNow: 'kept' });
    await expect(staff.call('payers.merge', { ...merge, expected: 2 })).rejects.toThrow('ont changé entre-temps');
    const kept = await staff.call<Detail>('payers.merge', { ...merge, expected: 1 });
    expect([kept.formerCodes, kept.invoices.count]).toEqual([['FAM1-BIS'], 3]);
    expect(kept.people.map(({ email }) => email)).toContain('cousin@exemple.test');
    expect(await listed({ search: 'FAM1-BIS' })).toEqual(['FAM1']);
    expect(wordsOf((await (await logged(home.email)).browser.get('/factures')).text)).toContain('B-1');
    await expect(read(twin.payerId)).rejects.toThrow('Ce redevable n’existe plus');

    const later = { numero: 'B-2', date: '01/08/2026', montant: '12,00', code_payeur: 'FAM1-BIS', nom: 'FAM1-BIS', prenom: 'Test', civilite: 'Mme', fichier: 'B-2.pdf' };
    const batchId = await staff.sendImport(csvOf([later]), { 'B-2.pdf': pdfOf('B-2') });
    expect((await ImportLine.findAll({ where: { batchId } })).map(({ messages }) => plainSpaces(messages))).toEqual([expect.stringContaining('a été réuni avec « FAM1 »')]);
    await staff.call('imports.publish', { batchId });
    expect((await read(home.payerId)).invoices.count).toBe(4);
    expect(await Payer.count({ where: { code: 'FAM1-BIS' } })).toBe(0);
  });

  test('are two, not one with itself', async () => {
    await expect(staff.call('payers.previewMerge', { keptId: home.payerId, mergedId: home.payerId })).rejects.toThrow('Choisissez deux redevables différents.');
  });
});

test('a name is corrected, and whoever looks alike is shown', async () => {
  const other = await Payer.findOne({ where: { code: 'ZED_9' }, rejectOnEmpty: true });
  const { payer } = await read(home.payerId);
  const saved = await staff.call<Detail>('payers.save', { payerId: other.id, name: payer.name, address: '12 rue Neuve' });
  expect(saved.lookAlikes.map(({ code }) => code)).toEqual(['FAM1']);
  expect(saved.payer).toMatchObject({ name: payer.name, address: '12 rue Neuve' });
});

test('every act is in the journal, with its author', async () => {
  const agents = await AuditEntry.findAll({ where: { actor: { [Op.like]: 'agent:%' } } });
  expect(agents.map(({ action }) => action)).toEqual(expect.arrayContaining([
    'person_added', 'person_invited', 'person_removed', 'person_email_corrected', 'account_blocked', 'account_unblocked', 'paperless_changed', 'payers_merged', 'payer_changed',
  ]));
});
