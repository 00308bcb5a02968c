// What an announced payment, not proved yet, does to its invoices: « payée, à confirmer », and nobody pays them a second time.
import { newId } from '../crypto/tokens.ts';
import { isProduction } from '../domain/payfip-result.ts';
import { Invoice, InvoiceEvent, PaymentLine, type Payment } from '../models/index.ts';

/** A trial announces nothing. */
export async function declareInvoices(payment: Payment, now: Date): Promise<void> {
  if (!isProduction(payment.saisie)) return;
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  for (const { invoiceId } of lines) {
    const invoice = await Invoice.findByPk(invoiceId, { rejectOnEmpty: true });
    const detail = JSON.stringify({ payment: payment.id, number: payment.number });
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'reported_paid', source: 'payfip', detail, at: now });
    if (invoice.state === 'unpaid' || invoice.state === 'treasury') await invoice.update({ declared: 'payfip' });
  }
}
