// Settling: believed on PayFiP's own answer for this very attempt; a late payment always wins, nothing paid is ever un-paid.
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { settleByHand } from '../../server/commands/settle-by-hand.ts';
import { settlePayment } from '../../server/commands/settle-payment.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { inTransaction } from '../../server/db/database.ts';
import { AuditEntry, Invoice, Payment, PaymentAnswer, Regie } from '../../server/models/index.ts';
import type { Resultrans } from '../../server/payfip-simulator/model.ts';
import { everyRow } from '../support/database-state.ts';
import { hour, minute } from '../support/payfip.ts';
import { answersOf, eventsOf, openRegie, openScene, receipts, standing, type Scene } from '../support/payments.ts';

let scene: Scene;
beforeEach(async () => { scene = await openScene(); });
afterEach(async () => { vi.restoreAllMocks(); await scene.close(); });

const decide = (payment: Payment, resultrans: Resultrans) => scene.simulator.act(payment.idOp!, { kind: 'decide', resultrans });
const settle = (payment: Payment, door: 'notification' | 'return' | 'poll' | 'staff' = 'poll') => settlePayment(payment.id, { door, now: scene.now() });
const operationOf = (payment: Payment) => scene.simulator.find(payment.idOp!)!;
const paid = { state: 'paid', invoices: ['paid'], outcomes: ['settled'], isLive: false };

describe('paid', () => {
  it.each([['P', 'card'], ['V', 'debit']] as const)('fault 1: %s settles its invoices, with one ticket', async (letter, means) => {
    const payment = await scene.start(0, 1);
    await decide(payment, letter);
    expect(await settle(payment, 'notification')).toBe('paid');
    expect(await standing(payment)).toEqual({ state: 'paid', invoices: ['paid', 'paid'], outcomes: ['settled', 'settled'], isLive: false });
    expect(payment).toMatchObject({ resultrans: letter, numauto: operationOf(payment).result!.numauto, transactionAt: scene.now(), settledAt: scene.now(), nextCheckAt: null, problem: null });
    expect(await eventsOf(scene.family.invoices[0]!)).toEqual(['settled payfip']);
    const [ticket, ...others] = await receipts();
    expect([JSON.parse(ticket!.payload), others]).toEqual([{ paymentId: payment.id, invoices: [{ number: 'SIMNEVER-1', amountCents: 20_011, outcome: 'settled' }, { number: 'SIMNEVER-2', amountCents: 20_111, outcome: 'settled' }], regie: 'Régie centralisée', totalCents: 40_122, means, paidAt: scene.now().toISOString(), refdet: payment.refdet, numauto: payment.numauto, isTwice: false, isPlay: true }, []]);
  });
  it('fault 7: asked a hundred times at once and afterwards, it is settled once', async () => {
    const payment = await scene.start();
    await decide(payment, 'P');
    const doors = ['notification', 'return', 'poll', 'staff'] as const;
    expect(new Set(await Promise.all(Array.from({ length: 100 }, (_, index) => settle(payment, doors[index % 4]))))).toEqual(new Set(['paid']));
    const before = await everyRow();
    await settle(payment);
    expect(await everyRow()).toBe(before);
    expect([await eventsOf(scene.family.invoices[0]!), (await receipts()).length, await PaymentAnswer.count(), await AuditEntry.count({ where: { action: 'payment_settled' } })]).toEqual([['settled payfip'], 1, 1, 1]);
  });
  it('an invoice sent to the treasury meanwhile is settled too, and staff are told to say so to it', async () => {
    const payment = await scene.start();
    await Invoice.update({ state: 'treasury' }, { where: { id: scene.family.invoices[0]!.id } });
    await decide(payment, 'P');
    await settle(payment);
    expect([await standing(payment), payment.toSort]).toEqual([paid, 'after_treasury']);
    expect(JSON.parse((await receipts())[0]!.payload).isTwice).toBe(false);
  });
  it('a basket with an invoice paid twice and another in the Treasury: staff are told of both', async () => {
    const payment = await scene.start(0, 1, 2);
    const [twice, withdrawn, treasury] = scene.family.invoices;
    for (const [invoice, state] of [[twice, 'paid'], [withdrawn, 'withdrawn'], [treasury, 'treasury']] as const) await Invoice.update({ state }, { where: { id: invoice!.id } });
    await decide(payment, 'P');
    await settle(payment);
    expect([(await standing(payment)).outcomes, payment.toSort]).toEqual([['paid_twice', 'not_payable_any_more', 'settled'], 'paid_twice']);
    for (const said of ['Double paiement', 'Une facture a été annulée', 'Payé après la transmission en trésorerie']) expect(payment.problem).toContain(said);
  });
});

