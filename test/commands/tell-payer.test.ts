// Whoever holds a ticket that was wrong, or waits for a payment that came to nothing, is written to; nobody else is.
import { Op } from 'sequelize';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { startMailCatcher, type MailCatcher } from '../../build/mail-catcher.ts';
import { cancelPayment } from '../../server/commands/cancel-payment.ts';
import { confirmPayment } from '../../server/commands/confirm-payment.ts';
import { deliverMails } from '../../server/commands/deliver-mails.ts';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { reportUrlResult } from '../../server/commands/report-url-result.ts';
import { settleByHand } from '../../server/commands/settle-by-hand.ts';
import { takeBack, takeBackConfirmation } from '../../server/commands/take-back.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { OutgoingMail, PayerAccess, type Invoice, type Payment } from '../../server/models/index.ts';
import type { Resultrans } from '../../server/payfip-simulator/model.ts';
import { plainSpaces } from '../support/french.ts';
import { seenFact } from '../support/invoice-facts.ts';
import { minute } from '../support/payfip.ts';
import { openRegie, openScene, receipts, type Scene } from '../support/payments.ts';
import { openByAddress, resultOf } from '../support/url-attempt.ts';

let scene: Scene;
let mails: MailCatcher;
beforeEach(async () => {
  scene = await openScene();
  mails = await startMailCatcher({ smtpPort: 0, webPort: 0 });
  await updateSettings({ actor: 'test', patch: { smtp: { host: '127.0.0.1', port: mails.smtpPort, security: 'none', user: '', fromName: 'Mairie', fromAddress: 'mairie@exemple.test' } } });
  await openRegie({ numcli: '008112', interface: 'url', waitMinutes: 120 });
});
afterEach(async () => {
  await scene.close();
  await mails.stop();
});

/** What has arrived since, each with its subject first. */
async function received(): Promise<string[]> {
  await deliverMails(() => false);
  const texts = mails.messages().map(({ to, subject, text }) => plainSpaces(`${to.join()} ${subject}\n${text}`));
  mails.clear();
  return texts;
}
const confirm = ({ id: paymentId }: Payment) => confirmPayment({ paymentId, actor: 'agent:1', now: scene.now() });
const unconfirm = async (payment: Payment) => takeBackConfirmation({ paymentId: payment.id, confirmedAt: (await payment.reload()).settledAt!, reason: 'Ticket d’une autre famille', actor: 'agent:1', now: scene.now() });
const deny = ({ id: paymentId }: Payment) => cancelPayment({ paymentId, reason: 'Absent du relevé', actor: 'agent:1', now: scene.now() });
async function announced(...ranks: number[]): Promise<Payment> {
  const { payment, token } = await openByAddress(scene, ...ranks);
  await reportUrlResult({ token, received: resultOf(payment, 'P'), now: scene.now() });
  return payment.reload();
}

it('a ticket that was wrong is said to be no longer valid; what was looked for in vain is said as well', async () => {
  const payment = await announced(0, 1);
  await confirm(payment);
  expect(await received()).toEqual([expect.stringContaining('Ticket de paiement')]);
  await unconfirm(payment);
  const [correction, ...others] = await received();
  expect(others).toEqual([]);
  for (const words of ['marie@exemple.test Votre ticket de', 'n’est plus valable', 'D’ici là, ne payez pas une seconde fois.', `/paiements/${payment.id}`, payment.refdet]) expect(correction).toContain(words);
  expect(correction).not.toMatch(/à régler|Ticket d’une autre famille/);
  await deny(payment);
  const [denial, ...more] = await received();
  expect(more).toEqual([]);
  expect(denial).toMatch(/n’a pas été retrouvé[\s\S]*Facture SIMNEVER-1 : [^\n]+, à régler\nFacture SIMNEVER-2 : [^\n]+, à régler\nRéférence/);
});

