// What the town hall does with payments, through its own door and a simulator of PayFiP.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { EndpointOutput } from '../../server/contract/staff-api.ts';
import type { DashboardDto, InvoiceActionDto, InvoiceScope, PaymentDetailDto } from '../../server/contract/schemas.ts';
import { declarePaid } from '../../server/commands/declare-paid.ts';
import { mistakeOf } from '../../renderer/confirmation.ts';
import { paymentTag } from '../../renderer/words.ts';
import { formatEuros } from '../../server/contract/format.ts';
import { newId } from '../../server/crypto/tokens.ts';
import { inTransaction } from '../../server/db/database.ts';
import { addDays, dayInFrance } from '../../server/domain/days.ts';
import { AuditEntry, Invoice, InvoiceEvent, Payment } from '../../server/models/index.ts';
import { plainSpaces } from '../support/french.ts';
import { csvOf, type Household } from '../support/household.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { decide, newHousehold, openFirstRegie, pay, payByAddress, startPayingTown, type PayingTown } from '../support/paid.ts';
import { openStaff } from '../support/staff-browser.ts';

let town: PayingTown;
beforeAll(async () => {
  town = await startPayingTown();
  await openFirstRegie();
});
afterAll(() => town.stop());

type List = EndpointOutput<'payments.list'>;
type InvoiceDetail = EndpointOutput<'invoices.read'>;
const call = <T = PaymentDetailDto>(name: string, input: object) => town.staff.call<T>(name, input);
const list = (changes: object = {}) => call<List>('payments.list', { page: 1, pageSize: 50, ...changes });
const toTreasury = (scope: InvoiceScope, expected: number) => call<InvoiceActionDto>('invoices.act', { actionId: newId(), kind: 'treasury', scope, expected, reason: '', tellsResidents: false });
const refusalOf = async (work: Promise<unknown>) => plainSpaces(await work.then(() => 'accepted', (error: Error) => error.message)).replace(/^[\w.]+: /, '');
const journal = (object: string) => AuditEntry.findAll({ where: { object }, order: [['at', 'ASC']] }).then((entries) => entries.map(({ action, actor }) => [action, actor.split(':')[0]]));
const stateOf = async (invoice: Invoice | undefined) => (await invoice!.reload()).state;
const unknown = 'A'.repeat(22);

test('the window knows that payments are play before anyone has logged in', async () => {
  const workstation = await openStaff(town.server);
  await workstation.call('session.logout', {});
  expect(await workstation.call('session.current', {})).toMatchObject({ agent: null, isPlay: true });
});

