// What a paid attempt does to its invoices, in the transaction that makes it paid. A test never settles anything.
import { newId } from '../crypto/tokens.ts';
import type { LineOutcome } from '../contract/states.ts';
import type { InvoiceEventKind } from '../domain/invoice.ts';
import { meansOf } from '../domain/payment.ts';
import { isProduction } from '../domain/payfip-result.ts';
import { Invoice, InvoiceEvent, PaymentLine, Regie, type Payment } from '../models/index.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';

export interface Proof { source: 'payfip' | 'url-confirmed'; actor: string; now: Date }

/** Whoever calls saves the payment. */
export async function settleInvoices(payment: Payment, proof: Proof): Promise<void> {
  if (payment.saisie === 'X') await markActivated(payment, proof);
  if (!isProduction(payment.saisie)) return;
  const lines = await PaymentLine.findAll({ where: { paymentId: payment.id, outcome: null } });
  const invoices = await Invoice.findAll({ where: { id: lines.map((line) => line.invoiceId) }, order: [['number', 'ASC']] });
  const outcomes: LineOutcome[] = [];
  for (const invoice of invoices) {
    const line = lines.find(({ invoiceId }) => invoiceId === invoice.id);
    if (line) outcomes.push(await settleLine({ line, invoice }, payment, proof));
  }
  const unexpected = outcomes.filter((outcome) => outcome !== 'settled');
  if (unexpected.length > 0) payment.set({ problem: problemOf(unexpected) });
  await recordAudit({ actor: proof.actor, action: 'payment_settled', object: payment.id, detail: `${payment.refdet} ${payment.amountCents} ${outcomes.join(',')}` });
  await sendReceipt(payment, { invoices, isTwice: unexpected.length > 0, now: proof.now });
}

async function settleLine({ line, invoice }: { line: PaymentLine; invoice: Invoice }, payment: Payment, { source, now }: Proof): Promise<LineOutcome> {
  const note = (kind: InvoiceEventKind) => InvoiceEvent.create({
    id: newId(), invoiceId: invoice.id, kind, source, at: now,
    detail: JSON.stringify({ payment: payment.id, number: payment.number, means: meansOf(payment.resultrans), amountCents: line.amountCents }),
  });
  const outcome: LineOutcome = invoice.state === 'paid' ? 'paid_twice' : invoice.state === 'withdrawn' ? 'not_payable_any_more' : 'settled';
  if (outcome === 'settled') {
    await note('settled');
    await invoice.update({ state: 'paid', declared: null });
  } else await note(outcome === 'paid_twice' ? 'paid_twice' : 'paid_when_withdrawn');
  await line.update({ outcome });
  return outcome;
}

const problemOf = (outcomes: LineOutcome[]) => (outcomes.includes('paid_twice')
  ? 'Double paiement\u00a0: une facture était déjà réglée. Remboursez ou imputez ce règlement.'
  : 'Une facture a été retirée pendant le paiement. Remboursez ou imputez ce règlement.');

async function markActivated(payment: Payment, { actor, now }: Proof): Promise<void> {
  const means = meansOf(payment.resultrans);
  await Regie.update(means === 'card' ? { cardActivatedAt: now } : { debitActivatedAt: now }, { where: { id: payment.regieId } });
  await recordAudit({ actor, action: 'regie_means_activated', object: payment.regieId, detail: means });
}

/** Once for each attempt. */
async function sendReceipt(payment: Payment, { invoices, isTwice, now }: { invoices: Invoice[]; isTwice: boolean; now: Date }): Promise<void> {
  const regie = await Regie.findByPk(payment.regieId, { rejectOnEmpty: true });
  await queueMail({
    kind: 'payment_receipt', accountId: payment.accountId, recipient: payment.email, uniqueKey: `payment_receipt:${payment.id}`,
    payload: {
      paymentId: payment.id, numbers: invoices.map((invoice) => invoice.number), regie: regie.name, totalCents: payment.amountCents, means: meansOf(payment.resultrans),
      paidAt: (payment.transactionAt ?? now).toISOString(), refdet: payment.refdet, numauto: payment.numauto ?? '', isTwice,
    },
  });
}
