// A resident marked an invoice as paid, and nothing was received: staff say so, and it may be paid on line again.
import { newId } from '../crypto/tokens.ts';
import { inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

/** What PayFiP has announced is denied with its payment. @throws AppError not_found, transition_not_allowed */
export function denyDeclaration({ invoiceId, actor, now }: { invoiceId: string; actor: string; now: Date }): Promise<void> {
  return inTransaction(async () => {
    const invoice = await Invoice.findByPk(invoiceId);
    if (!invoice) throw new AppError('not_found');
    if (invoice.declared !== 'resident') throw new AppError('transition_not_allowed');
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'declaration_denied', source: 'staff', detail: JSON.stringify({ actor }), at: now });
    await invoice.update({ declared: null });
    await recordAudit({ actor, action: 'invoice_declaration_denied', object: invoiceId });
  });
}