describe('an attempt by web service', () => {
  let household: Household;
  let payment: Payment;
  beforeAll(async () => {
    household = await newHousehold(town, ['2026-1001', '2026-1002']);
    payment = await pay(household);
  });

  test('is listed with its payer, régie, amount, reference and state', async () => {
    const { items, total, paidCents } = await list({ search: '2026-1001' });
    expect([total, paidCents]).toEqual([1, 0]);
    expect(items[0]).toMatchObject({
      id: payment.id, state: 'open', amountCents: 40_122, refdet: payment.refdet, email: household.email, regieName: 'Régie centralisée',
      invoiceNumbers: ['2026-1001', '2026-1002'], payerNames: [expect.stringContaining(household.code)], isProduction: true, toSort: null, interface: 'service',
    });
  });

  test('is found by its reference, its operation, its payer, its invoice; not by another', async () => {
    for (const search of [payment.refdet.toLowerCase(), payment.idOp!, household.code, household.email, '1002']) expect((await list({ search })).items.map(({ id }) => id)).toEqual([payment.id]);
    for (const search of ["' OR 1=1 --", 'inconnu']) expect((await list({ search })).total).toBe(0);
  });

  test('shows its operation, when it is asked about again, and every answer with its door', async () => {
    const before = await call('payments.read', { paymentId: payment.id });
    expect(before).toMatchObject({ idOp: payment.idOp, numcli: '006270', exer: payment.exer, mayBeChecked: true, mayBeConfirmed: false, mayBeCancelled: true, answers: [], nextCheckAt: expect.any(String) });
    const after = await call('payments.check', { paymentId: payment.id });
    expect(after.answers).toMatchObject([{ door: 'staff', kind: 'fault', code: 'P5' }]);
    expect(after.journal).toMatchObject([{ actor: 'Mme Martin', action: 'payment_checked', detail: 'open' }]);
  });

  test('« Vérifier maintenant » says that PayFiP is silent, and settles once it is paid', async () => {
    town.simulator.breakService('http-502');
    expect((await call('payments.check', { paymentId: payment.id })).answers.at(-1)).toMatchObject({ door: 'staff', kind: 'outage', code: 'http' });
    town.simulator.breakService(null);
    await decide(town, payment, 'P');
    const { payment: paid, answers, lines, mayBeChecked, mayBeCancelled, numauto } = await call('payments.check', { paymentId: payment.id });
    expect([paid.state, paid.means, mayBeChecked, mayBeCancelled, numauto !== null]).toEqual(['paid', 'card', false, false, true]);
    expect(answers.at(-1)).toMatchObject({ kind: 'result', code: 'P', fields: expect.arrayContaining([{ name: 'montant', value: '40122' }]) });
    expect(JSON.stringify(answers)).not.toContain(household.email);
    expect(lines).toMatchObject([{ number: '2026-1001', state: 'paid', outcome: 'settled' }, { number: '2026-1002', state: 'paid', outcome: 'settled' }]);
  });

  test('is told on its invoice, in words', async () => {
    const { payments, events } = await call<InvoiceDetail>('invoices.read', { invoiceId: household.invoices[0]!.id });
    expect(payments.map(({ id }) => id)).toEqual([payment.id]);
    expect(plainSpaces(events.at(-1)!.detail)).toBe(`Carte bancaire, 200,11 €, paiement n° ${payment.number}`);
  });

  test('cannot be cancelled nor confirmed once paid', async () => {
    expect(await refusalOf(call('payments.cancel', { paymentId: payment.id, reason: 'Erreur' }))).toBe('Ce paiement est déjà reçu.');
    expect(await refusalOf(call('payments.confirm', { paymentId: payment.id }))).toBe('Ce paiement est déjà reçu.');
  });
});

test('an attempt is given up with a reason, that the journal keeps; its invoice stays reserved while it may be paid', async () => {
  const household = await newHousehold(town, ['2026-1101']);
  const payment = await pay(household);
  expect(await refusalOf(call('payments.cancel', { paymentId: payment.id, reason: '  ' }))).toBe('Indiquez la raison.');
  const { payment: cancelled, problem, journal: said } = await call('payments.cancel', { paymentId: payment.id, reason: 'L’habitante a payé au guichet' });
  expect([cancelled.state, plainSpaces(problem ?? '')]).toEqual(['stopped', 'N’est plus attendu : L’habitante a payé au guichet']);
  expect(said.at(-1)).toMatchObject({ actor: 'Mme Martin', action: 'payment_cancelled', detail: 'L’habitante a payé au guichet' });
  await expect(pay(household)).rejects.toMatchObject({ code: 'payment_stopped' });
});

test('an attempt given up is said to be so, even while it may still be paid', async () => {
  const household = await newHousehold(town, ['2026-1151']);
  const payment = await pay(household);
  await decide(town, payment, 'A');
  const { payment: shown } = await call('payments.check', { paymentId: payment.id });
  expect([shown.state, shown.said, paymentTag(shown).text]).toEqual(['open', 'A', 'Abandonné']);
  expect((await list({ search: '2026-1151' })).items.map((each) => paymentTag(each).text)).toEqual(['Abandonné']);
});

test('a payment received twice comes first until an agent says what was done of it', async () => {
  const household = await newHousehold(town, ['2026-1201']);
  const payment = await pay(household);
  await call('invoices.settle', { invoiceId: household.invoices[0]!.id, method: 'cash', paidOn: dayInFrance(new Date()) });
  await decide(town, payment, 'P');
  await pay(await newHousehold(town, ['2026-1202']));
  await call('payments.check', { paymentId: payment.id });
  const dashboard = () => call<DashboardDto>('dashboard.read', {});
  expect((await dashboard()).paymentsToSort).toBe(1);
  expect((await list()).items[0]).toMatchObject({ id: payment.id, toSort: 'paid_twice' });
  expect((await list({ state: 'to_sort' })).items.map(({ id }) => id)).toEqual([payment.id]);
  expect(await refusalOf(call('payments.sort', { paymentId: payment.id, invoiceIds: [], settledNumbers: [], note: '' }))).toBe('Dites ce que vous en avez fait.');
  const { payment: sorted, lines, journal: said } = await call('payments.sort', { paymentId: payment.id, invoiceIds: [], settledNumbers: [], note: 'Remboursé par mandat 12' });
  expect([sorted.state, sorted.toSort, lines[0]?.outcome, said.at(-1)?.detail]).toEqual(['paid', null, 'paid_twice', 'Remboursé par mandat 12']);
  expect([(await list({ state: 'to_sort' })).total, (await dashboard()).paymentsToSort]).toEqual([0, 0]);
  expect(await refusalOf(call('payments.sort', { paymentId: payment.id, invoiceIds: [], settledNumbers: [], note: 'Encore' }))).toBe('Ce paiement n’attend plus rien de vous.');
});

