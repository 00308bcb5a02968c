// Mes factures: the three lists, one invoice, its PDF. Every read starts from the session's account.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { declarePaid, undeclarePaid } from '../../commands/declare-paid.ts';
import { isWorthNoting, noteReading } from '../../commands/note-reading.ts';
import { InvoiceEvent } from '../../models/index.ts';
import type { InvoiceState } from '../../contract/schemas.ts';
import { readDocument, readInvoice, readInvoicePayments, readInvoices, readPayments, readStateTotals, readWithdrawn, type InvoiceDetailRead, type InvoicePaymentRead, type InvoiceRead, type StateTotalRead } from '../../db/reads.ts';
import type { BasketRefusal } from '../../domain/basket.ts';
import { dayInFrance } from '../../domain/days.ts';
import { isOverdue, withoutReplaced, type InvoiceEventKind } from '../../domain/invoice.ts';
import { AppError } from '../../errors.ts';
import { sendDocument } from '../../http/send-document.ts';
import { requireAccount } from '../../http/session.ts';
import { log } from '../../log.ts';
import { readSettings } from '../../settings.ts';
import { chromeFor } from '../chrome.ts';
import { readPortalForm } from '../forms.ts';
import InvoicePage from '../pages/InvoicePage.vue';
import InvoicesPage from '../pages/InvoicesPage.vue';
import WithdrawnPage from '../pages/WithdrawnPage.vue';
import { payRefusal, payStatusOf, whyNotPayable, type PayCircumstances } from '../payability.ts';
import { standingOf } from '../payment-words.ts';
import { renderPage } from '../render.ts';
import { suspendedAmong } from '../suspended-words.ts';
import type { InvoiceListName, InvoiceRow, InvoicesView, InvoiceView, Notice } from '../views.ts';

const pageSize = 50;
const mostWithdrawn = 6;
const mostNamed = 6;
const stateOfList: Record<InvoiceListName, InvoiceState> = { 'non-reglees': 'unpaid', reglees: 'paid', tresorerie: 'treasury' };
const eventLabels: Record<InvoiceEventKind, string> = {
  published: 'Facture mise en ligne', settled: 'Facture réglée', sent_to_treasury: 'Transmise en trésorerie', withdrawn: 'Annulée',
  settlement_undone: 'Règlement enregistré par erreur, annulé', treasury_undone: 'Retirée de la trésorerie', withdrawal_undone: 'Annulation levée\u00a0: de nouveau à régler',
  declared_by_resident: 'Marquée comme réglée', undeclared_by_resident: 'Marquée comme non réglée',
  reported_paid: 'Paiement annoncé, à confirmer', declaration_denied: 'Règlement non retrouvé', report_denied: 'Paiement annoncé non retrouvé', paid_twice: 'Second paiement reçu\u00a0: le service vous recontacte', paid_when_withdrawn: 'Paiement reçu pour une facture annulée',
  suspended: 'Paiement suspendu', resumed: 'Paiement de nouveau possible', document_replaced: 'PDF remplacé',
};
const sourceLabels: Record<string, string> = {
  import: 'selon le service de facturation', payfip: 'selon PayFiP', 'url-result': 'annoncé par le service de paiement', 'url-confirmed': 'confirmé par le service', staff: 'selon le service',
};

const notices: Record<string, Notice> = {
  reglee: { kind: 'success', text: 'La facture est marquée comme réglée.' },
  'non-reglee': { kind: 'success', text: 'La facture est marquée comme non réglée.' },
};