describe('late', () => {
  it('fault 3: an abandonment is not believed before twenty minutes, and a later payment wins over it', async () => {
    const payment = await scene.start();
    await decide(payment, 'A');
    await scene.later(5 * minute);
    await settle(payment);
    expect(await standing(payment)).toMatchObject({ state: 'open', isLive: true });
    await scene.later(15 * minute);
    await settle(payment);
    expect(await standing(payment)).toMatchObject({ state: 'cancelled', invoices: ['unpaid'], isLive: false });
    await decide(payment, 'P');
    await pollPayments(() => false, await scene.later(hour));
    expect(await standing(payment)).toEqual(paid);
    expect(await answersOf(payment)).toEqual(['poll result A', 'poll result P']);
  });
  it('a refused debit frees the invoice at once', async () => {
    const payment = await scene.start();
    await decide(payment, 'Z');
    expect([await settle(payment), await standing(payment)]).toEqual(['refused', expect.objectContaining({ isLive: false })]);
  });
  it('fault 2: nobody paid: expired after twenty minutes, forgotten once PayFiP has purged it, then never asked again', async () => {
    const payment = await scene.start();
    await scene.later(22 * minute);
    await settle(payment);
    expect(await standing(payment)).toMatchObject({ state: 'expired', isLive: false });
    await scene.later(20 * hour);
    await settle(payment);
    expect([await standing(payment), payment.nextCheckAt]).toEqual([expect.objectContaining({ state: 'gone' }), null]);
    expect(await answersOf(payment)).toEqual(['poll fault P5', 'poll fault P1']);
  });
  it('a longer wait of the régie keeps the invoice as long, though nobody paid', async () => {
    await openRegie({ waitMinutes: 120 });
    const payment = await scene.start();
    await scene.later(30 * minute);
    await settle(payment);
    expect(await standing(payment)).toMatchObject({ state: 'expired', isLive: true });
    await scene.later(90 * minute);
    await settle(payment);
    expect(await standing(payment)).toMatchObject({ isLive: false });
  });
});