test('a payment in activation waits for an agent: it was debited and settles nothing', async () => {
  const household = await newHousehold(town, ['2026-1251']);
  await openFirstRegie({ stage: 'activation', numcli: '012327', trialEmails: household.email });
  const payment = await pay(household);
  await openFirstRegie();
  await decide(town, payment, 'P');
  const { payment: paid, problem } = await call('payments.check', { paymentId: payment.id });
  expect([paid.state, paid.toSort, await stateOf(household.invoices[0])]).toEqual(['paid', 'activation', 'unpaid']);
  expect(problem).toContain('réellement débité');
  expect((await list({ state: 'to_sort' })).items.map(({ id }) => id)).toEqual([payment.id]);
  expect((await call<DashboardDto>('dashboard.read', {})).paymentsToSort).toBe(1);
  expect((await call('payments.sort', { paymentId: payment.id, invoiceIds: [], settledNumbers: [], note: 'Remboursé' })).payment.toSort).toBeNull();
});

test('a payment announced by address is confirmed, or denied', async () => {
  const regie = await openFirstRegie({ interface: 'url', numcli: '008112' });
  const [kept, denied] = [await newHousehold(town, ['2026-1301']), await newHousehold(town, ['2026-1302'])];
  const [first, second] = [await payByAddress(town, kept), await payByAddress(town, denied)];
  expect((await call<DashboardDto>('dashboard.read', {})).paymentsToConfirm).toBe(2);
  expect((await list({ state: 'reported', regieId: regie.id })).total).toBe(2);
  expect(await call('payments.read', { paymentId: first.id })).toMatchObject({
    mayBeConfirmed: true, mayBeChecked: false, mayBeCancelled: true, idOp: null, numauto: expect.stringMatching(/./), transactionAt: expect.any(String),
    answers: [{ door: 'urlcl', kind: 'result', code: 'P', fields: expect.arrayContaining([{ name: 'montant', value: '20011' }]) }],
  });
  expect((await call('payments.confirm', { paymentId: first.id })).payment.state).toBe('paid');
  expect((await call('payments.cancel', { paymentId: second.id, reason: 'Rien reçu de la trésorerie' })).payment.state).toBe('stopped');
  expect([await stateOf(kept.invoices[0]), await stateOf(denied.invoices[0])]).toEqual(['paid', 'unpaid']);
  expect(await journal(first.id)).toEqual([['payment_confirmed', 'agent'], ['payment_settled', 'agent']]);
  await openFirstRegie();
});

