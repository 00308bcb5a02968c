// What is owed stays in the sums while its payment is suspended, and the resident is told how many are.
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { loadBasket } from '../../server/commands/load-basket.ts';
import { suspendPayments, type SuspensionPlace } from '../../server/commands/suspend-payments.ts';
import { payfipStages } from '../../server/contract/states.ts';
import { inTransaction } from '../../server/db/database.ts';
import { readStateTotals } from '../../server/db/reads.ts';
import { invoiceRefusal } from '../../server/domain/basket.ts';
import { Invoice, PayerAccess, Regie } from '../../server/models/index.ts';
import { wordsOf, type Browser } from '../support/browser.ts';
import { password, type Household } from '../support/household.ts';
import { newHousehold, openFirstRegie, startPayingTown, type PayingTown } from '../support/paid.ts';

let town: PayingTown;
let household: Household;
let neighbour: Household;
let regie: Regie;
let resident: Browser;

beforeAll(async () => {
  town = await startPayingTown();
  regie = await openFirstRegie();
  household = await newHousehold(town, ['2026-1', '2026-2', '2026-3']);
  neighbour = await newHousehold(town, ['2026-4']);
  resident = town.server.browser();
  await resident.login(household.email, password);
});
afterAll(() => town.stop());
beforeEach(() => inTransaction(() => Invoice.update({ suspension: null, declared: null, directDebit: false }, { where: {} })));

const set = (place: SuspensionPlace, sentence: string | null) => suspendPayments({ ...place, sentence, actor: 'test', now: new Date() });
const suspend = (index: number, owner = household) => set({ place: 'invoice', invoiceId: owner.invoices[index]!.id }, 'En vérification.');
const partOf = async (path: string, part: RegExp) => wordsOf(part.exec((await resident.get(path)).text)?.[0] ?? '');
/** What follows the sum, on the first page and above the list. */
const said = async () => [await partOf('/accueil', /<em>.*?<\/em>/s), (await partOf('/factures', /<p class="sum">.*?<\/p>/s)).replace(/^.* €/, '').trim()];

test('nothing is said while nothing is suspended, nor for what is another household’s', async () => {
  await suspend(0, neighbour);
  expect(await said()).toEqual(['', '']);
});

test('of one invoice, then of all of them', async () => {
  await suspend(0);
  expect(await said()).toEqual(['dont 1 facture à paiement en ligne suspendu', ', dont 1 facture à paiement en ligne suspendu']);
  await suspend(1);
  await suspend(2);
  expect(await said()).toEqual(['leur paiement en ligne est suspendu', ', leur paiement en ligne est suspendu']);
});

test.each<[string, SuspensionPlace | 'regie']>([['the régie', 'regie'], ['the portal', { place: 'portal' }]])('of %s', async (_name, place) => {
  const where = place === 'regie' ? { place, regieId: regie.id } : place;
  await set(where, 'Clôture.');
  expect(await said()).toEqual(['leur paiement en ligne est suspendu', ', leur paiement en ligne est suspendu']);
  await set(where, null);
  expect(await said()).toEqual(['', '']);
});

test('what awaits nothing of the resident is not counted, nor what could not be paid on line anyway', async () => {
  await suspend(0);
  await suspend(1);
  await inTransaction(() => Invoice.update({ directDebit: true }, { where: { id: household.invoices[0]!.id } }));
  expect((await said())[0]).toBe('dont 1 facture à paiement en ligne suspendu');
  await inTransaction(() => PayerAccess.update({ role: 'reader' }, { where: { accountId: household.accountId } }));
  expect((await said())[0]).toBe('');
  await inTransaction(() => PayerAccess.update({ role: 'holder' }, { where: { accountId: household.accountId } }));
  await inTransaction(() => Regie.update({ stage: 'closed' }, { where: {} }));
  expect((await said())[0]).toBe('');
});

/** Every choice of one value for each name. */
function situations<T extends Record<string, readonly unknown[]>>(choices: T): { [K in keyof T]: T[K][number] }[] {
  return Object.entries(choices).reduce<Record<string, unknown>[]>((found, [name, values]) => found.flatMap((each) => values.map((value) => ({ ...each, [name]: value }))), [{}]) as { [K in keyof T]: T[K][number] }[];
}

const ofRegie = situations({ stage: payfipStages, numcli: ['006270', null], suspension: [null, 'Clôture.'] });
const ofInvoice = situations({ declared: [null, 'resident', 'payfip'] as const, directDebit: [false, true], suspension: [null, 'En vérification.'] });

test.each(['holder', 'reader'] as const)('what is counted of an invoice, for a %s, is what a payment of it would be refused for', async (role) => {
  const { accountId, invoices: [invoice] } = neighbour;
  await inTransaction(() => PayerAccess.update({ role }, { where: { accountId } }));
  for (const regieIs of ofRegie) {
    await inTransaction(() => regie.update({ ...regieIs, trialEmails: '' }));
    for (const invoiceIs of ofInvoice) {
      await inTransaction(() => invoice!.update(invoiceIs));
      const { invoices: [row], circumstances } = await loadBasket({ accountId, invoiceIds: [invoice!.id], now: new Date() });
      const isSuspended = (portalSuspension: string | null) => invoiceRefusal(row!, { ...circumstances, portalSuspension })?.code === 'payments_suspended';
      const [total] = await readStateTotals(accountId);
      expect([total!.openCount, total!.suspendedCount], JSON.stringify({ ...regieIs, invoice: invoiceIs })).toEqual([isSuspended('Fermé.'), isSuspended(null)].map(Number));
    }
  }
});
