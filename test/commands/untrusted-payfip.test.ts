// TLS: an answer from PayFiP's name without PayFiP's certificate is no answer: a sentence, an entry in the journal, and no invoice settled.
import { afterEach, beforeEach, expect, it } from 'vitest';
import { pollPayments } from '../../server/commands/poll-payments.ts';
import { settlePayment } from '../../server/commands/settle-payment.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { verifyRegie } from '../../server/commands/verify-regie.ts';
import type { AuditAction } from '../../server/domain/audit.ts';
import { AppError } from '../../server/errors.ts';
import { AuditEntry, Payment, PaymentAnswer, Regie } from '../../server/models/index.ts';
import { standForPayfip } from '../support/false-payfip.ts';
import { plainSpaces } from '../support/french.ts';
import { minute } from '../support/payfip.ts';
import { answersOf, openRegie, openScene, receipts, standing, type Scene } from '../support/payments.ts';

let scene: Scene;
beforeEach(async () => {
  scene = await openScene();
  await updateSettings({ actor: 'test', patch: { payments: { baseUrl: 'https://www.payfip.gouv.fr', suspension: null }, portal: { publicUrl: 'https://factures.exemple.fr', exposure: 'this-pc', minPasswordLength: 8 } } });
  await openRegie();
});
afterEach(() => scene.close());

const selfSigned = 'network DEPTH_ZERO_SELF_SIGNED_CERT';
const sentenceOf = (work: Promise<unknown>) => work.then(() => 'done', (error: unknown) => (error instanceof AppError ? plainSpaces(error.sentence) : Promise.reject(error)));
const start = () => startPayment({ accountId: scene.family.accountId, invoiceIds: [scene.family.invoices[0]!.id], now: scene.now() });
const labels = async () => (await PaymentAnswer.findAll({ order: [['at', 'ASC']], raw: true })).map(({ detail }) => JSON.parse(detail).label);
const entries = async (action: AuditAction) => (await AuditEntry.findAll({ where: { action }, raw: true })).map(({ object, detail }) => [object, detail]);

it('a payment does not open: nothing was debited, the invoice stays free, and nothing was said to whoever listens', async () => {
  const payfip = await standForPayfip(scene.simulator);
  expect(await sentenceOf(start())).toBe('Le service de paiement ne répond pas. Rien n’a été débité. Réessayez dans une demi-heure.');
  const payment = await Payment.findOne({ rejectOnEmpty: true });
  expect([await standing(payment), await answersOf(payment), payfip.requests()]).toEqual([{ state: 'failed', invoices: ['unpaid'], outcomes: [null], isLive: false }, ['create outage network'], 0]);
  expect(await entries('payment_not_opened')).toEqual([[payment.id, 'outage network']]);
  expect(payment.problem).toBe('PayFiP n’a pas pu être interrogé\u00a0: rien n’a été débité.');
});

it('a payment is not settled on it, whatever it would say; once PayFiP is there again, it is', async () => {
  const payfip = await standForPayfip(scene.simulator);
  payfip.isTrusted = true;
  const { paymentId } = await start();
  const payment = await Payment.findByPk(paymentId, { rejectOnEmpty: true });
  await scene.simulator.act(payment.idOp!, { kind: 'decide', resultrans: 'P' });
  payfip.isTrusted = false;
  const asked = payfip.requests();
  for (const door of ['notification', 'poll', 'staff'] as const) expect(await settlePayment(paymentId, { door, now: scene.now() })).toBe('open');
  expect([await standing(payment), await answersOf(payment), (await receipts()).length, payfip.requests() - asked]).toEqual([
    { state: 'open', invoices: ['unpaid'], outcomes: [null], isLive: true }, ['notification outage network', 'staff outage network'], 0, 0,
  ]);
  expect(await labels()).toEqual([selfSigned, selfSigned]);
  expect(await entries('payment_unanswered')).toEqual([[paymentId, 'outage network']]);
  payfip.isTrusted = true;
  await pollPayments(() => false, await scene.later(30 * minute));
  expect(await standing(payment)).toMatchObject({ state: 'paid', invoices: ['paid'], outcomes: ['settled'] });
});

it('« Vérifier l’identifiant » says that the service does not answer, and believes nothing of it', async () => {
  await standForPayfip(scene.simulator);
  const { id: regieId } = await Regie.findOne({ rejectOnEmpty: true });
  expect(await sentenceOf(verifyRegie({ regieId, actor: 'agent:1' }))).toMatch(/^Le service de paiement ne répond pas/);
  expect([(await Regie.findOne({ rejectOnEmpty: true })).verifiedAt, await AuditEntry.count({ where: { action: 'regie_verified' } })]).toEqual([null, 0]);
});