test('a mistaken confirmation is taken back from the payment, with a reason', async () => {
  await openFirstRegie({ interface: 'url', numcli: '008112', allowsSeveral: true });
  const household = await newHousehold(town, ['2026-1321', '2026-1322']);
  const { id: paymentId, number } = await payByAddress(town, household);
  expect((await call('payments.read', { paymentId })).mayBeTakenBack).toBe(false);
  const { payment, mayBeTakenBack } = await call('payments.confirm', { paymentId });
  expect([payment.settledNumbers, mayBeTakenBack]).toEqual([['2026-1321', '2026-1322'], true]);
  expect(plainSpaces(mistakeOf(payment).effect)).toBe(`Le paiement n° ${number}, de ${plainSpaces(formatEuros(payment.amountCents))}, sera de nouveau à confirmer. D’ici là, personne ne peut payer en ligne les factures 2026-1321, 2026-1322 ; si rien n’a été reçu, dites-le ensuite. Si le ticket de l’habitant est parti, un courriel lui dit qu’il n’est plus valable.`);
  const takeBack = (reason: string) => call('payments.takeBack', { paymentId, confirmedAt: payment.settledAt, reason });
  expect(await refusalOf(takeBack(' '))).toBe('Indiquez la raison.');
  const { payment: back, problem, journal: said } = await takeBack('Ticket d’une autre famille');
  expect([back.state, back.settledNumbers, await stateOf(household.invoices[0]), plainSpaces(problem ?? '')]).toEqual(['reported', [], 'unpaid', 'Confirmation annulée : Ticket d’une autre famille']);
  expect(said.at(-1)).toMatchObject({ action: 'payment_unconfirmed', detail: 'Ticket d’une autre famille' });
  expect([(await takeBack('Encore')).problem, said.length]).toEqual([problem, (await call('payments.read', { paymentId })).journal.length]);
  await call('payments.confirm', { paymentId });
  expect(await refusalOf(takeBack('Trop tard'))).toContain('Cette confirmation ne s’annule pas');
  await openFirstRegie();
});

test('what is to be confirmed is the same in the list, on the dashboard and in the tray: no test, but an activation', async () => {
  const household = await newHousehold(town, ['2026-1351', '2026-1352', '2026-1353']);
  for (const [rank, stage] of (['test', 'activation', 'production'] as const).entries()) {
    await openFirstRegie({ interface: 'url', numcli: '008112', stage, trialEmails: household.email });
    await payByAddress(town, { ...household, invoices: [household.invoices[rank]!] });
  }
  await openFirstRegie();
  const { items, total } = await list({ state: 'reported' });
  expect([items.map(({ invoiceNumbers }) => invoiceNumbers[0]).sort(), total]).toEqual([['2026-1352', '2026-1353'], 2]);
  expect([(await call<DashboardDto>('dashboard.read', {})).paymentsToConfirm, (await town.server.running.countWork()).paymentsToConfirm]).toEqual([2, 2]);
  for (const { id } of items) await call('payments.cancel', { paymentId: id, reason: 'Essai' });
});

describe('the list', () => {
  test('is narrowed by state, régie and days in France, page by page', async () => {
    const today = dayInFrance(new Date());
    const all = (await list()).total;
    expect([(await list({ from: today, to: today })).total, (await list({ to: '2020-01-01' })).total, (await list({ regieId: unknown })).total]).toEqual([all, 0, 0]);
    const paid = await list({ state: 'paid' });
    expect(paid.items.every(({ state }) => state === 'paid')).toBe(true);
    expect(paid.paidCents).toBe(await Payment.sum('amountCents', { where: { state: 'paid', saisie: ['W', 'A', 'X'] } }));
    const pages = await Promise.all([1, 2].map((page) => list({ page, pageSize: Math.ceil(all / 2) })));
    expect(new Set(pages.flatMap(({ items }) => items.map(({ id }) => id))).size).toBe(all);
  });

  test('refuses a period that ends before it begins, or a day that does not exist', async () => {
    expect(await refusalOf(list({ from: '2026-02-02', to: '2026-02-01' }))).toMatch(/^La période n’est pas comprise/);
    expect(await refusalOf(list({ from: '2026-02-30' }))).toBe('Certaines réponses sont à corriger.');
  });
});

test.each(['payments.read', 'payments.check', 'payments.confirm'])('%s of an unknown payment', async (name) => {
  expect(await refusalOf(call(name, { paymentId: unknown }))).toBe('Cette page n’existe pas.');
});

