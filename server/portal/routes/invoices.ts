// Mes factures: the three lists, one invoice, its PDF. Every read starts from the session's account.
import type Router from '@koa/router';
import { InvoiceEvent } from '../../models/index.ts';
import type { InvoiceState } from '../../contract/schemas.ts';
import { readDocument, readInvoice, readInvoices, readStateTotals, type InvoiceRead, type StateTotalRead } from '../../db/reads.ts';
import { dayInFrance } from '../../domain/days.ts';
import { isOverdue, whyNotPayable, type InvoiceEventKind } from '../../domain/invoice.ts';
import { AppError } from '../../errors.ts';
import { sendDocument } from '../../http/send-document.ts';
import { requireAccount } from '../../http/session.ts';
import { chromeFor } from '../chrome.ts';
import InvoicePage from '../pages/InvoicePage.vue';
import InvoicesPage from '../pages/InvoicesPage.vue';
import { renderPage } from '../render.ts';
import type { InvoiceListName, InvoiceRow } from '../views.ts';

const pageSize = 50;
const stateOfList: Record<InvoiceListName, InvoiceState> = { 'non-reglees': 'unpaid', reglees: 'paid', tresorerie: 'treasury' };
const eventLabels: Record<InvoiceEventKind, string> = {
  published: 'Facture mise en ligne', settled: 'Facture réglée', sent_to_treasury: 'Transmise en trésorerie', withdrawn: 'Retirée',
  declared_by_resident: 'Marquée comme réglée', undeclared_by_resident: 'Marquée comme non réglée',
  reported_paid: 'Paiement annoncé, à confirmer', report_denied: 'Paiement annoncé non retrouvé', paid_twice: 'Second paiement reçu\u00a0: le service vous recontacte', paid_when_withdrawn: 'Paiement reçu pour une facture retirée',
  suspended: 'Paiement suspendu', resumed: 'Paiement de nouveau possible',
};
const sourceLabels: Record<string, string> = {
  import: 'selon le service de facturation', payfip: 'selon PayFiP', 'url-confirmed': 'confirmé par le service', staff: 'selon le service', resident: 'selon vous',
};

export function invoiceRoutes(router: Router, dataFolder: string): void {
  router.get('/factures', async (ctx) => {
    const { accountId, payerNames } = requireAccount(ctx);
    const list = listNamed(ctx.URL.searchParams.get('etat'));
    const page = pageNumber(ctx.URL.searchParams.get('page'));
    const state = stateOfList[list];
    const [invoices, totals] = await Promise.all([
      readInvoices(accountId, state, { limit: pageSize, offset: (page - 1) * pageSize }), readStateTotals(accountId),
    ]);
    const today = dayInFrance(new Date());
    const total = totals.find((each) => each.state === state);
    const pageCount = Math.max(1, Math.ceil((total?.count ?? 0) / pageSize));
    if (page > pageCount) return ctx.redirect(`/factures?etat=${list}&page=${pageCount}`);
    const hasSeveralPayers = payerNames.includes(' · ');
    await renderPage(ctx, InvoicesPage, {
      chrome: await chromeFor(ctx, 'factures'), list, counts: countsOf(totals),
      rows: invoices.map((invoice) => rowOf(invoice, today, hasSeveralPayers)),
      totalCents: total?.totalCents ?? 0, page, pageCount,
    });
  });

  router.get('/factures/:id', async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const invoice = await readInvoice(accountId, ctx.params.id ?? '');
    if (!invoice) throw new AppError('not_found');
    const directDebit = invoice.directDebit === 1;
    const events = await InvoiceEvent.findAll({ where: { invoiceId: invoice.id }, order: [['at', 'ASC']] });
    await renderPage(ctx, InvoicePage, {
      chrome: await chromeFor(ctx, 'factures'),
      invoice: { ...rowOf(invoice, dayInFrance(new Date()), true), ...pickDetails(invoice), payerName: invoice.payerName },
      whyNotPayable: whyNotPayable({ ...invoice, directDebit, hasDocument: invoice.documentBytes !== null }),
      events: events.map((event) => ({ label: eventLabels[event.kind], at: event.at.toISOString(), source: sourceLabels[event.source] ?? event.source })),
    });
  });

  router.get('/factures/:id/pdf', async (ctx) => {
    const { accountId } = requireAccount(ctx);
    const document = await readDocument(accountId, ctx.params.id ?? '');
    if (!document) throw new AppError('not_found');
    await sendDocument(ctx, dataFolder, { ...document, fileName: `Facture ${document.number}.pdf`, disposition: 'attachment' });
  });
}

function listNamed(name: string | null): InvoiceListName {
  return name === 'reglees' || name === 'tresorerie' ? name : 'non-reglees';
}

function pageNumber(text: string | null): number {
  const page = Number(text ?? '1');
  return Number.isInteger(page) && page >= 1 && page <= 100_000 ? page : 1;
}

function countsOf(totals: StateTotalRead[]): Record<InvoiceListName, number> {
  const count = (state: InvoiceState) => totals.find((total) => total.state === state)?.count ?? 0;
  return { 'non-reglees': count('unpaid'), reglees: count('paid'), tresorerie: count('treasury') };
}

function rowOf(invoice: InvoiceRead, today: string, showPayer: boolean): InvoiceRow {
  const { id, number, subject, issuedOn, dueOn, amountCents, state } = invoice;
  return { id, number, subject, issuedOn, dueOn, amountCents, state, isOverdue: isOverdue(invoice, today), directDebit: invoice.directDebit === 1, payerName: showPayer ? invoice.payerName : null };
}

function pickDetails(invoice: { regieName: string; payerCode: string; directDebitOn: string | null; documentBytes: number | null }) {
  const { regieName, payerCode, directDebitOn, documentBytes } = invoice;
  return { regieName, payerCode, directDebitOn, documentBytes };
}
