// Paying by address: an unsigned result announces, staff confirm; the references of titres and rôles.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cancelPayment } from '../../server/commands/cancel-payment.ts';
import { confirmPayment } from '../../server/commands/confirm-payment.ts';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { readTicket } from '../../server/commands/read-ticket.ts';
import { reportUrlResult } from '../../server/commands/report-url-result.ts';
import { settleByHand } from '../../server/commands/settle-by-hand.ts';
import { settlePayment } from '../../server/commands/settle-payment.ts';
import { readPayment } from '../../server/db/reads.ts';
import type { PaymentResult } from '../../server/domain/payfip-result.ts';
import { AuditEntry, Invoice, Payment, PaymentAnswer, Regie } from '../../server/models/index.ts';
import { standingOf } from '../../server/portal/payment-words.ts';
import { everyRow } from '../support/database-state.ts';
import { hour, minute, noon } from '../support/payfip.ts';
import { eventsOf, openRegie, openScene, publicUrl, receipts, standing, type Scene } from '../support/payments.ts';
import { openByAddress, resultOf } from '../support/url-attempt.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await openRegie({ numcli: '008112', interface: 'url', waitMinutes: 120 });
});
afterEach(() => scene.close());

const open = (rank = 0) => openByAddress(scene, rank);
const report = (token: string, received: PaymentResult) => reportUrlResult({ token, received, now: scene.now() });
const confirm = (payment: Payment) => confirmPayment({ paymentId: payment.id, actor: 'agent:1', now: scene.now() });
const declared = async (rank = 0) => (await Invoice.findByPk(scene.family.invoices[rank]!.id))!.declared;

it('opens the address with a secret of its own, which the database does not hold', async () => {
  const { payment, url, token } = await open();
  expect(`${url.origin}${url.pathname}`).toBe(`${scene.simulator.baseUrl}/tpa/paiement.web`);
  expect(Object.fromEntries(url.searchParams)).toEqual({
    numcli: '008112', exer: '2026', refdet: payment.refdet, objet: 'Facture SIMNEVER 1', montant: '20011', mel: 'marie@exemple.test', saisie: 'A', urlcl: `${publicUrl}/paiements/resultat/${token}`,
  });
  expect([token.length, payment.state, payment.idOp, payment.liveUntil.getTime() - noon]).toEqual([43, 'open', null, 120 * minute]);
  expect(await everyRow()).not.toContain(token);
  expect((await fetch(url)).status).toBe(200);
  await expect(open()).rejects.toMatchObject({ code: 'payment_in_progress', details: { number: 'SIMNEVER-1', wait: '2\u00a0heures' } });
});

