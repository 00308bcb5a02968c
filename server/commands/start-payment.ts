// A resident starts to pay: an attempt is written first, PayFiP is asked outside any transaction, its answer is written before anyone is redirected.
import { UniqueConstraintError } from 'sequelize';
import { errorMessage, errorMessages, type ErrorCode } from '../contract/error-messages.ts';
import { fingerprint, newId, newSecret } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { checkBasket, paymentInProgress } from '../domain/basket.ts';
import { limits } from '../domain/limits.ts';
import { liveUntil, nextCheckAt, nextLookAt, nextPaymentState } from '../domain/payment.ts';
import { findPaymentFaults, type ServiceSaisie, type UrlSaisie } from '../domain/references.ts';
import { AppError } from '../errors.ts';
import { log } from '../log.ts';
import { Payment, PaymentLine } from '../models/index.ts';
import { createPayment, usualTimeoutMs } from '../payfip/client.ts';
import { PayfipRefused, PayfipUnavailable } from '../payfip/payfip-errors.ts';
import { paymentPageUrl } from '../payfip/payment-page.ts';
import { urlModeAddress } from '../payfip/url-mode.ts';
import { readSettings } from '../settings.ts';
import { composePayment, startingMs } from './compose-payment.ts';
import { freeStaleLines, releaseLines } from './free-stale-lines.ts';
import { loadBasket, type BasketRequest } from './load-basket.ts';
import { noteRefusedPayment } from './note-refused-payment.ts';
import { recordAnswer } from './record-answer.ts';
import { recordBoundedAudit } from './record-bounded-audit.ts';
import { settleDoubts } from './settle-doubts.ts';
import { spendTries } from './spend-tries.ts';

export interface StartedPayment { kind: 'redirect'; url: string; paymentId: string }

/**
 * Answers the address of PayFiP where the resident's browser must go, within the fifteen seconds that PayFiP is given.
 * @throws AppError not_found, too_many_attempts, every refusal of domain/basket.ts, payment_in_progress, payment_in_doubt, payfip_refused, payfip_unavailable
 */
export async function startPayment(request: BasketRequest): Promise<StartedPayment> {
  const { accountId, now } = request;
  const { invoices } = await noteRefusedPayment(request, loadBasket(request));
  await spendTries([{ limit: limits.paymentStarts, key: accountId }], now);
  const signal = AbortSignal.timeout(usualTimeoutMs);
  await settleDoubts(invoices, { now, signal });
  const token = newSecret();
  const payment = await noteRefusedPayment(request, reserve(request, token));
  return payment.interface === 'url' ? openByAddress(payment, token) : openByService(payment, { now, signal });
}

async function reserve(request: BasketRequest, token: string): Promise<Payment> {
  try {
    return await inTransaction(() => writeAttempt(request, token));
  } catch (error) {
    throw isAlreadyLive(error) ? await inProgress(request) : error;
  }
}

/** SQLite names the column, PostgreSQL the index. */
const isAlreadyLive = (error: unknown) => error instanceof UniqueConstraintError && /payment_lines\.invoice_id|one_live_attempt/.test(error.parent.message);

/** Another process has written first: its attempt is the live one. */
async function inProgress(request: BasketRequest): Promise<AppError> {
  const { invoices } = await loadBasket(request);
  const taken = invoices.find((invoice) => invoice.liveUntil !== null) ?? invoices[0];
  const { code, details } = paymentInProgress({ number: taken?.number ?? '', liveSaid: taken?.liveSaid ?? null }, taken?.liveUntil ?? request.now, request.now);
  return new AppError(code, details);
}

async function writeAttempt(request: BasketRequest, token: string): Promise<Payment> {
  const { accountId, now } = request;
  const { invoices, regie, circumstances } = await loadBasket(request);
  const check = checkBasket(invoices, circumstances);
  if (check.kind === 'refused') throw new AppError(check.code, check.details);
  const number = ((await Payment.max<number, Payment>('number')) ?? 0) + 1;
  const { payments } = await readSettings();
  const fields = composePayment({ invoices, regie, email: circumstances.email, number, totalCents: check.totalCents, now });
  const [fault] = findPaymentFaults({ ...fields, montant: fields.amountCents, mel: fields.email }, fields.interface);
  if (fault) throw new AppError(fault.code);
  await freeStaleLines(invoices.map(({ id }) => id), now);
  const isUrl = fields.interface === 'url';
  const until = liveUntil(now, regie.waitMinutes);
  const payment = await Payment.create({
    ...fields, id: newId(), baseUrl: payments.baseUrl, number, regieId: regie.id, accountId, createdAt: now, liveUntil: until,
    state: isUrl ? 'open' : 'starting', tokenHash: isUrl ? fingerprint(token) : null,
    nextCheckAt: isUrl ? nextLookAt(until, now) : new Date(now.getTime() + startingMs),
  });
  await PaymentLine.bulkCreate(invoices.map(({ id, amountCents }) => ({ paymentId: payment.id, invoiceId: id, amountCents, isLive: true })));
  return payment;
}

