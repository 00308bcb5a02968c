// What an announced payment, not proved yet, does to its invoices: « payée, à confirmer », and nobody pays them a second time.
import { Op } from 'sequelize';
import { newId } from '../crypto/tokens.ts';
import { isProduction, productionLetters } from '../domain/payfip-result.ts';
import { Invoice, InvoiceEvent, Payment, PaymentLine } from '../models/index.ts';
import { tellPayer } from './tell-payer.ts';

/** A trial announces nothing. */
export async function declareInvoices(payment: Payment, now: Date): Promise<void> {
  if (!isProduction(payment.saisie)) return;
  const source = payment.interface === 'url' ? 'url-result' : 'payfip';
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  for (const { invoiceId } of lines) {
    const invoice = await Invoice.findByPk(invoiceId, { rejectOnEmpty: true });
    const detail = JSON.stringify({ payment: payment.id, number: payment.number });
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'reported_paid', source, detail, at: now });
    if (invoice.state === 'unpaid' || invoice.state === 'treasury') await invoice.update({ declared: 'payfip' });
  }
}

export interface Denial { source: 'staff' | 'payfip'; actor?: string; now: Date }

/** The invoices that it had announced as paid are to be paid again, unless another attempt announces them too; whoever announced them is told. */
export async function denyInvoices(payment: Payment, { source, actor, now }: Denial): Promise<void> {
  if (!isProduction(payment.saisie)) return;
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  for (const { invoiceId } of lines) {
    if (!(await isReported(invoiceId, payment.id))) await Invoice.update({ declared: null }, { where: { id: invoiceId, declared: 'payfip' } });
    const detail = JSON.stringify({ payment: payment.id, number: payment.number, actor });
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'report_denied', source, detail, at: now });
  }
  await tellPayer(payment, source === 'staff' ? 'not_found' : 'not_made');
}

/** A payment announced without proof, other than `butId`, still waits for its confirmation: the invoice must not be paid a second time. */
export async function isReported(invoiceId: string, butId = ''): Promise<boolean> {
  const lines = await PaymentLine.findAll({ where: { invoiceId, paymentId: { [Op.ne]: butId } }, attributes: ['paymentId'], raw: true });
  return (await Payment.count({ where: { id: lines.map(({ paymentId }) => paymentId), state: 'reported', saisie: productionLetters } })) > 0;
}