describe('T-PF-3: an unsigned result', () => {
  it.each(['P', 'V'])('%s announces; only a confirmation settles, once, with its ticket', async (letter) => {
    const { payment, token } = await open();
    expect(await report(token, resultOf(payment, letter))).toBe('reported');
    expect([await standing(payment), await declared(), (await receipts()).length]).toEqual([{ state: 'reported', invoices: ['unpaid'], outcomes: [null], isLive: false }, 'payfip', 0]);
    await expect(open()).rejects.toMatchObject({ code: 'invoice_reported_paid' });
    await Promise.all([confirm(payment), confirm(payment), confirm(payment)]);
    expect([await standing(payment), await declared(), (await receipts()).length]).toEqual([{ state: 'paid', invoices: ['paid'], outcomes: ['settled'], isLive: false }, null, 1]);
    expect(await eventsOf(scene.family.invoices[0]!)).toEqual(['reported_paid url-result', 'settled url-confirmed']);
    await report(token, resultOf(payment, 'R'));
    expect((await standing(payment)).state).toBe('paid');
  });
  it.each([['montant', '1'], ['montant', '200.11'], ['refdet', 'AUTRE00001'], ['numcli', '006270'], ['saisie', 'T'], ['saisie', '']] as const)('with %s %s: noted in the journal, believed in nothing', async (field, value) => {
    const { payment, token } = await open();
    expect(await report(token, { ...resultOf(payment, 'P'), [field]: value })).toBe('open');
    expect([await standing(payment), await declared(), await AuditEntry.count({ where: { action: 'payment_report_refused' } })]).toEqual([expect.objectContaining({ state: 'open', isLive: true }), null, 1]);
  });
  it('at an address that is none of ours, or is another attempt’s', async () => {
    const [mine, other] = [await open(0), await open(1)];
    expect(await report('x'.repeat(43), resultOf(mine.payment, 'P'))).toBeNull();
    expect(await report(other.token, resultOf(mine.payment, 'P'))).toBe('open');
    expect([await declared(0), await declared(1)]).toEqual([null, null]);
  });
  it('forged a hundred times: twenty facts and one entry of the journal at most; the honest one that comes after is heard', async () => {
    const { payment, token } = await open();
    for (let turn = 0; turn < 100; turn += 1) await report(token, { ...resultOf(payment, 'P'), montant: String(turn) });
    expect([await PaymentAnswer.count(), await declared(), payment.problem]).toEqual([20, null, null]);
    expect((await payment.reload()).problem).toBe('Un résultat reçu sans preuve ne correspond pas\u00a0: le montant\u00a0: 0,00\u00a0€ au lieu de 200,11\u00a0€.');
    expect(await AuditEntry.count({ where: { action: 'payment_report_refused', detail: 'too_many' } })).toBe(1);
    for (let turn = 0; turn < 3; turn += 1) await report(token, resultOf(payment, 'P'));
    expect([(await standing(payment)).state, await declared(), await PaymentAnswer.count(), await eventsOf(scene.family.invoices[0]!)]).toEqual(['reported', 'payfip', 21, ['reported_paid url-result']]);
    await confirm(payment);
    expect((await standing(payment)).state).toBe('paid');
  });
  it('that does not match does not hide what staff were told before', async () => {
    const { payment, token } = await open();
    await cancelPayment({ paymentId: payment.id, reason: 'Trop long', actor: 'agent:1', now: scene.now() });
    await report(token, { ...resultOf(payment, 'P'), montant: '1' });
    expect((await payment.reload()).problem).toContain('Trop long');
  });
  it('a hundred times the same: announced once', async () => {
    const { payment, token } = await open();
    for (let turn = 0; turn < 100; turn += 1) await report(token, resultOf(payment, 'P'));
    expect(await eventsOf(scene.family.invoices[0]!)).toEqual(['reported_paid url-result']);
  });
  it('of an activation announces nothing to the resident; a means is marked once staff have confirmed it, with a trace', async () => {
    await openRegie({ numcli: '008112', interface: 'url', stage: 'activation' });
    const { payment, token } = await open();
    await report(token, resultOf(payment, 'V'));
    expect([await declared(), (await Regie.findOne())!.debitActivatedAt, (await standing(payment)).state]).toEqual([null, null, 'reported']);
    await confirm(payment);
    expect([(await Regie.findOne())!.debitActivatedAt, await standing(payment), payment.toSort]).toEqual([scene.now(), { state: 'paid', invoices: ['unpaid'], outcomes: [null], isLive: false }, 'activation']);
    expect(await AuditEntry.count({ where: { action: 'regie_means_activated', actor: 'agent:1' } })).toBe(1);
  });
  it('of a test is not to be confirmed', async () => {
    await openRegie({ numcli: '008112', interface: 'url', stage: 'test' });
    const { payment, token } = await open();
    await report(token, resultOf(payment, 'P'));
    await expect(confirm(payment)).rejects.toMatchObject({ code: 'payment_not_confirmable' });
  });
  it('denied by staff: the invoice is to be paid again', async () => {
    const { payment, token } = await open();
    await report(token, resultOf(payment, 'P'));
    await cancelPayment({ paymentId: payment.id, reason: 'Absent du relevé', actor: 'agent:1', now: scene.now() });
    expect([await standing(payment), await declared(), await eventsOf(scene.family.invoices[0]!)]).toEqual([expect.objectContaining({ state: 'stopped', invoices: ['unpaid'] }), null, ['report_denied staff', 'reported_paid url-result']]);
    await report(token, resultOf(payment, 'P'));
    expect([(await standing(payment)).state, await declared(), await PaymentAnswer.count({ where: { paymentId: payment.id } })]).toEqual(['stopped', null, 2]);
    expect((await open()).payment.number).toBe(2);
  });
  it.each(['R', 'A', 'Z'])('%s takes back no announcement, signed as little as it', async (letter) => {
    const { payment, token } = await open();
    await report(token, resultOf(payment, 'P'));
    await scene.later(25 * minute);
    expect([await report(token, resultOf(payment, letter)), await declared()]).toEqual(['reported', 'payfip']);
  });
  it('a letter that nobody knows: perhaps paid, to be confirmed by staff, who read which; nobody pays again, and « P » said next explains it', async () => {
    const { payment, token } = await open();
    expect([await report(token, resultOf(payment, 'W')), await declared()]).toEqual(['reported', 'payfip']);
    expect(await payment.reload()).toMatchObject({ resultrans: 'W', problem: 'PayFiP a répondu «\u00a0W\u00a0», que ce portail ne connaît pas.', nextCheckAt: null });
    await pollPayments(() => false, await scene.later(121 * minute));
    await expect(open()).rejects.toMatchObject({ code: 'invoice_reported_paid' });
    const read = (await readPayment(scene.family.accountId, payment.id))!;
    expect(standingOf(read, scene.now())).toMatchObject({ title: 'Paiement à confirmer', sentence: expect.stringContaining('autre chose que prévu'), canRetry: false });
    expect(await report(token, resultOf(payment, 'A'))).toBe('reported');
    expect(await report(token, resultOf(payment, 'P'))).toBe('reported');
    expect(await payment.reload()).toMatchObject({ resultrans: 'P', problem: null });
    await confirm(payment);
    expect(await standing(payment)).toMatchObject({ state: 'paid', invoices: ['paid'] });
  });
  it('a letter that nobody knows, denied by staff: the invoice is to be paid again, and it is said in vain next', async () => {
    const { payment, token } = await open();
    await report(token, resultOf(payment, 'W'));
    await cancelPayment({ paymentId: payment.id, reason: 'Absent du relevé', actor: 'agent:1', now: scene.now() });
    expect([await report(token, resultOf(payment, 'W')), await declared()]).toEqual(['stopped', null]);
  });
  it('no longer awaited by staff, then announced: to be confirmed', async () => {
    const { payment, token } = await open();
    await cancelPayment({ paymentId: payment.id, reason: 'Trop long', actor: 'agent:1', now: scene.now() });
    expect([await report(token, resultOf(payment, 'P')), await declared()]).toEqual(['reported', 'payfip']);
  });
  it('one of two announcements denied: the invoice is not free as long as the other stands', async () => {
    const first = await open();
    await scene.later(121 * minute);
    const second = await open();
    for (const { payment, token } of [first, second]) await report(token, resultOf(payment, 'P'));
    const deny = ({ payment }: { payment: Payment }) => cancelPayment({ paymentId: payment.id, reason: 'Absent du relevé', actor: 'agent:1', now: scene.now() });
    await deny(first);
    expect(await declared()).toBe('payfip');
    await expect(open()).rejects.toMatchObject({ code: 'invoice_reported_paid' });
    await deny(second);
    expect([await declared(), (await eventsOf(scene.family.invoices[0]!)).filter((each) => each === 'report_denied staff').length]).toEqual([null, 2]);
  });
});