it('a ticket that has not left says nothing, and needs no correction', async () => {
  const payment = await announced(0);
  await confirm(payment);
  await OutgoingMail.update({ state: 'failed' }, { where: {} });
  await unconfirm(payment);
  expect([await received(), await OutgoingMail.count()]).toEqual([[], 0]);
});

it('a ticket that was leaving at that moment, and is sent again, does not leave', async () => {
  const payment = await announced(0);
  await confirm(payment);
  await OutgoingMail.update({ state: 'sending' }, { where: {} });
  await unconfirm(payment);
  await OutgoingMail.update({ state: 'queued' }, { where: { kind: 'payment_receipt' } });
  expect(await received()).toEqual([expect.stringContaining('n’est plus valable')]);
  expect(await receipts()).toMatchObject([{ state: 'failed', dismissedAt: expect.any(Date), lastError: expect.stringContaining('n’est plus vrai') }]);
});

it('of a payment that nobody had announced, names what is due again, and not what is paid otherwise', async () => {
  const { payment } = await openByAddress(scene, 0, 1);
  await settleByHand({ invoiceId: scene.family.invoices[0]!.id, method: 'cash', paidOn: '2026-12-02', actor: 'agent:1', now: scene.now() });
  await confirm(payment);
  await received();
  await unconfirm(payment);
  expect(await received()).toEqual([expect.stringMatching(/n’est plus valable[\s\S]*ticket reçu de PayFiP[^\n]*\n\nFacture SIMNEVER-2 : [^\n]+, à régler\nRéférence/)]);
});

it('an invoice that another payment announces is not said to be due', async () => {
  const { payment: first, token } = await openByAddress(scene, 0, 1);
  await scene.later(121 * minute);
  await announced(0);
  await reportUrlResult({ token, received: resultOf(first, 'P'), now: scene.now() });
  await deny(await first.reload());
  const [denial] = await received();
  expect(denial).toContain('Facture SIMNEVER-2');
  expect(denial).not.toContain('Facture SIMNEVER-1');
});

it('a ticket that spoke of a double payment is corrected once its payment settles the invoice', async () => {
  const { payment } = await openByAddress(scene, 0);
  const invoiceId = scene.family.invoices[0]!.id;
  await settleByHand({ invoiceId, method: 'cash', paidOn: '2026-12-02', actor: 'agent:1', now: scene.now() });
  await confirm(payment);
  expect(await received()).toEqual([expect.stringContaining('était déjà réglée')]);
  await takeBack({ invoiceId, factId: await seenFact(invoiceId), reason: 'Autre famille', actor: 'agent:1', now: scene.now() });
  const [correction, ...others] = await received();
  expect(others).toEqual([]);
  expect(correction).toMatch(/est bien pris en compte[\s\S]*ce paiement règle bien ce qui suit[\s\S]*Facture SIMNEVER-1 : [^\n,]+,\d\d €\nRéférence/);
});

it('what PayFiP did not say clearly, then denies, is told as not made', async () => {
  await openRegie();
  const payment = await scene.start(0);
  for (const step of [{ kind: 'scenario', scenario: 'never' }, { kind: 'decide', resultrans: 'R' }] as const) await scene.simulator.act(payment.idOp!, step);
  const { result } = scene.simulator.find(payment.idOp!)!;
  result!.resultrans = 'W' as Resultrans;
  await pollPayments(() => false, await scene.later(6 * minute));
  expect([(await payment.reload()).state, await received()]).toEqual(['reported', []]);
  result!.resultrans = 'R';
  await pollPayments(() => false, await scene.later(60 * minute));
  expect((await payment.reload()).state).toBe('refused');
  expect(await received()).toEqual([expect.stringMatching(/n’a pas été fait[\s\S]*Rien n’a été débité\.[\s\S]*Facture SIMNEVER-1 : [^\n]+, à régler/)]);
});

it('an activation that is denied says nothing', async () => {
  await openRegie({ numcli: '008112', interface: 'url', waitMinutes: 120, stage: 'activation' });
  await deny(await announced(0));
  expect(await received()).toEqual([]);
});