describe('never settled', () => {
  it.each([
    ['montant', '1', 'le montant\u00a0: 0,01\u00a0€ au lieu de 200,11\u00a0€.'], ['montant', '20011.00', 'le montant\u00a0: «\u00a020011.00\u00a0» au lieu de 200,11\u00a0€.'],
    ['numcli', '012327', 'le numéro de client\u00a0: «\u00a0012327\u00a0» au lieu de «\u00a0006270\u00a0».'], ['refdet', 'AUTRE00001', 'la référence\u00a0: «\u00a0AUTRE00001\u00a0» au lieu de «\u00a0SIMNEVER1'],
    ['saisie', 'T', 'le mode\u00a0: essai au lieu de production.'], ['saisie', 'X', 'le mode\u00a0: activation au lieu de production.'],
  ] as const)('fault 10: paid, but %s is %s', async (field, value, problem) => {
    const payment = await scene.start();
    await decide(payment, 'P');
    operationOf(payment).fields[field] = value;
    for (let turn = 0; turn < 3; turn += 1) await settle(payment, 'staff');
    expect(await standing(payment)).toMatchObject({ state: 'reported', invoices: ['unpaid'], outcomes: [null] });
    expect([payment.problem, await AuditEntry.count({ where: { action: 'payment_result_differs' } }), (await receipts()).length]).toEqual([expect.stringContaining(`cette tentative\u00a0: ${problem}`), 1, 0]);
    for (let turn = 0; turn < 8 * 12; turn += 1) await pollPayments(() => false, await scene.later(2 * hour));
    expect(await standing(payment)).toMatchObject({ state: 'reported', invoices: ['unpaid'], isLive: false });
  });
  it.each(['technical', 'unavailable', 'http-502', 'html', 'malformed', 'bomb'] as const)('T-PF-2: the service answers %s: nothing changes, it is asked again in half an hour', async (trouble) => {
    const payment = await scene.start();
    await decide(payment, 'P');
    operationOf(payment).trouble = trouble;
    expect(await settle(payment)).toBe('open');
    expect([await standing(payment), payment.nextCheckAt!.getTime() - scene.now().getTime()]).toEqual([expect.objectContaining({ state: 'open', invoices: ['unpaid'], isLive: true }), 30 * minute]);
    operationOf(payment).trouble = null;
    await pollPayments(() => false, await scene.later(30 * minute));
    expect(await standing(payment)).toEqual(paid);
  });
  it('a test settles nothing and sends nothing', async () => {
    await openRegie({ stage: 'test' });
    const payment = await scene.start();
    await decide(payment, 'P');
    await settle(payment);
    expect(await standing(payment)).toEqual({ state: 'paid', invoices: ['unpaid'], outcomes: [null], isLive: false });
    expect([(await receipts()).length, await eventsOf(scene.family.invoices[0]!)]).toEqual([0, []]);
  });
  it('an activation marks its means on the régie, and settles nothing', async () => {
    await openRegie({ stage: 'activation', numcli: '012327' });
    const [card, debit] = [await scene.start(0), await scene.start(1)];
    await decide(card, 'P');
    await settle(card);
    expect(await Regie.findOne()).toMatchObject({ cardActivatedAt: scene.now(), debitActivatedAt: null });
    await decide(debit, 'V');
    await settle(debit);
    expect(await Regie.findOne()).toMatchObject({ debitActivatedAt: scene.now() });
    expect([(await standing(card)).invoices, (await standing(debit)).invoices, (await receipts()).length]).toEqual([['unpaid'], ['unpaid'], 0]);
  });
  it('a means that is activated once more was active since the first time', async () => {
    const { cardActivatedAt } = await Regie.findOne({ rejectOnEmpty: true });
    await openRegie({ stage: 'activation', numcli: '012327' });
    const first = await scene.start(0);
    await decide(first, 'P');
    await settle(first);
    const since = scene.now();
    await scene.later(24 * 60 * minute);
    const second = await scene.start(1);
    await decide(second, 'P');
    await settle(second);
    expect([cardActivatedAt, (await Regie.findOne({ rejectOnEmpty: true })).cardActivatedAt]).toEqual([null, since]);
  });
});

it('an activation paid after the régie has taken another number activates nothing there', async () => {
  await openRegie({ stage: 'activation', numcli: '012327' });
  const payment = await scene.start();
  await openRegie({ stage: 'activation', numcli: '006270' });
  await decide(payment, 'P');
  await settle(payment);
  expect([await Regie.findOne(), (await standing(payment)).state, payment.toSort, await AuditEntry.count({ where: { action: 'regie_means_activated' } })]).toEqual([expect.objectContaining({ numcli: '006270', cardActivatedAt: null }), 'paid', 'activation', 0]);
});