export function invoiceRoutes(router: Router, dataFolder: string): void {
  router.get('/factures', async (ctx) => {
    const { accountId, email, payerNames } = requireAccount(ctx);
    const list = listNamed(ctx.URL.searchParams.get('etat'));
    const page = pageNumber(ctx.URL.searchParams.get('page'));
    const state = stateOfList[list];
    const [invoices, totals, payments, circumstances] = await Promise.all([
      readInvoices(accountId, state, { limit: pageSize, offset: (page - 1) * pageSize }), readStateTotals(accountId), readPayments(accountId, 1), circumstancesNow(email),
    ]);
    const total = totals.find((each) => each.state === state);
    const pageCount = Math.max(1, Math.ceil((total?.count ?? 0) / pageSize));
    if (page > pageCount) return ctx.redirect(`/factures?etat=${list}&page=${pageCount}`);
    const showPayer = payerNames.includes(' · ');
    await renderPage(ctx, InvoicesPage, {
      chrome: await chromeFor(ctx, 'factures'), list, counts: countsOf(totals),
      rows: invoices.map((invoice) => rowOf(invoice, { ...circumstances, showPayer })),
      sum: sumOf(total, circumstances), page, pageCount, suspensions: suspensionsOf(invoices, circumstances), hasPayments: payments.length > 0,
      withdrawn: state === 'unpaid' && page === 1 ? await withdrawnNow(accountId, totals) : [],
    });
  });

  router.get('/factures/:id', async (ctx) => {
    const { accountId, email } = requireAccount(ctx);
    const invoice = await readInvoice(accountId, ctx.params.id ?? '');
    if (!invoice) return showWithdrawn(ctx);
    noteReadingOf(ctx, invoice);
    const [circumstances, payments, events] = await Promise.all([
      circumstancesNow(email), readInvoicePayments(accountId, invoice.id), InvoiceEvent.findAll({ where: { invoiceId: invoice.id }, order: [['at', 'ASC']] }),
    ]);
    const refusal = payRefusal(invoice, circumstances);
    await renderPage(ctx, InvoicePage, {
      chrome: await chromeFor(ctx, 'factures'),
      notice: notices[ctx.URL.searchParams.get('message') ?? ''] ?? null,
      invoice: { ...rowOf(invoice, { ...circumstances, showPayer: true }), ...pickDetails(invoice), payerName: invoice.payerName },
      whyNotPayable: whyNotPayable(invoice, refusal), mark: markOf(invoice), payments: payments.map((payment) => attemptOf(payment, circumstances.now, refusal)),
      events: withoutReplaced(events).map((event) => ({ label: eventLabels[event.kind], at: event.at.toISOString(), source: event.source === 'resident' ? residentOf(event.detail, accountId) : sourceLabels[event.source] ?? event.source })),
    });
  });

  router.post('/factures/:id/declarer', async (ctx) => {
    const word = await readWord(ctx);
    await declarePaid(word);
    backToInvoice(ctx, word.invoiceId, 'reglee');
  });
  router.post('/factures/:id/ne-plus-declarer', async (ctx) => {
    const word = await readWord(ctx);
    await undeclarePaid(word);
    backToInvoice(ctx, word.invoiceId, 'non-reglee');
  });

  router.get('/factures/:id/pdf', async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const document = await readDocument(accountId, ctx.params.id ?? '');
    if (!document) throw new AppError('not_found');
    noteReadingOf(ctx, { ...document, id: ctx.params.id ?? '' });
    await sendDocument(ctx, dataFolder, { ...document, fileName: `Facture ${document.number}.pdf`, disposition: 'attachment' });
  });
}

/** What a resident reads at the address of an invoice that staff have cancelled. @throws AppError not_found */
async function showWithdrawn(ctx: Context): Promise<void> {
  const withdrawn = await readWithdrawn(requireAccount(ctx).accountId, ctx.params.id ?? '');
  if (!withdrawn) throw new AppError('not_found');
  const { number, issuedOn, regieName, withdrawnAt, detail, isPaidAnyway } = withdrawn;
  const { reason = '' }: { reason?: string } = detail ? JSON.parse(detail) : {};
  await renderPage(ctx, WithdrawnPage, {
    chrome: await chromeFor(ctx, 'factures'), number, issuedOn, regieName, reason, withdrawnOn: withdrawnAt ? dayInFrance(new Date(withdrawnAt)) : null, isPaidAnyway: isPaidAnyway === 1,
  });
}

/** Named when others on the page are not concerned, and few enough to be read; each line of the list says it too. */
function suspensionsOf(invoices: InvoiceRead[], circumstances: PayCircumstances): InvoicesView['suspensions'] {
  const numbersOf = new Map<string, string[]>();
  for (const invoice of invoices) {
    const refusal = payRefusal(invoice, circumstances);
    if (refusal?.code !== 'payments_suspended') continue;
    const sentence = String(refusal.details.sentence);
    numbersOf.set(sentence, [...(numbersOf.get(sentence) ?? []), invoice.number]);
  }
  return [...numbersOf].map(([sentence, numbers]) => ({ sentence, numbers: numbers.length < invoices.length && numbers.length <= mostNamed ? numbers : [] }));
}

/** Not awaited: a page never waits behind an import for this. What staff look at for a resident is not read by the resident. */
function noteReadingOf(ctx: Context, { id, readAt }: { id: string; readAt: string | null }): void {
  const { accountId, isView } = requireAccount(ctx);
  const now = new Date();
  if (isView || ctx.method !== 'GET' || !isWorthNoting(readAt, now)) return;
  noteReading({ invoiceId: id, accountId, now }).catch((error: unknown) => log.warn({ err: error }, 'reading not noted'));
}