async function openByAddress(payment: Payment, token: string): Promise<StartedPayment> {
  const { portal } = await readSettings();
  try {
    const url = urlModeAddress(payment.baseUrl, {
      ...textsOf(payment), saisie: payment.saisie as UrlSaisie, urlcl: `${portal.publicUrl}/paiements/resultat/${token}`,
    });
    return { kind: 'redirect', url, paymentId: payment.id };
  } catch (error) {
    await fail(payment, { kind: 'fault', code: error instanceof AppError ? error.code : 'bug' });
    throw error;
  }
}

async function openByService(payment: Payment, { now, signal }: { now: Date; signal: AbortSignal }): Promise<StartedPayment> {
  const { portal } = await readSettings();
  const idOp = await askForOperation(payment, portal.publicUrl, signal);
  await inTransaction(async () => {
    const fresh = await payment.reload();
    const state = nextPaymentState(fresh.state, 'created');
    if (!state) throw new AppError('payfip_unavailable');
    await fresh.update({ idOp, state, nextCheckAt: nextCheckAt('waiting', fresh, now) });
  });
  return { kind: 'redirect', url: paymentPageUrl(payment.baseUrl, idOp), paymentId: payment.id };
}

async function askForOperation(payment: Payment, publicUrl: string, signal: AbortSignal): Promise<string> {
  try {
    return await createPayment({ baseUrl: payment.baseUrl, signal }, {
      ...textsOf(payment), saisie: payment.saisie as ServiceSaisie,
      urlnotif: `${publicUrl}/paiements/notification`, urlredirect: `${publicUrl}/paiements/retour`,
    });
  } catch (error) {
    if (error instanceof PayfipRefused) {
      await fail(payment, { kind: 'fault', code: error.code, label: error.label });
      throw new AppError('payfip_refused', { code: error.code, label: (error.label || 'sans précision').replace(/[\s.]+$/, '') });
    }
    if (error instanceof PayfipUnavailable) {
      await fail(payment, { kind: 'outage', code: error.reason });
      throw new AppError('payfip_unavailable');
    }
    await fail(payment, { kind: 'fault', code: error instanceof AppError ? error.code : 'bug' });
    throw error;
  }
}

/** Nobody has been sent to PayFiP: nothing can be debited. */
async function fail(payment: Payment, { kind, code, label = '' }: { kind: 'fault' | 'outage'; code: string; label?: string }): Promise<void> {
  log.warn({ payment: payment.id, kind, code }, 'payment not opened');
  await inTransaction(async () => {
    await recordAnswer(payment, { door: 'create', kind, code, detail: { label } });
    await recordBoundedAudit({ actor: 'payfip', action: 'payment_not_opened', object: payment.id, detail: `${kind} ${code}` }, payment.createdAt);
    const fresh = await payment.reload();
    // By address nobody is asked: the attempt is open as soon as it is written.
    const state = nextPaymentState(fresh.interface === 'url' ? 'starting' : fresh.state, 'not_created');
    if (!state) return;
    await fresh.update({ state, nextCheckAt: null, problem: problemOf({ kind, code, label }) });
    await releaseLines(payment.id);
  });
}

/** For staff; what PayFiP or the line did is told by the answers, in French as well. */
function problemOf({ kind, code, label }: { kind: 'fault' | 'outage'; code: string; label: string }): string {
  if (label !== '') return `${code} ${label}`;
  if (kind === 'outage') return 'PayFiP n’a pas pu être interrogé\u00a0: rien n’a été débité.';
  if (code === 'bug') return 'Erreur inattendue de ce portail\u00a0: rien n’a été débité.';
  return code in errorMessages ? errorMessage(code as ErrorCode) : `PayFiP a refusé d’ouvrir ce paiement (code ${code}).`;
}

const textsOf = ({ numcli, exer, refdet, objet, amountCents, email }: Payment) => ({ numcli, exer, refdet, objet, montant: amountCents, mel: email });