describe('when nobody says anything', () => {
  it('expires after its wait; staff who hold the proof confirm it later', async () => {
    const { payment } = await open();
    await pollPayments(() => false, await scene.later(119 * minute));
    expect(await standing(payment)).toMatchObject({ state: 'open', isLive: true });
    await pollPayments(() => false, await scene.later(minute));
    expect([await standing(payment), payment.nextCheckAt]).toEqual([expect.objectContaining({ state: 'expired', isLive: false }), null]);
    await confirm(payment);
    expect(await standing(payment)).toMatchObject({ state: 'paid', invoices: ['paid'] });
    expect(JSON.parse((await receipts())[0]!.payload).means).toBeNull();
  });
  it('a clock put forward by days is no silence: it expires after a wait in which its result could come', async () => {
    const { payment } = await open();
    const wrong = () => new Date(scene.now().getTime() + 3 * 24 * hour);
    await pollPayments(() => false, wrong());
    expect(await standing(payment)).toMatchObject({ state: 'open', isLive: true });
    await scene.later(119 * minute);
    await pollPayments(() => false, wrong());
    expect(await standing(payment)).toMatchObject({ state: 'open', isLive: true });
    await scene.later(minute);
    await pollPayments(() => false, wrong());
    expect([await standing(payment), payment.nextCheckAt]).toEqual([expect.objectContaining({ state: 'expired', isLive: false }), null]);
  });
  it.each([120, 720, 1_440])('a wait of %i minutes ends on a PC that is on from 8 to 18, once it has been watched for that long', async (waitMinutes) => {
    await openRegie({ numcli: '008112', interface: 'url', waitMinutes });
    await scene.later(-2 * hour);
    const { payment } = await open();
    let watched = 0;
    for (let day = 0; day < 4 && watched < waitMinutes; day += 1) {
      for (let time = day === 0 ? 10 * 60 : 8 * 60; time < 18 * 60 && watched < waitMinutes; time += 30) {
        await pollPayments(() => false, scene.now());
        expect((await standing(payment)).state).toBe('open');
        await scene.later(30 * minute);
        watched += 30;
      }
      if (watched < waitMinutes) await scene.later(14 * hour);
    }
    for (let late = 0; late < 4; late += 1) await pollPayments(() => false, await scene.later(30 * minute));
    expect([await standing(payment), payment.nextCheckAt]).toEqual([expect.objectContaining({ state: 'expired', isLive: false }), null]);
  });
  it('a PC that is never on for long gets to the end of its wait', async () => {
    const { payment } = await open();
    for (let session = 0; session < 8; session += 1) {
      for (let minutes = 0; minutes < 30; minutes += 15) await pollPayments(() => false, await scene.later(15 * minute));
      await scene.later(5 * hour);
    }
    expect(await standing(payment)).toMatchObject({ state: 'expired', isLive: false });
  });
  it('an abandonment announced while the clock is wrong is not believed before its twenty minutes', async () => {
    const { payment, token } = await open();
    expect(await reportUrlResult({ token, received: resultOf(payment, 'A'), now: new Date(scene.now().getTime() + 3 * 24 * hour) })).toBe('open');
    expect(await standing(payment)).toMatchObject({ isLive: true });
  });
  it('an abandonment that was announced frees the invoice after twenty minutes; a later payment wins', async () => {
    const { payment, token } = await open();
    expect(await report(token, resultOf(payment, 'A'))).toBe('open');
    await pollPayments(() => false, await scene.later(20 * minute));
    expect(await standing(payment)).toMatchObject({ state: 'cancelled', isLive: false });
    await scene.later(hour);
    expect(await report(token, resultOf(payment, 'P'))).toBe('reported');
  });
  it('« Vérifier maintenant » asks nobody', async () => {
    const { payment } = await open();
    expect(await settlePayment(payment.id, { door: 'staff', now: scene.now() })).toBe('open');
  });
});