describe('paid, but no longer to be paid', () => {
  it('T-PF-4: two attempts both paid: the second is a double payment, told to staff and to the payer', async () => {
    const first = await scene.start(0, 1);
    await decide(first, 'A');
    await scene.later(21 * minute);
    const second = await scene.start(0);
    await decide(second, 'P');
    await settle(second);
    await decide(first, 'P');
    await settle(first);
    expect([await standing(second), await standing(first)]).toEqual([paid, { state: 'paid', invoices: ['paid', 'paid'], outcomes: ['paid_twice', 'settled'], isLive: false }]);
    expect([first.problem, second.problem]).toEqual([expect.stringContaining('Double paiement'), null]);
    expect(await eventsOf(scene.family.invoices[0]!)).toEqual(['paid_twice payfip', 'settled payfip']);
    expect((await receipts()).map((mail) => JSON.parse(mail.payload).isTwice).sort()).toEqual([false, true]);
  });
  it('paid at the desk meanwhile: a double payment', async () => {
    const payment = await scene.start();
    await settleByHand({ invoiceId: scene.family.invoices[0]!.id, method: 'cheque', paidOn: '2026-12-03', actor: 'agent:1', now: scene.now() });
    await decide(payment, 'P');
    await settle(payment);
    expect(await standing(payment)).toEqual({ ...paid, outcomes: ['paid_twice'] });
  });
  it('withdrawn meanwhile: kept withdrawn, told to staff', async () => {
    const payment = await scene.start();
    await Invoice.update({ state: 'withdrawn' }, { where: { id: scene.family.invoices[0]!.id } });
    await decide(payment, 'P');
    await settle(payment);
    expect(await standing(payment)).toEqual({ ...paid, invoices: ['withdrawn'], outcomes: ['not_payable_any_more'] });
    expect(payment.problem).toContain('annulée avant ce paiement');
  });
});

describe('the doors that anyone may push', () => {
  it('ask the service once a minute at most, and have it asked when the minute is over', async () => {
    const payment = await scene.start();
    const asked = vi.spyOn(globalThis, 'fetch');
    await Promise.all(Array.from({ length: 100 }, (_, index) => settle(payment, index % 2 ? 'return' : 'notification')));
    expect([asked.mock.calls.length, await answersOf(payment)]).toEqual([1, [expect.stringMatching(/ fault P5$/)]]);
    await payment.reload();
    expect(payment.nextCheckAt!.getTime() - scene.now().getTime()).toBe(minute);
  });
  it('whoever had it asked: a notification, the poll, a notification within a minute are one call', async () => {
    const payment = await scene.start();
    const asked = vi.spyOn(globalThis, 'fetch');
    await pollPayments(() => false, await scene.later(minute));
    await decide(payment, 'P');
    for (const door of ['notification', 'return'] as const) await settle(payment, door);
    expect(asked.mock.calls).toHaveLength(1);
    await pollPayments(() => false, await scene.later(minute));
    expect([asked.mock.calls.length, await standing(payment)]).toEqual([2, paid]);
  });
});

describe('the poll', () => {
  it('T-PF-2: asks only about what is due, and finds a payment that nobody announced within ten minutes', async () => {
    const payment = await scene.start();
    expect(await pollPayments(() => false, scene.now())).toBe(0);
    await decide(payment, 'P');
    expect(await pollPayments(() => false, await scene.later(10 * minute))).toBe(1);
    expect(await standing(payment)).toEqual(paid);
  });
  it('survives weeks off: what was paid is found at the first turn, the rest is given up once it could be looked at', async () => {
    const [one, other] = [await scene.start(0), await scene.start(1)];
    await decide(one, 'V');
    await pollPayments(() => false, await scene.later(30 * 24 * hour));
    expect([(await standing(one)).state, (await standing(other)).state]).toEqual(['paid', 'open']);
    await pollPayments(() => false, await scene.later(21 * minute));
    expect(await standing(other)).toMatchObject({ state: 'gone', isLive: false });
  });
  it('a fault about one attempt does not stop the others, and stopping is heard', async () => {
    const [one, other] = [await scene.start(0), await scene.start(1)];
    await Promise.all([decide(one, 'P'), decide(other, 'P')]);
    await inTransaction(() => one.update({ idOp: 'x'.repeat(36) }));
    await scene.later(minute);
    await pollPayments(() => true, scene.now());
    expect((await standing(other)).state).toBe('open');
    await pollPayments(() => false, scene.now());
    expect((await standing(other)).state).toBe('paid');
  });
  it('a clock that had jumped ahead leaves no attempt for ever', async () => {
    const payment = await scene.start();
    const century = new Date('2099-01-01T00:00:00Z');
    await inTransaction(() => payment.update({ createdAt: century, liveUntil: new Date(century.getTime() + 20 * minute), nextCheckAt: new Date(century.getTime() + minute) }));
    await pollPayments(() => false, scene.now());
    await pollPayments(() => false, await scene.later(21 * minute));
    expect(await standing(payment)).toMatchObject({ state: 'expired', isLive: false });
  });
});

