// What the one search and the list of invoices find, through the staff's own door.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EndpointInput, EndpointOutput } from '../../server/contract/staff-api.ts';
import { copyDatabase } from '../../server/db/backup.ts';
import { database, inTransaction } from '../../server/db/database.ts';
import { Invoice, Payment } from '../../server/models/index.ts';
import { csvOf } from '../support/household.ts';
import { newHousehold, openFirstRegie, pay, startPayingTown, inProduction, type PayingTown } from '../support/paid.ts';
import { plainSpaces } from '../support/french.ts';
import { openWorkstation } from '../support/staff-browser.ts';

let town: PayingTown;
let payment: Payment;
const row = (numero: string, changes = {}) => ({ numero, montant: '10,00', code_payeur: 'FAM1', civilite: 'Mme', prenom: 'Élodie', nom: 'CŒUR-MARTIN', date: '01/07/2020', objet: 'Accueil périscolaire', ...changes });

beforeAll(async () => {
  town = await startPayingTown();
  const batchId = await town.staff.sendImport(csvOf([
    row('2026-020-000001', { montant: '243,11', echeance: '05/08/2020', email: 'elodie@exemple.test' }), row('2026-020-000002', { date: '02/07/2020', objet: 'Restauration 100 %', echeance: '10/07/2020' }),
    row('2026-021-000003', { code_payeur: 'FAM_2', civilite: 'M.', prenom: 'Jean', nom: 'DUPONT', montant: '1 234,50', date: '03/07/2020', etat: 'réglée' }),
    row('A9', { code_payeur: 'FAM_2', civilite: 'M.', prenom: 'Jean', nom: 'DUPONT', date: '04/07/2020' }),
  ]), {});
  await town.staff.call('imports.publish', { batchId });
  await openFirstRegie(inProduction);
  payment = await pay(await newHousehold(town, ['PAY-77'])).then(({ id }) => Payment.findByPk(id, { rejectOnEmpty: true }));
});
afterAll(() => town.stop());

const find = async (text: string) => (await town.staff.call<EndpointOutput<'search.global'>>('search.global', { text })).results;
const found = async (text: string, kind: string) => (await find(text)).filter((each) => each.kind === kind).map(({ label }) => plainSpaces(label).split(' · ')[0]);
const list = (asked: Partial<EndpointInput<'invoices.list'>>) =>
  town.staff.call<EndpointOutput<'invoices.list'>>('invoices.list', { page: 1, pageSize: 50, sort: 'number', descending: false, ...asked });
const numbers = async (asked: Partial<EndpointInput<'invoices.list'>>) => (await list(asked)).items.map(({ number }) => number);

test.each([
  ['2026-020-000001', ['2026-020-000001']], ['000003', ['2026-021-000003']], ['020', ['2026-020-000001', '2026-020-000002']], ['A9', ['A9']],
  ['elodie', ['2026-020-000001', '2026-020-000002']], ['ÉLODIE coeur', ['2026-020-000001', '2026-020-000002']], ['Mme Cœur-Martin', ['2026-020-000001', '2026-020-000002']],
  ['elodie@exemple', ['2026-020-000001', '2026-020-000002']], ['fam_2', ['2026-021-000003', 'A9']], ['243,11', ['2026-020-000001']], ['243,11 €', ['2026-020-000001']], ['1 234,50', ['2026-021-000003']],
  ['dupont 1234,50', ['2026-021-000003']], ['dupont periscolaire', ['2026-021-000003', 'A9']], ['RESTAURATION', ['2026-020-000002']], ['100%', ['2026-020-000002', '2026-021-000003']], ['FAM%2', []], ['introuvable', []], ['dupont introuvable', []],
  ["' OR 1=1 --", []], ['"2026" OR key', []],
])('« %s » is found in the list: %j', async (search, expected) => {
  const { items, total, totalCents } = await list({ search });
  expect(items.map(({ number }) => number)).toEqual(expected);
  expect([total, totalCents]).toEqual([expected.length, items.reduce((sum, { amountCents }) => sum + amountCents, 0)]);
});

