// Another PDF for an invoice that is published, with the reason: same number, same amount. The former file is kept, its fingerprint with it.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { syncDocumentFolders } from '../documents/document-store.ts';
import { AppError } from '../errors.ts';
import { Document, Invoice, InvoiceEvent } from '../models/index.ts';
import { keepDocument, type KeptFile } from './receive-import.ts';
import { recordAudit } from './record-audit.ts';
import { tellOfInvoices } from './tell-of-invoices.ts';

export interface Replacement {
  dataFolder: string; invoiceId: string; name: string; content: Buffer;
  reason: string; tellsResidents: boolean; actor: string; now: Date;
}

/** @throws AppError reason_empty, not_found, file_too_large, file_name_invalid, pdf_invalid, pdf_unchanged, pdf_of_another_payer, invoice_is_withdrawn */
export async function replaceDocument(replacement: Replacement): Promise<void> {
  const { dataFolder, invoiceId, name, content } = replacement;
  const reason = replacement.reason.trim().slice(0, 300);
  if (reason === '') throw new AppError('reason_empty', {}, 'reason');
  if (!(await Invoice.findByPk(invoiceId))) throw new AppError('not_found');
  const file = await keepDocument({ dataFolder, name, content });
  const { sha256 } = file;
  if (sha256 === null) throw new AppError('pdf_invalid', { name: file.name });
  await syncDocumentFolders(dataFolder, [sha256]);
  await inTransaction(() => writeReplacement({ ...replacement, reason }, { ...file, sha256 }));
}

async function writeReplacement({ invoiceId, reason, tellsResidents, actor, now }: Replacement, { sha256, bytes, name }: KeptFile & { sha256: string }): Promise<void> {
  const invoice = await Invoice.findByPk(invoiceId, { rejectOnEmpty: true });
  await refuseWrongDocument(invoice, sha256);
  await Document.findOrCreate({ where: { sha256 }, defaults: { sha256, bytes, createdAt: now } });
  const eventId = newId();
  await InvoiceEvent.create({ id: eventId, invoiceId, kind: 'document_replaced', source: 'staff', detail: JSON.stringify({ actor, reason, former: invoice.documentSha256, document: sha256 }), at: now });
  await invoice.update({ documentSha256: sha256, fileName: name });
  if (tellsResidents) await tellOfInvoices([invoice], { change: 'replaced', reason, key: eventId });
  await recordAudit({ actor, action: 'invoice_document_replaced', object: invoiceId, detail: reason });
}

/** One PDF never goes to two households, as in an import. */
async function refuseWrongDocument({ number, state, payerId, documentSha256 }: Invoice, sha256: string): Promise<void> {
  if (state === 'withdrawn') throw new AppError('invoice_is_withdrawn', { number });
  if (documentSha256 === sha256) throw new AppError('pdf_unchanged', { number });
  const others = await Invoice.findAll({ where: { documentSha256: sha256 }, attributes: ['number', 'payerId'], raw: true });
  const stranger = others.find((other) => other.payerId !== payerId);
  if (stranger) throw new AppError('pdf_of_another_payer', { number: stranger.number });
}
