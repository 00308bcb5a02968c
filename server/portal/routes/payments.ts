// Paying: choosing the invoices, what is about to be paid, the departure for the Treasury, where each payment stands. All of it without JavaScript.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { loadBasket, loadPayable, type Payable } from '../../commands/load-basket.ts';
import { noteRefusedPayment } from '../../commands/note-refused-payment.ts';
import { startPayment } from '../../commands/start-payment.ts';
import { errorMessage, type ErrorCode } from '../../contract/error-messages.ts';
import { dueStates } from '../../contract/states.ts';
import { readPayment, readPaymentLines, readPayments, type PaymentLineRead, type PaymentRead } from '../../db/reads.ts';
import { checkBasket, sumOf } from '../../domain/basket.ts';
import { dayInFrance } from '../../domain/days.ts';
import { isOverdue } from '../../domain/invoice.ts';
import { isProduction } from '../../domain/payfip-result.ts';
import { liveUntil, meansOf, minutesUntil } from '../../domain/payment.ts';
import { AppError } from '../../errors.ts';
import { setRefusal } from '../../http/errors.ts';
import { fromWhere } from '../../http/from-where.ts';
import { requireAccount } from '../../http/session.ts';
import { browserOf } from '../browser-of.ts';
import { chromeFor } from '../chrome.ts';
import { isQuick, showConnecting } from '../departure.ts';
import { findAttempt } from '../find-attempt.ts';
import { readPortalForm } from '../forms.ts';
import PaymentPage from '../pages/PaymentPage.vue';
import PaymentsPage from '../pages/PaymentsPage.vue';
import PopupTestPage from '../pages/PopupTestPage.vue';
import SelectionPage from '../pages/SelectionPage.vue';
import TipiPage from '../pages/TipiPage.vue';
import { standingOf } from '../payment-words.ts';
import { renderPage } from '../render.ts';
import { resumeAddress } from '../resume-address.ts';
import { readSettings } from '../../settings.ts';
import type { PaymentView } from '../views.ts';

/** These pages write in the journal what is slipped into their address. */
const placed = fromWhere({ evenReads: true });
const mostPayments = 100;
/** Longer than PayFiP may take to open a payment. */
const [mostTries, secondsBetweenTries] = [15, 3];

export function paymentRoutes(router: Router): void {
  router.get('/paiements', async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const now = new Date();
    const rows = (await readPayments(accountId, mostPayments)).map((payment) => ({
      id: payment.id, startedAt: instant(payment.createdAt), numbers: payment.numbers ?? '', regieName: payment.regieName, amountCents: payment.amountCents, standing: standingOf(payment, now),
    }));
    await renderPage(ctx, PaymentsPage, { chrome: await chromeFor(ctx, 'factures'), rows });
  });

  router.post('/paiements', depart);

  router.get('/paiements/selection', placed, async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const invoiceIds = chosenIds(ctx);
    const from = ctx.URL.searchParams.get('depuis') || invoiceIds[0];
    if (!from) return leave(ctx);
    await noted(ctx, [from, ...invoiceIds], showSelection(ctx, { accountId, invoiceIds, from, refusal: null }));
  });

  router.get('/paiements/tipi', placed, async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const invoiceIds = chosenIds(ctx);
    const from = ctx.URL.searchParams.get('depuis');
    if (invoiceIds.length > 0) return noted(ctx, invoiceIds, showTipi(ctx, { accountId, invoiceIds, refusal: null, isLeaving: false }));
    if (!from) return leave(ctx);
    await noted(ctx, [from], showSelection(ctx, { accountId, invoiceIds, from, refusal: errorMessage('basket_empty') }));
  });

  router.get('/paiements/suite', placed, async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const invoiceIds = chosenIds(ctx);
    if (invoiceIds.length === 0) return leave(ctx);
    await noted(ctx, invoiceIds, waitForAttempt(ctx, { accountId, invoiceIds }));
  });

  router.get('/paiements/essai', async (ctx) => {
    requireAccount(ctx);
    await renderPage(ctx, PopupTestPage, { chrome: await chromeFor(ctx) });
  });

  router.get('/paiements/:id', async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const payment = await readPayment(accountId, ctx.params.id ?? '');
    if (!payment) throw new AppError('not_found');
    const lines = await readPaymentLines(accountId, payment.id);
    const [chrome, now] = [await chromeFor(ctx, 'factures'), new Date()];
    const standing = standingOf(payment, now, { mayRetry: await mayRetry(payment, lines) });
    const refreshSeconds = standing.isWaiting && ctx.URL.searchParams.get('actualisation') !== 'non' ? refreshAfter(payment) : null;
    // A header, so that the page comes back without JavaScript; the page itself offers to stop it.
    if (refreshSeconds !== null) ctx.set('Refresh', String(refreshSeconds));
    await renderPage(ctx, PaymentPage, { chrome, standing, refreshSeconds, resumeUrl: chrome.isView ? null : resumeAddress(payment, now), ...factsOf(payment, lines) });
  });
}