describe('an invoice', () => {
  test('is settled at the desk: how, on which day, by whom', async () => {
    const { invoices: [invoice] } = await newHousehold(town, ['2026-1401']);
    const settle = (paidOn: string) => call('invoices.settle', { invoiceId: invoice!.id, method: 'cheque', paidOn });
    expect(await refusalOf(settle('2099-01-01'))).toBe('La date ne peut pas être dans l’avenir.');
    await settle('2026-07-14');
    const { events, invoice: settled } = await call<InvoiceDetail>('invoices.read', { invoiceId: invoice!.id });
    expect([settled.state, plainSpaces(events.at(-1)!.detail)]).toEqual(['paid', 'Chèque, le 14/07/2026, par Mme Martin']);
    expect(await refusalOf(call('invoices.settle', { invoiceId: invoice!.id, method: 'cash', paidOn: '2026-07-14' }))).toBe('La facture 2026-1401 est déjà réglée.');
    expect(await journal(invoice!.id)).toEqual([['invoice_settled', 'agent']]);
  });

  test('is unpaid again when its settlement was a mistake: the reason is kept, the facts stay, and the household may pay', async () => {
    const household = await newHousehold(town, ['2026-1451']);
    const [invoice] = household.invoices;
    const seen = async () => (await call<InvoiceDetail>('invoices.read', { invoiceId: invoice!.id })).mayTakeBack;
    const takeBack = (factId: string, reason: string) => call('invoices.takeBack', { invoiceId: invoice!.id, factId, reason });
    await call('invoices.settle', { invoiceId: invoice!.id, method: 'cash', paidOn: '2026-07-14' });
    const { factId, ...offered } = (await seen())!;
    expect(offered).toEqual({ what: 'settled' });
    expect(await refusalOf(takeBack(factId, ' '))).toBe('Indiquez la raison.');
    expect(await refusalOf(takeBack('A'.repeat(22), 'Erreur'))).toMatch(/^Cette action n’est plus possible/);
    for (const reason of ['Mauvaise famille', 'Mauvaise famille']) await takeBack(factId, reason);
    const { invoice: open, events, mayTakeBack } = await call<InvoiceDetail>('invoices.read', { invoiceId: invoice!.id });
    expect([open.state, mayTakeBack, events.map(({ kind }) => kind), plainSpaces(events.at(-1)!.detail)]).toEqual(['unpaid', null, ['published', 'settled', 'settlement_undone'], '« Mauvaise famille », par Mme Martin']);
    expect(await journal(invoice!.id)).toEqual([['invoice_settled', 'agent'], ['invoice_settlement_undone', 'agent']]);
    const payment = await pay(household);
    await decide(town, payment, 'P');
    await call('payments.check', { paymentId: payment.id });
    await takeBack(factId, 'Encore');
    expect([await stateOf(invoice), await seen()]).toEqual(['paid', null]);
  });

  test('that its household marked as paid waits for the town hall, which says that nothing came', async () => {
    const { accountId, invoices: [invoice] } = await newHousehold(town, ['2026-1481']);
    await declarePaid({ accountId, invoiceId: invoice!.id, now: new Date() });
    const said = async () => {
      const { items, total } = await call<EndpointOutput<'invoices.list'>>('invoices.list', { page: 1, pageSize: 50, state: 'declared', sort: 'number', descending: false });
      return [total, (await call<DashboardDto>('dashboard.read', {})).invoicesSaidPaid, items.map(({ number, declared }) => `${number} ${declared}`)];
    };
    expect(await said()).toEqual([1, 1, ['2026-1481 resident']]);
    await call('invoices.denyDeclaration', { invoiceId: invoice!.id });
    expect(await said()).toEqual([0, 0, []]);
    expect(await refusalOf(call('invoices.denyDeclaration', { invoiceId: invoice!.id }))).toMatch(/^Cette action n’est plus possible/);
    expect(await journal(invoice!.id)).toEqual([['invoice_declared', 'account'], ['invoice_declaration_denied', 'agent']]);
  });

  test('comes back from the Treasury with a reason', async () => {
    const { invoices: [invoice] } = await newHousehold(town, ['2026-1461']);
    await toTreasury({ invoiceIds: [invoice!.id] }, 1);
    await call('invoices.takeBack', { invoiceId: invoice!.id, factId: await seenFact(invoice!.id), reason: 'Transmise trop tôt' });
    expect([await stateOf(invoice), await journal(invoice!.id)]).toEqual(['unpaid', [['invoices_sent_to_treasury', 'agent'], ['invoice_treasury_undone', 'agent']]]);
  });

  test('settled by hand while a payment is announced, then taken back, is still « à confirmer »', async () => {
    await openFirstRegie({ interface: 'url', numcli: '008112' });
    const household = await newHousehold(town, ['2026-1471']);
    await payByAddress(town, household);
    const [invoice] = household.invoices;
    await call('invoices.settle', { invoiceId: invoice!.id, method: 'cash', paidOn: '2026-07-14' });
    await call('invoices.takeBack', { invoiceId: invoice!.id, factId: await seenFact(invoice!.id), reason: 'Erreur' });
    expect((await invoice!.reload()).declared).toBe('payfip');
    await openFirstRegie();
  });

  test('is suspended with a sentence, and opened again', async () => {
    const { invoices: [invoice] } = await newHousehold(town, ['2026-1501']);
    await call('payments.suspend', { place: 'invoice', invoiceId: invoice!.id, sentence: 'Facture en cours de vérification.' });
    const shown = async () => (await call<InvoiceDetail>('invoices.read', { invoiceId: invoice!.id }));
    expect((await shown()).invoice.suspension).toBe('Facture en cours de vérification.');
    await call('payments.suspend', { place: 'regie', regieId: (await openFirstRegie()).id, sentence: '' });
    await call('payments.suspend', { place: 'portal', sentence: '' });
    expect(await call('dashboard.read', {})).toMatchObject({ isPortalSuspended: true, regiesSuspended: 1, invoicesSuspended: 1 });
    expect(await call('invoices.list', { page: 1, pageSize: 50, state: 'suspended', sort: 'number', descending: false })).toMatchObject({ total: 1, items: [{ number: '2026-1501' }] });
    await call('payments.suspend', { place: 'regie', regieId: (await openFirstRegie()).id, sentence: null });
    await call('payments.suspend', { place: 'portal', sentence: null });
    await call('payments.suspend', { place: 'invoice', invoiceId: invoice!.id, sentence: null });
    expect([(await shown()).invoice.suspension, (await shown()).events.map(({ kind }) => kind)]).toEqual([null, ['published', 'suspended', 'resumed']]);
  });

  test('is handed over to the Treasury, alone or with its whole import', async () => {
    const { invoices: [alone] } = await newHousehold(town, ['2026-1601']);
    expect((await toTreasury({ invoiceIds: [alone!.id] }, 1)).changed).toBe(1);
    expect(await refusalOf(toTreasury({ invoiceIds: [alone!.id] }, 1))).toContain('ont changé entre-temps');
    const row = (numero: string, changes = {}) => ({ numero, montant: '10,00', code_payeur: 'FAM1', nom: 'DUPONT', date: '01/07/2020', ...changes });
    const batchId = await town.staff.sendImport(csvOf([row('T1'), row('T2'), row('T3', { etat: 'réglée' })]), {});
    await call('imports.publish', { batchId });
    const before = await call<EndpointOutput<'invoices.list'>>('invoices.list', { page: 1, pageSize: 1, batchId, state: 'unpaid', sort: 'number', descending: false });
    expect([before.total, (await toTreasury({ filter: { batchId, state: 'unpaid' } }, 2)).changed]).toEqual([2, 2]);
    expect((await Invoice.findAll({ where: { batchId }, order: [['number', 'ASC']] })).map(({ state }) => state)).toEqual(['treasury', 'treasury', 'paid']);
    expect(await InvoiceEvent.count({ where: { invoiceId: alone!.id, kind: 'sent_to_treasury' } })).toBe(1);
  });
});