test('every order, both ways, by pages', async () => {
  const all = ['2026-020-000001', '2026-020-000002', '2026-021-000003', 'A9', 'PAY-77'];
  expect(await numbers({})).toEqual(all);
  expect(await numbers({ descending: true })).toEqual(all.toReversed());
  expect(await numbers({ search: 'fam', sort: 'payerName' })).toEqual(['2026-020-000001', '2026-020-000002', '2026-021-000003', 'A9']);
  expect((await numbers({ sort: 'amountCents', descending: true })).slice(0, 2)).toEqual(['2026-021-000003', '2026-020-000001']);
  expect((await numbers({ search: '2026', sort: 'issuedOn', descending: true }))).toEqual(['2026-021-000003', '2026-020-000002', '2026-020-000001']);
  expect((await numbers({ sort: 'dueOn', search: 'elodie' }))).toEqual(['2026-020-000002', '2026-020-000001']);
  expect([await numbers({ pageSize: 2 }), await numbers({ pageSize: 2, page: 2 }), await numbers({ pageSize: 2, page: 3 })].flat()).toEqual(all);
  expect(await numbers({ search: 'dupont', state: 'paid' })).toEqual(['2026-021-000003']);
});

test('one search finds payers, invoices and payments, six of each at most', async () => {
  const results = await find('elodie');
  expect(results.map(({ kind, label, detail }) => `${kind}: ${label} · ${detail}`).map(plainSpaces)).toEqual([
    'payer: Mme Élodie CŒUR-MARTIN · FAM1 · elodie@exemple.test',
    'invoice: 2026-020-000002 · Mme Élodie CŒUR-MARTIN · 10,00 € · 02/07/2020 · Non réglée',
    'invoice: 2026-020-000001 · Mme Élodie CŒUR-MARTIN · 243,11 € · 01/07/2020 · Non réglée',
  ]);
  for (const text of [payment.refdet, payment.refdet.slice(-8), payment.idOp!.slice(0, 12), String(payment.number), payment.email]) expect(await found(text, 'payment'), text).toEqual([`Paiement n° ${payment.number}`]);
  expect(await found('nul', 'payment')).toEqual([]);
  expect(await find('Mme')).toEqual([]);
});

test('a piece that thousands of numbers hold is found too, in every order', async () => {
  const model = await Invoice.findOne({ where: { number: 'A9' }, rejectOnEmpty: true, raw: true });
  const many = Array.from({ length: 5_200 }, (_, index) => {
    const rank = String(index).padStart(5, '0');
    return { ...model, id: `LOT${rank}`.padEnd(22, '0'), number: `L77-${rank}`, numberKey: `L77${rank}`, issuedOn: '2021-01-01', amountCents: 100 + index, documentSha256: null };
  });
  await inTransaction(() => Invoice.bulkCreate(many));
  const { items, total, totalCents } = await list({ search: 'L77', sort: 'amountCents', descending: true, pageSize: 2, page: 2 });
  expect([items.map(({ number }) => number), total, totalCents]).toEqual([['L77-05197', 'L77-05196'], 5_200, many.reduce((sum, { amountCents }) => sum + amountCents, 0)]);
  expect(await numbers({ search: 'L77 dupont', sort: 'payerName', pageSize: 2 })).toEqual(['L77-00000', 'L77-00001']);
  expect(await numbers({ search: 'dupont', sort: 'payerName', descending: true, pageSize: 2 })).toEqual(['L77-05199', 'L77-05198']);
  expect(await found('L77', 'invoice')).toEqual(['L77-05199', 'L77-05198', 'L77-05197', 'L77-05196', 'L77-05195', 'L77-05194']);
});

test('a copy of the database finds the same: rows that it numbers anew keep their pieces', async () => {
  const copy = await copyDatabase(database(), town.server.dataFolder, 'essai');
  await database().query('ATTACH DATABASE ? AS copie', { replacements: [copy] });
  const [rows] = await database().query("SELECT number FROM copie.invoices WHERE id IN (SELECT id FROM copie.invoice_pieces WHERE invoice_pieces MATCH '\"000003\"')");
  await database().query('DETACH DATABASE copie');
  expect(rows).toEqual([{ number: '2026-021-000003' }]);
});

test('the search is for agents', async () => {
  const visitor = await openWorkstation(town.server);
  await expect(visitor.call('search.global', { text: 'dupont' })).rejects.toThrow('Votre session est terminée');
});