describe('a clock put forward by days, or a machine asleep', () => {
  /** The machine's clock only: at PayFiP no time has passed. */
  const wrong = (ms: number) => new Date(scene.now().getTime() + ms);
  const days = 24 * hour;

  it.each([['P5', null], ['P1', null], ['A', 'A'], ['R', 'R']] as const)('%s gives nothing up: it keeps its invoices, and its payment is found', async (answer, letter) => {
    const payment = await scene.start();
    const { id } = operationOf(payment);
    if (letter) await decide(payment, letter);
    if (answer === 'P1') await inTransaction(() => payment.update({ idOp: 'purgee' }));
    await pollPayments(() => false, wrong(9 * days));
    expect(await standing(payment)).toMatchObject({ state: 'open', isLive: true });
    expect(payment.nextCheckAt!.getTime() - wrong(9 * days).getTime()).toBeLessThanOrEqual(5 * minute);
    await inTransaction(() => payment.update({ idOp: id }));
    await decide(payment, 'P');
    await scene.later(5 * minute);
    await pollPayments(() => false, wrong(9 * days));
    expect(await standing(payment)).toEqual(paid);
  });
  it('put right again, it is decided in its time', async () => {
    const payment = await scene.start();
    await pollPayments(() => false, wrong(9 * days));
    await pollPayments(() => false, await scene.later(minute));
    expect(await standing(payment)).toMatchObject({ state: 'open', isLive: true });
    expect(payment.createdAt.getTime()).toBe(scene.now().getTime() - minute);
    await pollPayments(() => false, await scene.later(21 * minute));
    expect(await standing(payment)).toMatchObject({ state: 'expired', isLive: false });
  });
  it('a service out of order on the day the machine wakes up is no silence of a week', async () => {
    const payment = await scene.start();
    operationOf(payment).trouble = 'http-502';
    await pollPayments(() => false, await scene.later(9 * days));
    expect([await standing(payment), payment.nextCheckAt!.getTime() - scene.now().getTime()]).toEqual([expect.objectContaining({ state: 'open', isLive: true }), 30 * minute]);
  });
  it('nobody takes its invoices in the meantime: one waits as if it had just been left', async () => {
    const payment = await scene.start();
    const { accountId, invoices } = scene.family;
    await expect(startPayment({ accountId, invoiceIds: [invoices[0]!.id], now: wrong(3 * days) })).rejects.toMatchObject({ code: 'payment_in_progress', details: { wait: '20\u00a0minutes' } });
    expect(await standing(payment)).toMatchObject({ state: 'open', isLive: true });
  });
  it('a closed attempt is still watched for the day that is left to it', async () => {
    const payment = await scene.start();
    await decide(payment, 'A');
    await scene.later(21 * minute);
    await settle(payment);
    await pollPayments(() => false, wrong(9 * days));
    expect(await standing(payment)).toMatchObject({ state: 'cancelled', isLive: false });
    expect(payment.nextCheckAt).not.toBeNull();
  });
});
