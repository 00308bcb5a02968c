// Why: the files about invoices: one PDF that is looked at, another that replaces it, the list that leaves for a spreadsheet.
import type Router from '@koa/router';
import type { Context } from 'koa';
import { recordAudit } from '../commands/record-audit.ts';
import { replaceDocument } from '../commands/replace-document.ts';
import { invoiceScopeSchema, type InvoiceScope } from '../contract/schemas.ts';
import { inTransaction } from '../db/database.ts';
import { largestPdf } from '../documents/document-store.ts';
import { dayInFrance } from '../domain/days.ts';
import { AppError } from '../errors.ts';
import { sendDocument } from '../http/send-document.ts';
import { Document, Invoice, InvoiceEvent } from '../models/index.ts';
import type { CallOf } from './call.ts';
import { csvOf } from './csv.ts';
import { idsOfScope } from './handlers/invoice-actions.ts';
import { invoiceColumns, invoicesTable } from './invoices-table.ts';
import { nameOf, readFileBody } from './read-file-body.ts';
import { mediaTypes, xlsxOf } from './xlsx.ts';

export function invoiceFileRoutes(router: Router, callOf: CallOf): void {
  for (const format of ['csv', 'xlsx'] as const) router.get(`/files/invoices.${format}`, async (ctx) => {
    const { actor, now } = await callOf(ctx, 'exports');
    const rows = await invoicesTable(await idsOfScope(scopeOf(ctx), now));
    await inTransaction(() => recordAudit({ actor, action: 'invoices_exported', detail: `${rows.length - 2} invoices` }));
    ctx.attachment(`factures-${dayInFrance(now)}.${format}`);
    ctx.type = mediaTypes[format];
    ctx.body = format === 'xlsx' ? await xlsxOf({ sheet: 'Factures', columns: invoiceColumns, rows: rows.slice(1) }) : csvOf(rows);
  });

  router.get('/files/invoices/:invoiceId', async (ctx) => {
    const { dataFolder, actor } = await callOf(ctx, 'read');
    const invoice = await Invoice.findByPk(ctx.params.invoiceId);
    const document = invoice ? await documentOf(invoice, ctx.URL.searchParams.get('version')) : null;
    if (!invoice || !document) throw new AppError('not_found');
    await inTransaction(() => recordAudit({ actor, action: 'document_opened', object: invoice.id }));
    await sendDocument(ctx, dataFolder, { sha256: document.sha256, bytes: document.bytes, fileName: `Facture ${invoice.number}.pdf`, disposition: 'inline' });
  });

  router.put('/files/invoices/:invoiceId', async (ctx) => {
    const { dataFolder, actor, now } = await callOf(ctx, 'imports');
    const asked = ctx.URL.searchParams;
    const content = await readFileBody(ctx, largestPdf, '10\u00a0Mo');
    await replaceDocument({ dataFolder, invoiceId: ctx.params.invoiceId ?? '', name: nameOf(ctx), content, reason: asked.get('reason') ?? '', tellsResidents: asked.get('tell') === '1', actor, now });
    ctx.body = { ok: true, value: null };
  });
}

/** The present PDF, or one that it has replaced: no other. */
async function documentOf(invoice: Invoice, version: string | null): Promise<Document | null> {
  if (version === null) return invoice.documentSha256 ? Document.findByPk(invoice.documentSha256) : null;
  const replacements = await InvoiceEvent.findAll({ where: { invoiceId: invoice.id, kind: 'document_replaced' }, attributes: ['detail'], raw: true });
  const isFormer = replacements.some(({ detail }) => (JSON.parse(detail) as { former: string | null }).former === version);
  return isFormer ? Document.findByPk(version) : null;
}

/** @throws AppError input_invalid */
function scopeOf(ctx: Context): InvoiceScope {
  const { ids, ...filter } = Object.fromEntries([...ctx.URL.searchParams].filter(([, value]) => value !== ''));
  const scope = invoiceScopeSchema.safeParse(ids ? { invoiceIds: ids.split(',') } : { filter });
  if (!scope.success) throw new AppError('input_invalid');
  return scope.data;
}
