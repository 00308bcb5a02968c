// The path of one invoice: imported, seen by its household, downloaded.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordsOf } from '../support/browser.ts';
import { rewrite } from '../support/database-state.ts';
import { createHousehold, password, pdfOf, type Household } from '../support/household.ts';
import { startTestServer, type TestServer } from '../support/test-server.ts';

let server: TestServer;
let household: Household;

beforeAll(async () => {
  server = await startTestServer();
  household = await createHousehold(server.dataFolder, { code: 'SISTEC560', email: 'demo@exemple.test', numbers: ['2017-020-002059', '2017-020-002060'] });
});
afterAll(() => server.stop());

test('a resident logs in, finds the invoices and downloads one', async () => {
  const browser = server.browser();
  const login = await browser.login('demo@exemple.test', password);
  expect([login.status, login.location]).toEqual([303, '/accueil']);
  expect(wordsOf((await browser.get('/accueil')).text)).toContain('2 factures à régler');

  const list = wordsOf((await browser.get('/factures')).text);
  expect(list).toContain('2017-020-002059');
  expect(list).toContain('200,11 €');
  expect(list).toContain('401,22 €');

  const [invoice] = household.invoices;
  const page = wordsOf((await browser.get(`/factures/${invoice!.id}`)).text);
  expect(page).toContain('Multi Services');
  expect(page).toContain('Télécharger PDF');
  expect(page).toContain('Le paiement en ligne n’est pas encore ouvert');

  const pdf = await browser.get(`/factures/${invoice!.id}/pdf`);
  expect(pdf.headers['content-type']).toBe('application/pdf');
  expect(pdf.headers['content-disposition']).toBe('attachment; filename="Facture 2017-020-002059.pdf"');
  expect(pdf.body.equals(pdfOf('2017-020-002059'))).toBe(true);
});

test('a part of the PDF may be asked for', async () => {
  const browser = server.browser();
  await browser.login('demo@exemple.test', password);
  const path = `/factures/${household.invoices[0]!.id}/pdf`;
  const whole = pdfOf('2017-020-002059');
  const part = await browser.get(path, { Range: 'bytes=5-9' });
  expect([part.status, part.headers['content-range']]).toEqual([206, `bytes 5-9/${whole.length}`]);
  expect(part.body.equals(whole.subarray(5, 10))).toBe(true);
  expect((await browser.get(path, { Range: 'bytes=999999-' })).status).toBe(416);
  expect((await browser.get(path, { Range: 'bytes=0-1,3-4' })).body.equals(whole)).toBe(true);
});

test('a question about an invoice keeps it, wherever it stands; another household’s is not offered', async () => {
  const [treasury] = household.invoices;
  await rewrite(`UPDATE invoices SET state = 'treasury' WHERE id = '${treasury!.id}'`);
  const neighbour = await createHousehold(server.dataFolder, { code: 'AUTRE', email: 'autre@exemple.test', numbers: ['2017-020-009999'] });
  const browser = server.browser();
  await browser.login('demo@exemple.test', password);
  expect((await browser.get(`/contact?facture=${treasury!.id}`)).text).toMatch(new RegExp(`<option value="${treasury!.id}" selected>2017-020-002059`));
  expect((await browser.get('/contact')).text).toContain(`<option value="${treasury!.id}"`);
  expect((await browser.get(`/contact?facture=${neighbour.invoices[0]!.id}`)).text).not.toContain('2017-020-009999');
});