/** Somebody else's invoice, slipped into the address, is in the journal too: it is the resident's own act only where no agent looks over their shoulder. */
function noted(ctx: Context, invoiceIds: string[], work: Promise<void>): Promise<void> {
  const { accountId, isView } = requireAccount(ctx);
  return isView ? work : noteRefusedPayment({ accountId, invoiceIds, now: new Date() }, work);
}

async function depart(ctx: Context): Promise<void> {
  const { accountId } = requireAccount(ctx);
  const form = await readPortalForm(ctx);
  const invoiceIds = idsIn((form.factures ?? '').split(','));
  const starting = startPayment({ accountId, invoiceIds, now: new Date() });
  if (!(await isQuick(starting))) return showConnecting(ctx, starting, `/paiements/tipi?${queryOf(invoiceIds)}`);
  try {
    const { url } = await starting;
    ctx.redirect(url);
    ctx.status = 303;
  } catch (error) {
    if (!(error instanceof AppError) || error.code === 'not_found' || invoiceIds.length === 0) throw error;
    setRefusal(ctx, error);
    await showTipi(ctx, { accountId, invoiceIds, refusal: error.sentence, isLeaving: false });
  }
}

const instant = (text: string) => new Date(text).toISOString();
const idsIn = (texts: string[]) => [...new Set(texts.map((text) => text.trim()).filter(Boolean))];
const chosenIds = (ctx: Context) => idsIn(ctx.URL.searchParams.getAll('facture'));

const queryOf = (invoiceIds: string[]) => invoiceIds.map((id) => `facture=${encodeURIComponent(id)}`).join('&');
const nextOf = (invoiceIds: string[], since: Date) => `/paiements/suite?${queryOf(invoiceIds)}&parti=${since.getTime()}`;

/** Where the first window waits for the attempt that the other one opens. */
async function waitForAttempt(ctx: Context, request: { accountId: string; invoiceIds: string[] }): Promise<void> {
  const asked = ctx.URL.searchParams;
  const [left, now] = [Number(asked.get('parti')), Date.now()];
  const since = new Date(left > 0 && left < now ? left : now);
  const attempt = await findAttempt({ ...request, since });
  if (attempt) return leave(ctx, `/paiements/${attempt}`);
  const tries = Number(asked.get('essai')) || 0;
  if (tries >= mostTries) return showTipi(ctx, { ...request, refusal: errorMessage('payment_page_not_opened'), isLeaving: false });
  ctx.set('Refresh', `${secondsBetweenTries}; url=${nextOf(request.invoiceIds, since)}&essai=${tries + 1}`);
  await showTipi(ctx, { ...request, refusal: null, isLeaving: true });
}

function leave(ctx: Context, to = '/factures'): void {
  ctx.redirect(to);
  ctx.status = 303;
}

/** Often at first, when the answer is awaited most. */
function refreshAfter({ createdAt }: PaymentRead): number {
  return Date.now() - new Date(createdAt).getTime() < 10 * 60_000 ? 8 : 30;
}

interface Choosing { accountId: string; invoiceIds: string[]; from: string; refusal: string | null }

async function showSelection(ctx: Context, { accountId, invoiceIds, from, refusal }: Choosing): Promise<void> {
  const now = new Date();
  const payable = await loadPayable({ accountId, invoiceId: from, now });
  const why = refusal ?? (invoiceIds.length > 0 ? await refusalOf({ accountId, invoiceIds, now }) : null);
  const { regie } = payable;
  const rows = payable.rows.filter((row) => row.refusal === null)
    .map(({ id, number, subject, issuedOn, dueOn, state, amountCents }) => ({ id, number, subject, issuedOn, isOverdue: isOverdue({ state, dueOn }, dayInFrance(now)), amountCents, isChosen: invoiceIds.includes(id) }));
  const chosen = rows.filter((row) => row.isChosen);
  await renderPage(ctx, SelectionPage, {
    chrome: await chromeFor(ctx, 'factures'), regieName: regie.name, from, allowsSeveral: regie.allowsSeveral && regie.kind === 'regie',
    rows, others: unpayable(payable), elsewhere: payable.elsewhere, count: chosen.length, totalCents: sumOf(chosen), refusal: why,
  });
}