async function circumstancesNow(email: string): Promise<PayCircumstances> {
  const { payments } = await readSettings();
  return { email, portalSuspension: payments.suspension, now: new Date() };
}

async function readWord(ctx: Context): Promise<{ accountId: string; invoiceId: string; now: Date }> {
  const { accountId } = requireAccount(ctx);
  await readPortalForm(ctx);
  return { accountId, invoiceId: ctx.params.id ?? '', now: new Date() };
}

function backToInvoice(ctx: Context, invoiceId: string, message: string): void {
  ctx.redirect(`/factures/${encodeURIComponent(invoiceId)}?message=${message}`);
  ctx.status = 303;
}

/** Both parents read the same page. */
const residentOf = (detail: string, accountId: string) => (detail.includes(JSON.stringify(accountId)) ? 'selon vous' : 'selon une personne de votre foyer');

/** A direct debit is nobody's word to give; what PayFiP has announced, only the service takes back. */
function markOf({ role, state, declared, directDebit }: InvoiceDetailRead): InvoiceView['mark'] {
  if (role === 'reader' || state !== 'unpaid' || declared === 'payfip' || directDebit === 1) return null;
  return declared === 'resident' ? 'unsettled' : 'settled';
}

/** Nobody is invited to try again what another reason forbids: settled, suspended… */
function attemptOf(payment: InvoicePaymentRead, now: Date, refusal: BasketRefusal | null): InvoiceView['payments'][number] {
  return { ...standingOf(payment, now, { mayRetry: refusal === null || typeof refusal.details.wait === 'string' }), href: payment.isOwn === 1 ? `/paiements/${payment.id}` : null };
}

function listNamed(name: string | null): InvoiceListName {
  return name === 'reglees' || name === 'tresorerie' ? name : 'non-reglees';
}

function pageNumber(text: string | null): number {
  const page = Number(text ?? '1');
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
}

/** The latest that staff have cancelled: who remembers one is not left to wonder where it went. */
async function withdrawnNow(accountId: string, totals: StateTotalRead[]): Promise<InvoicesView['withdrawn']> {
  if (!totals.some(({ state }) => state === 'withdrawn')) return [];
  const invoices = await readInvoices(accountId, 'withdrawn', { limit: mostWithdrawn, offset: 0 });
  return invoices.map(({ id, number }) => ({ id, number }));
}

function sumOf(total: StateTotalRead | undefined, { portalSuspension }: PayCircumstances): InvoicesView['sum'] {
  if (total?.state !== 'unpaid') return { count: total?.count ?? 0, cents: total?.totalCents ?? 0, suspended: 0 };
  return { count: total.dueCount, cents: total.dueCents, suspended: suspendedAmong(total, portalSuspension) };
}

function countsOf(totals: StateTotalRead[]): Record<InvoiceListName, number> {
  const count = (state: InvoiceState) => totals.find((total) => total.state === state)?.count ?? 0;
  return { 'non-reglees': count('unpaid'), reglees: count('paid'), tresorerie: count('treasury') };
}

/** Neither debited by itself, nor said to be paid: who has done all they had to do is not late. */
const awaitsResident = ({ directDebit, declared }: InvoiceRead) => directDebit === 0 && declared === null;

function rowOf(invoice: InvoiceRead, { showPayer, ...circumstances }: PayCircumstances & { showPayer: boolean }): InvoiceRow {
  const { id, number, subject, issuedOn, dueOn, amountCents, state } = invoice;
  const refusal = payRefusal(invoice, circumstances);
  return {
    id, number, subject, issuedOn, dueOn, amountCents, state, isOverdue: awaitsResident(invoice) && isOverdue(invoice, dayInFrance(circumstances.now)), directDebit: invoice.directDebit === 1, declared: invoice.declared,
    payerName: showPayer ? invoice.payerName : null, payStatus: payStatusOf(invoice, refusal), retryIn: typeof refusal?.details.wait === 'string' ? refusal.details.wait : null,
  };
}

function pickDetails(invoice: { regieName: string; payerCode: string; directDebitOn: string | null; documentBytes: number | null }) {
  const { regieName, payerCode, directDebitOn, documentBytes } = invoice;
  return { regieName, payerCode, directDebitOn, documentBytes };
}