/** Its mail waits for the server of mails, until something else has happened. */
const hold = () => OutgoingMail.update({ nextAttemptAt: new Date('2099-01-01') }, { where: { state: 'queued' } });
const release = () => OutgoingMail.update({ nextAttemptAt: new Date() }, { where: { state: 'queued' } });
const outdated = () => OutgoingMail.count({ where: { state: 'failed', lastError: { [Op.like]: '%n’est plus vrai%' } } });

it.each([
  ['a ticket no longer valid', async (payment: Payment) => { await confirm(payment); await received(); await unconfirm(payment); }, confirm, 'Ticket de paiement'],
  ['a payment not found', deny, confirm, 'Ticket de paiement'],
  ['a double payment that was none', async (payment: Payment) => {
    await settleByHand({ invoiceId: scene.family.invoices[0]!.id, method: 'cash', paidOn: '2026-12-02', actor: 'agent:1', now: scene.now() });
    await confirm(payment);
    await received();
    await takeBack({ invoiceId: scene.family.invoices[0]!.id, factId: await seenFact(scene.family.invoices[0]!.id), reason: 'Autre famille', actor: 'agent:1', now: scene.now() });
  }, unconfirm, 'n’est plus valable'],
] as const)('what was to be said of %s, and is true no more, is not said', async (...[, before, after, only]) => {
  const payment = await announced(0);
  await before(payment);
  await hold();
  await after(payment);
  await release();
  expect([await received(), await outdated()]).toEqual([[expect.stringContaining(only)], 1]);
});

it('an invoice settled at the desk before the mail leaves is not said to be due', async () => {
  await deny(await announced(0, 1));
  await settleByHand({ invoiceId: scene.family.invoices[0]!.id, method: 'cash', paidOn: '2026-12-02', actor: 'agent:1', now: scene.now() });
  expect(await received()).toEqual([expect.not.stringContaining('SIMNEVER-1')]);
});

it('a ticket that may have left, sent again once another has followed, does not leave', async () => {
  const payment = await announced(0);
  await confirm(payment);
  await OutgoingMail.update({ state: 'to_verify' }, { where: {} });
  await unconfirm(payment);
  await received();
  await confirm(payment);
  await OutgoingMail.update({ state: 'queued', nextAttemptAt: new Date() }, { where: { state: 'to_verify' } });
  expect((await received()).filter((text) => text.includes('Ticket de paiement'))).toHaveLength(1);
});

it('whoever is of the household no more reads nothing of its invoices', async () => {
  const payment = await announced(0);
  await PayerAccess.destroy({ where: { accountId: payment.accountId } });
  await deny(payment);
  const [denial] = await received();
  expect(denial).toContain('n’a pas été retrouvé');
  expect(denial).not.toContain('Facture SIMNEVER');
});

it('of a basket paid twice, the ticket is corrected for the invoice that its payment settles, and for that one alone', async () => {
  const { payment } = await openByAddress(scene, 0, 1);
  const [{ id: first }, { id: second }] = scene.family.invoices as [Invoice, Invoice];
  for (const invoiceId of [first, second]) await settleByHand({ invoiceId, method: 'cash', paidOn: '2026-12-02', actor: 'agent:1', now: scene.now() });
  const undo = async (invoiceId: string) => takeBack({ invoiceId, factId: await seenFact(invoiceId), reason: 'Autre famille', actor: 'agent:1', now: scene.now() });
  await confirm(payment);
  await hold();
  await undo(first);
  await release();
  const [ticket, ...others] = await received();
  expect([ticket?.includes('SIMNEVER-1 était déjà réglée'), ticket?.includes('SIMNEVER-2 était déjà réglée'), others]).toEqual([false, true, []]);
  await undo(second);
  expect(await received()).toEqual([expect.stringMatching(/règle bien ce qui suit[\s\S]*Facture SIMNEVER-1[\s\S]*Facture SIMNEVER-2/)]);
});
