// What an announced payment, not proved yet, does to its invoices: « payée, à confirmer », and nobody pays them a second time.
import { Op } from 'sequelize';
import { dueStates, type Declaration } from '../contract/states.ts';
import { newId } from '../crypto/tokens.ts';
import { invoiceDeclaration, standingFacts } from '../domain/invoice.ts';
import { isProduction, productionLetters } from '../domain/payfip-result.ts';
import { Invoice, InvoiceEvent, Payment, PaymentLine } from '../models/index.ts';
import { factsOfInvoice } from './facts-of-invoice.ts';
import { tellPayer } from './tell-payer.ts';

/** A trial announces nothing. */
export async function declareInvoices(payment: Payment, now: Date): Promise<void> {
  if (!isProduction(payment.saisie)) return;
  const source = payment.interface === 'url' ? 'url-result' : 'payfip';
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  for (const { invoiceId } of lines) {
    const detail = JSON.stringify({ payment: payment.id, number: payment.number });
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'reported_paid', source, detail, at: now });
    await Invoice.update({ declared: 'payfip' }, { where: { id: invoiceId, state: dueStates } });
  }
}

export interface Denial { source: 'staff' | 'payfip'; actor?: string; now: Date }

/** Of the invoices that it had announced as paid, somebody else may still say so; else they are to be paid again. Whoever announced them is told. */
export async function denyInvoices(payment: Payment, { source, actor, now }: Denial): Promise<void> {
  if (!isProduction(payment.saisie)) return;
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id }, raw: true });
  for (const { invoiceId } of lines) {
    await Invoice.update({ declared: await readDeclaration(invoiceId, payment.id) }, { where: { id: invoiceId, declared: 'payfip' } });
    const detail = JSON.stringify({ payment: payment.id, number: payment.number, actor });
    await InvoiceEvent.create({ id: newId(), invoiceId, kind: 'report_denied', source, detail, at: now });
  }
  await tellPayer(payment, source === 'staff' ? 'not_found' : 'not_made');
}

/** Who says that it is paid, without proof: from its facts, and from the payments, other than `butId`, that wait for staff. */
export async function readDeclaration(invoiceId: string, butId = ''): Promise<Declaration | null> {
  const kinds = standingFacts(await factsOfInvoice(invoiceId)).map(({ kind }) => kind);
  return invoiceDeclaration(kinds, await isHeld(invoiceId, butId));
}

/** Announced without proof, or received twice and asked about: nobody pays it meanwhile. */
async function isHeld(invoiceId: string, butId: string): Promise<boolean> {
  const lines = await PaymentLine.findAll({ where: { invoiceId, paymentId: { [Op.ne]: butId } }, attributes: ['paymentId', 'isAsked'], raw: true });
  if (lines.some(({ isAsked }) => isAsked)) return true;
  return (await Payment.count({ where: { id: lines.map(({ paymentId }) => paymentId), state: 'reported', saisie: productionLetters } })) > 0;
}

/** Of invoices put back together, those that a payment still announces: a clock may have been put back since. */
export async function declareAgain(invoiceIds: string[]): Promise<void> {
  const announced = (await PaymentLine.findAll({
    where: { invoiceId: invoiceIds }, include: { model: Payment, where: { state: 'reported', saisie: productionLetters }, attributes: [] }, attributes: ['invoiceId'], raw: true,
  })).map(({ invoiceId }) => invoiceId);
  if (announced.length > 0) await Invoice.update({ declared: 'payfip' }, { where: { id: announced, state: dueStates } });
}
