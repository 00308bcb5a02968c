// The way back to PayFiP's page for who has not seen it, and for nobody else.
import { expect, test } from 'vitest';
import { inTransaction } from '../../server/db/database.ts';
import { PayerAccess, Payment, Regie } from '../../server/models/index.ts';
import { unescapeHtml } from '../support/browser.ts';
import { createHousehold, password } from '../support/household.ts';
import { choose } from '../support/payfip.ts';
import { tipi, usePayingResident } from '../support/paying-resident.ts';

const { simulator, server, household, browser, ids, words, leave } = await usePayingResident();

const waysBack = async ({ id }: Payment) => [...(await browser.get(`/paiements/${id}`)).text.matchAll(/href="([^"]+)"[^>]*>Reprendre le paiement sur le portail TIPI</g)].map(([, href]) => unescapeHtml(href!));

test('a resident whose window was closed before PayFiP’s page came is led back to the same operation, for fifteen minutes', async () => {
  const { location } = await leave(ids[0]!);
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  expect(await waysBack(payment)).toEqual([location]);
  expect([await Payment.count(), simulator.operations().filter(({ id }) => id === payment.idOp).length]).toEqual([1, 1]);
  await payment.update({ createdAt: new Date(Date.now() - 15 * 60_000) });
  expect(await waysBack(payment)).toEqual([]);
  await payment.update({ createdAt: new Date() });
  await choose(simulator, payment.idOp!, 'abandon');
  await browser.get(`/paiements/retour?idop=${payment.idOp}`);
  expect(await words(`/paiements/${payment.id}`)).toContain('Paiement abandonné');
  expect(await waysBack(payment)).toEqual([]);
});

test('the name of an operation is shown to the account that opened it, on that page alone', async () => {
  await leave(ids[0]!);
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  const other = await createHousehold(server.dataFolder, { code: 'AUTRE', email: 'autre-parent@exemple.test', numbers: ['2017-020-009001'] });
  await inTransaction(() => PayerAccess.create({ accountId: other.accountId, payerId: household.payerId }));
  const parent = server.browser();
  await parent.login(other.email, password);
  expect((await parent.get(`/paiements/${payment.id}`)).status).toBe(404);
  for (const path of [`/paiements/${payment.id}`, '/paiements', '/factures', `/factures/${ids[0]}`, tipi(ids[0]!)]) expect((await parent.get(path)).text).not.toContain(payment.idOp);
  for (const path of ['/paiements', '/factures', `/factures/${ids[0]}`, tipi(ids[0]!)]) expect((await browser.get(path)).text).not.toContain(payment.idOp);
});

test('by address, where the way back holds a secret that is not kept, none is offered', async () => {
  await Regie.update({ numcli: '008112', interface: 'url' }, { where: {} });
  await leave(ids[0]!);
  expect(await waysBack(await Payment.findOne({ rejectOnEmpty: true }))).toEqual([]);
});