test('a payment is confirmed on the day of its proof, that cannot be before it began nor to come', async () => {
  await openFirstRegie({ interface: 'url', numcli: '008112' });
  const payment = await payByAddress(town, await newHousehold(town, ['2026-1311']));
  const began = new Date(Date.now() - 6 * 24 * 3_600_000);
  await inTransaction(() => Payment.update({ createdAt: began }, { where: { id: payment.id } }));
  const confirm = (paidOn: string) => call('payments.confirm', { paymentId: payment.id, paidOn });
  const startedOn = dayInFrance(began);
  expect(await refusalOf(confirm(addDays(startedOn, -1)))).toMatch(/^La date est avant celle du paiement, commencé le \d\d\/\d\d\/\d{4}\.$/);
  expect(await refusalOf(confirm(addDays(dayInFrance(new Date()), 1)))).toBe('La date ne peut pas être dans l’avenir.');
  await expect(confirm('2026-02-31x')).rejects.toThrow();
  expect((await Payment.findByPk(payment.id))!.state).toBe('reported');
  await confirm(addDays(startedOn, 1));
  const detail = await call('payments.read', { paymentId: payment.id });
  expect([detail.payment.state, dayInFrance(new Date(detail.transactionAt!))]).toEqual(['paid', addDays(startedOn, 1)]);
  await openFirstRegie();
});
