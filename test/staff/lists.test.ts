// What the secretary reads in the lists, through the staff's own door.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { EndpointOutput } from '../../server/contract/staff-api.ts';
import { inTransaction } from '../../server/db/database.ts';
import { csvOf, pdfOf } from '../support/household.ts';
import { plainSpaces } from '../support/french.ts';
import { openStaff, type StaffBrowser } from '../support/staff-browser.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let staff: StaffBrowser;
beforeAll(async () => {
  server = await startTestServer();
  staff = await openStaff(server);
});
afterAll(() => server.stop());

const row = (numero: string, changes = {}) => ({ numero, montant: '10,00', code_payeur: 'FAM1', nom: 'DUPONT', echeance: '10/07/2020', date: '01/07/2020', ...changes });
const anyList = { page: 1, pageSize: 50, sort: 'number', descending: false };

test('a PDF found by the number of its invoice is said to be there', async () => {
  const batchId = await staff.sendImport(csvOf([row('2026-0001'), row('2026-0002')]), { '2026-0001.pdf': pdfOf('1') });
  const { items } = await staff.call<EndpointOutput<'imports.lines'>>('imports.lines', { batchId, page: 1, pageSize: 50 });
  expect(items.map(({ number, verdict, hasDocument }) => [number, verdict, hasDocument])).toEqual([['2026-0001', 'accepted', true], ['2026-0002', 'refused', null]]);
});

test('lines refused for one reason are told together', async () => {
  await staff.call('regies.save', { code: 'EAU', name: 'Eau' });
  const batchId = await staff.sendImport(csvOf([...['1', '2', '3'].map((each) => row(each, { regie: 'CANT' })), row('4', { montant: '12,3,4', regie: 'EAU' })]), {});
  const { refusals } = await staff.call<EndpointOutput<'imports.read'>>('imports.read', { batchId });
  expect(refusals.map(({ sentence, count }) => [plainSpaces(sentence), count])).toEqual([
    ['La régie « CANT » est inconnue. Créez-la dans les réglages, ou corrigez le fichier.', 3], [expect.stringMatching(/^Le montant « 12,3,4 »/), 1],
  ]);
});

test('a check under way is said to be, without a count that would not move', async () => {
  const batchId = await staff.sendImport(csvOf([row('C1')]), {});
  let release = (): void => undefined;
  const held = inTransaction(() => new Promise<void>((resolve) => { release = resolve; }));
  const checking = staff.call('imports.check', { batchId, allowMissingPdf: true });
  try {
    await expect.poll(() => staff.call<EndpointOutput<'imports.progress'>>('imports.progress', { batchId })).toEqual({ phase: 'checking', done: 0, total: 0 });
  } finally {
    release();
  }
  await Promise.all([held, checking]);
  expect(await staff.call('imports.progress', { batchId })).toEqual({ phase: 'idle', done: 0, total: 0 });
});

test('what is overdue is unpaid and past its day', async () => {
  const batchId = await staff.sendImport(csvOf([row('A1', { regie: 'EAU' }), row('A2', { regie: 'EAU', echeance: '10/07/2090' }), row('A3', { regie: 'EAU', etat: 'réglée' })]), {});
  await staff.call('imports.publish', { batchId });
  const numbers = async (state?: string) => (await staff.call<EndpointOutput<'invoices.list'>>('invoices.list', { ...anyList, state })).items.map(({ number }) => number);
  expect([await numbers('overdue'), await numbers('unpaid'), await numbers()]).toEqual([['A1'], ['A1', 'A2'], ['A1', 'A2', 'A3']]);
});

test('a line that gives only the code of a known payer is shown with the name; every fault of a line is told at once', async () => {
  const batchId = await staff.sendImport(csvOf([row('B1', { nom: '', regie: 'EAU' }), row('B2', { montant: '0,00', regie: 'XXX' })]), {});
  const { items } = await staff.call<EndpointOutput<'imports.lines'>>('imports.lines', { batchId, page: 1, pageSize: 50 });
  expect(items.map(({ payerName, messages }) => [payerName, messages.length])).toEqual([['DUPONT', 1], ['DUPONT', 2]]);
});

test('payers are listed under their family name, whatever stands before it', async () => {
  const names = [{ civilite: 'Mme', prenom: 'Zoé', nom: 'Abadie' }, { civilite: 'M.', prenom: 'Anaël', nom: 'Écuyer' }, { nom: 'Mme Bérénice Zidi' }];
  await staff.call('imports.publish', { batchId: await staff.sendImport(csvOf(names.map((name, index) => row(`T${index}`, { ...name, code_payeur: `TRI${index}`, regie: 'EAU' }))), {}) });
  const payers = await staff.call<EndpointOutput<'payers.list'>>('payers.list', { page: 1, pageSize: 50, sort: 'name', descending: false });
  expect(payers.items.map(({ name }) => name)).toEqual(['Mme Zoé Abadie', 'DUPONT', 'M. Anaël Écuyer', 'Mme Bérénice Zidi']);
  const invoices = await staff.call<EndpointOutput<'invoices.list'>>('invoices.list', { ...anyList, sort: 'payerName', descending: true });
  expect(invoices.items[0]).toMatchObject({ payerName: 'Mme Bérénice Zidi' });
});