describe('titres and rôles', () => {
  const number = async (text: string) => Invoice.update({ number: text, amountCents: 24_311 }, { where: { id: scene.family.invoices[0]!.id } });
  it('are paid under the reference of the notice, which PayFiP knows', async () => {
    await openRegie({ numcli: '095548', kind: 'titre' });
    await number('2026-2-1');
    const { payment, url } = await open();
    expect([payment.refdet, payment.exer, payment.saisie, payment.interface]).toEqual(['202600000002000001', '2026', 'A', 'url']);
    expect((await fetch(url)).status).toBe(200);
    await openRegie({ numcli: '095549', kind: 'role' });
    await Invoice.update({ number: '2026-EA-00-123456789' }, { where: { id: scene.family.invoices[1]!.id } });
    expect((await open(1)).payment.refdet).toBe('2026EA000000123456789');
    await expect(open(2)).rejects.toMatchObject({ code: 'invoice_without_reference' });
  });
  it('a ticket with the printed reference of a titre is the one of the payment that was announced, and confirms it alone', async () => {
    await openRegie({ numcli: '095548', kind: 'titre' });
    await number('2026-2-1');
    const { payment, token } = await open();
    await report(token, resultOf(payment, 'P'));
    const content = Buffer.from('From: ne-pas-repondre@dgfip.finances.gouv.fr\r\nSubject: Ticket de paiement PayFiP\r\nContent-Type: text/plain; charset=utf-8\r\n\r\nTitre 2026-2-1\r\nMontant : 243,11 €\r\n');
    const ticket = await readTicket({ name: 'ticket.eml', content, now: scene.now() });
    expect([ticket.action, ticket.paymentId]).toEqual(['confirm', payment.id]);
    await settleByHand({ invoiceId: scene.family.invoices[0]!.id, method: 'payfip', paidOn: '2026-12-03', actor: 'agent:1', now: scene.now() });
    expect([await standing(payment), payment.toSort, await eventsOf(scene.family.invoices[0]!)]).toEqual([
      { state: 'paid', invoices: ['paid'], outcomes: ['settled'], isLive: false }, null, ['reported_paid url-result', 'settled url-confirmed'],
    ]);
  });
  it('one invoice of an announced basket is not settled at the desk: the payment settles them all, and names them', async () => {
    await openRegie({ numcli: '008112', interface: 'url' });
    const { payment, token } = await openByAddress(scene, 0, 1);
    await report(token, resultOf(payment, 'P'));
    const desk = (method: 'payfip' | 'cash') => settleByHand({ invoiceId: scene.family.invoices[0]!.id, method, paidOn: '2026-12-03', actor: 'agent:1', now: scene.now() });
    await expect(desk('payfip')).rejects.toMatchObject({ code: 'payment_to_confirm', details: { number: 'SIMNEVER-1', payment: 1, invoices: 'SIMNEVER-1, SIMNEVER-2' } });
    expect((await standing(payment)).invoices).toEqual(['unpaid', 'unpaid']);
    await desk('cash');
    expect((await standing(payment)).invoices).toEqual(['paid', 'unpaid']);
  });
  it.each([['titre', '095548', '2026-2-1', '999900000000999999'], ['role', '095549', '2026-EA-00-123456789', '999999990000000000000']] as const)('a test of %s uses the reference that PayFiP keeps for it', async (...[kind, numcli, text, refdet]) => {
    await openRegie({ numcli, kind, stage: 'test' });
    await number(text);
    const { payment, url } = await open();
    expect([payment.refdet, payment.exer, payment.saisie, (await fetch(url)).status]).toEqual([refdet, '9999', 'T', 200]);
  });
  it('the same debt may be tried again: the reference is the Treasury’s, not the attempt’s', async () => {
    await openRegie({ numcli: '095548', kind: 'titre' });
    await number('2026-2-1');
    const first = await open();
    await scene.later(121 * minute);
    const second = await open();
    expect([second.payment.refdet === first.payment.refdet, second.token === first.token]).toEqual([true, false]);
  });
});

it('a payment of the web service is not confirmed by hand', async () => {
  await openRegie();
  const payment = await scene.start();
  await expect(confirm(payment)).rejects.toMatchObject({ code: 'payment_not_confirmable' });
  await expect(confirmPayment({ paymentId: 'absent', actor: 'x', now: scene.now() })).rejects.toMatchObject({ code: 'not_found' });
});