/** The first sentence that forbids to pay these together. @throws AppError not_found when one is not the account's */
async function refusalOf(request: { accountId: string; invoiceIds: string[]; now: Date }): Promise<string | null> {
  const { invoices, circumstances } = await loadBasket(request);
  const check = checkBasket(invoices, circumstances);
  return check.kind === 'refused' ? errorMessage(check.code, check.details) : null;
}

function unpayable({ rows }: Payable) {
  return rows.flatMap(({ id, number, amountCents, refusal }) => (refusal === null ? [] : [{ id, number, amountCents, why: errorMessage(refusal.code, refusal.details) }]));
}

/** What another choice mends: the selection is shown again, as it is. */
const mendedByChoosing: ErrorCode[] = ['basket_too_many', 'basket_several_regies', 'basket_one_at_a_time', 'basket_too_small', 'payfip_amount_too_large'];

interface Departure { accountId: string; invoiceIds: string[]; refusal: string | null; isLeaving: boolean }

async function showTipi(ctx: Context, { accountId, invoiceIds, refusal, isLeaving }: Departure): Promise<void> {
  const now = new Date();
  const { invoices, regie, circumstances } = await loadBasket({ accountId, invoiceIds, now });
  const check = checkBasket(invoices, circumstances);
  const isPayable = check.kind === 'payable';
  if (!isPayable && mendedByChoosing.includes(check.code)) return showSelection(ctx, { accountId, invoiceIds, from: invoices[0]?.id ?? '', refusal: null });
  await renderPage(ctx, TipiPage, {
    chrome: await chromeFor(ctx, 'factures'), siteAddress: new URL((await readSettings()).payments.baseUrl).origin, numcli: regie.numcli, regieName: regie.name, totalCents: sumOf(invoices),
    invoices: invoices.map(({ id, number }) => ({ id, number })), waitMinutes: minutesUntil(liveUntil(now, regie.waitMinutes), now),
    trial: regie.stage === 'test' || regie.stage === 'activation' ? regie.stage : null, refusal: refusal ?? (isPayable ? null : errorMessage(check.code, check.details)), canPay: isPayable, browser: browserOf(ctx.get('User-Agent')),
    isLeaving: isLeaving && isPayable, next: nextOf(invoiceIds, now), ownAttempt: isPayable ? null : await findAttempt({ accountId, invoiceIds, since: now }),
  });
}

const meansLabels = { card: 'Carte bancaire', debit: 'Prélèvement' };

/** One of its invoices is still to be paid, and nothing is suspended. */
async function mayRetry({ regieSuspension }: PaymentRead, lines: PaymentLineRead[]): Promise<boolean> {
  const { payments } = await readSettings();
  return payments.suspension === null && regieSuspension === null && lines.some(({ state, suspension }) => state === 'unpaid' && suspension === null);
}

function factsOf(payment: PaymentRead, lines: PaymentLineRead[]): Omit<PaymentView, 'chrome' | 'standing' | 'refreshSeconds' | 'resumeUrl'> {
  const { id, state, refdet, amountCents, regieName, numauto, email, saisie, resultrans } = payment;
  const isPaid = state === 'paid';
  const means = meansOf(resultrans);
  return {
    id, refdet, amountCents, regieName, numauto, isSorted: payment.isSorted === 1, startedAt: instant(payment.createdAt),
    means: isPaid && means !== null ? meansLabels[means] : null, ticketEmail: isPaid && isProduction(saisie) ? email : null,
    lines: lines.map(({ invoiceId, number, subject, amountCents: cents, outcome, state: invoiceState, isAsked }) => ({ invoiceId, number, subject, amountCents: cents, outcome, isDue: dueStates.includes(invoiceState), isAsked: isAsked === 1, isUnpaid: invoiceState === 'unpaid', isWithdrawn: invoiceState === 'withdrawn' })),
  };
}
