// A browser that changes the amount gains nothing: it is never asked for it, and what was paid with another is never taken for the invoice.
import { expect, test } from 'vitest';
import { AuditEntry, Invoice, Payment, Regie } from '../../server/models/index.ts';
import { operationOn, post } from '../support/payfip.ts';
import { tipi, usePayingResident } from '../support/paying-resident.ts';

const { browser, simulator, ids, words, leave } = await usePayingResident();

test('an amount posted to the departure is ignored: PayFiP is asked for that of the invoice', async () => {
  await browser.submit(tipi(ids[0]!), '/paiements', { montant: '100', amountCents: '100', totalCents: '100' });
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  expect([payment.amountCents, simulator.find(payment.idOp!)!.fields.montant]).toEqual([20_011, '20011']);
});

test('by address, an amount edited on the way is paid at PayFiP and settles nothing here, then the true one is announced', async () => {
  await Regie.update({ interface: 'url', numcli: '008112' }, { where: {} });
  const sent = new URL((await leave(ids[0]!)).location);
  const edited = new URL(sent);
  edited.searchParams.set('montant', '100');
  const payHere = async (url: URL) => {
    const operation = operationOn(await (await fetch(url)).text());
    await post(`${simulator.baseUrl}/tpa/choix`, { operation, choix: 'card' });
    return simulator.find(operation)!.deliveries.map(({ to, status }) => [to, status]);
  };
  expect(await payHere(edited)).toEqual([['urlcl', 200]]);
  expect(simulator.ledger().map(({ cents }) => cents)).toEqual([100]);
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  expect([payment.state, payment.problem, await Invoice.count({ where: { state: 'paid' } }), await Invoice.count({ where: { declared: 'payfip' } })]).toEqual(['open', expect.stringContaining('montant'), 0, 0]);
  expect(await AuditEntry.count({ where: { action: 'payment_report_refused', object: payment.id, detail: 'montant' } })).toBe(1);
  expect(await words(`/paiements/${payment.id}`)).toContain('Paiement en cours');
  expect(await payHere(sent)).toEqual([['urlcl', 200]]);
  expect((await payment.reload()).state).toBe('reported');
});
