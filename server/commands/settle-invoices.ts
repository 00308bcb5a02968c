// What a paid attempt does to its invoices, in the transaction that makes it paid. A test never settles anything.
import { newId } from '../crypto/tokens.ts';
import type { Declaration, InvoiceState, LineOutcome } from '../contract/states.ts';
import { insertRow, readInWrite, write } from '../db/writes.ts';
import type { InvoiceEventKind } from '../domain/invoice.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { meansOf } from '../domain/payment.ts';
import { isProduction } from '../domain/payfip-result.ts';
import { afterActivation, whatIsToDo } from '../domain/sorting.ts';
import { Regie, type Payment } from '../models/index.ts';
import { askNoMore } from './due-again.ts';
import { releaseLines } from './free-stale-lines.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';

export interface Proof { source: 'payfip' | 'url-confirmed'; actor: string; now: Date }
interface PaidInvoice { id: string; number: string; state: InvoiceState; declared: Declaration | null; amountCents: number; regieName: string }

export const receiptKey = (paymentId: string): string => `payment_receipt:${paymentId}`;

const eventOf: Record<LineOutcome, InvoiceEventKind> = { settled: 'settled', paid_twice: 'paid_twice', not_payable_any_more: 'paid_when_withdrawn' };

/** Whoever calls has just made the payment paid, and saves it: it happens once. Its invoices are free again. */
export async function settleInvoices(payment: Payment, proof: Proof): Promise<void> {
  if (payment.saisie === 'X') await markActivated(payment, proof);
  if (!isProduction(payment.saisie)) return releaseLines(payment.id);
  const invoices = await readUnsettled(payment.id);
  const outcomes = invoices.map(outcomeOf);
  for (const invoice of invoices) await settleLine(payment, invoice, proof);
  payment.set(whatIsToDo(outcomes, { isAfterTreasury: payment.kind === 'regie' && invoices.some(({ state }) => state === 'treasury') }));
  await recordAudit({ actor: proof.actor, action: 'payment_settled', object: payment.id, detail: `${payment.refdet} ${payment.amountCents} ${outcomes.join(',')}` });
  await sendReceipt(payment, { invoices, isTwice: outcomes.some((outcome) => outcome !== 'settled'), now: proof.now });
}

/** One statement: this runs at every payment of an evening when thousands are due. */
const readUnsettled = (paymentId: string) => readInWrite<PaidInvoice>(
  `SELECT invoices.id, invoices.number, invoices.state, invoices.declared, payment_lines.amount_cents AS amountCents, regies.name AS regieName
   FROM payment_lines JOIN invoices ON invoices.id = payment_lines.invoice_id JOIN regies ON regies.id = invoices.regie_id
   WHERE payment_lines.payment_id = ?1 AND payment_lines.outcome IS NULL ORDER BY invoices.number`,
  [paymentId],
);

const outcomeOf = ({ state }: PaidInvoice): LineOutcome => (state === 'paid' ? 'paid_twice' : state === 'withdrawn' ? 'not_payable_any_more' : 'settled');

async function settleLine(payment: Payment, invoice: PaidInvoice, { source, now }: Proof): Promise<void> {
  const outcome = outcomeOf(invoice);
  const detail = JSON.stringify({ payment: payment.id, number: payment.number, means: meansOf(payment.resultrans), amountCents: invoice.amountCents });
  await insertRow('invoice_events', { id: newId(), invoice_id: invoice.id, kind: eventOf[outcome], source, at: now, detail });
  // Proved, the payment is announced no more, even of an invoice that was cancelled in the meantime.
  if (outcome !== 'paid_twice') await write('UPDATE invoices SET declared = NULL, state = ?1 WHERE id = ?2', [outcome === 'settled' ? 'paid' : invoice.state, invoice.id]);
  await write('UPDATE payment_lines SET outcome = ?1, is_live = 0 WHERE payment_id = ?2 AND invoice_id = ?3', [outcome, payment.id, invoice.id]);
  if (outcome === 'settled' && invoice.declared === 'payfip') await askNoMore(invoice.id);
}

/** The means works for this number, which the régie may have left since; the money is debited and settles nothing: staff are to deal with it. */
async function markActivated(payment: Payment, { actor, now }: Proof): Promise<void> {
  payment.set(afterActivation);
  const means = meansOf(payment.resultrans);
  if (means === null) return;
  const activatedAt = means === 'card' ? 'cardActivatedAt' : 'debitActivatedAt';
  // The first payment activates; another one changes nothing.
  const [marked] = await Regie.update({ [activatedAt]: now }, { where: { id: payment.regieId, numcli: payment.numcli, [activatedAt]: null } });
  if (marked > 0) await recordAudit({ actor, action: 'regie_means_activated', object: payment.regieId, detail: means });
}

async function sendReceipt(payment: Payment, { invoices, isTwice, now }: { invoices: PaidInvoice[]; isTwice: boolean; now: Date }): Promise<void> {
  await queueMail({
    kind: 'payment_receipt', accountId: payment.accountId, recipient: payment.email, uniqueKey: receiptKey(payment.id),
    payload: {
      paymentId: payment.id, invoices: invoices.map((invoice) => ({ number: invoice.number, amountCents: invoice.amountCents, outcome: outcomeOf(invoice) })), regie: invoices[0]?.regieName ?? '', totalCents: payment.amountCents,
      means: meansOf(payment.resultrans), paidAt: (payment.transactionAt ?? now).toISOString(), refdet: payment.refdet, numauto: payment.numauto ?? '', isTwice,
      isPlay: isSimulator(payment.baseUrl),
    },
  });
}
