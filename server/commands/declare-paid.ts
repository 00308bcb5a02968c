// « Marquer la facture comme réglée » and « … comme non réglée »: what the resident says, which proves nothing and changes no state.
import { QueryTypes } from 'sequelize';
import type { PersonRole } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { database, inTransaction } from '../db/database.ts';
import { AppError } from '../errors.ts';
import { Invoice, InvoiceEvent } from '../models/index.ts';
import { recordAudit } from './record-audit.ts';

export interface ResidentWord { accountId: string; invoiceId: string; now: Date }

/** @throws AppError not_found, invoice_read_only, invoice_already_paid, invoice_in_treasury, invoice_direct_debit */
export function declarePaid(word: ResidentWord): Promise<void> {
  return inTransaction(async () => {
    const invoice = await ownInvoice(word);
    refuseSettled(invoice);
    if (invoice.state === 'treasury') throw new AppError('invoice_in_treasury', { number: invoice.number });
    if (invoice.directDebit) throw new AppError('invoice_direct_debit');
    if (invoice.declared !== null) return;
    await invoice.update({ declared: 'resident' });
    await InvoiceEvent.create({ id: newId(), invoiceId: invoice.id, kind: 'declared_by_resident', source: 'resident', detail: JSON.stringify({ account: word.accountId }), at: word.now });
    await recordAudit({ actor: `account:${word.accountId}`, action: 'invoice_declared', object: invoice.id });
  });
}

/** Takes back the resident's own word only. @throws AppError not_found, invoice_read_only, invoice_already_paid, invoice_reported_paid */
export function undeclarePaid(word: ResidentWord): Promise<void> {
  return inTransaction(async () => {
    const invoice = await ownInvoice(word);
    refuseSettled(invoice);
    if (invoice.declared === 'payfip') throw new AppError('invoice_reported_paid', { number: invoice.number });
    if (invoice.declared === null) return;
    await invoice.update({ declared: null });
    await InvoiceEvent.create({ id: newId(), invoiceId: invoice.id, kind: 'undeclared_by_resident', source: 'resident', detail: JSON.stringify({ account: word.accountId }), at: word.now });
    await recordAudit({ actor: `account:${word.accountId}`, action: 'invoice_undeclared', object: invoice.id });
  });
}

function refuseSettled({ state, number }: Invoice): void {
  if (state === 'paid') throw new AppError('invoice_already_paid', { number });
}

async function ownInvoice({ accountId, invoiceId }: ResidentWord): Promise<Invoice> {
  const [row] = await database().query<{ id: string; role: PersonRole }>(
    `SELECT i.id, x.role FROM payer_accesses x JOIN invoices i ON i.payer_id = x.payer_id WHERE x.account_id = :accountId AND i.id = :invoiceId AND i.state <> 'withdrawn'`,
    { replacements: { accountId, invoiceId }, type: QueryTypes.SELECT },
  );
  if (!row) throw new AppError('not_found');
  if (row.role === 'reader') throw new AppError('invoice_read_only');
  return Invoice.findByPk(row.id, { rejectOnEmpty: true });
}
