// What a paid attempt does to its invoices, in the transaction that makes it paid. A test never settles anything.
import { newId } from '../crypto/tokens.ts';
import type { InvoiceState, LineOutcome, SortReason } from '../contract/states.ts';
import { insertRow, readInWrite, write } from '../db/writes.ts';
import type { InvoiceEventKind } from '../domain/invoice.ts';
import { isSimulator } from '../domain/payfip-address.ts';
import { meansOf } from '../domain/payment.ts';
import { isProduction } from '../domain/payfip-result.ts';
import { Regie, type Payment } from '../models/index.ts';
import { releaseLines } from './free-stale-lines.ts';
import { queueMail } from './queue-mail.ts';
import { recordAudit } from './record-audit.ts';

const activationToSort: Pick<Payment, 'toSort' | 'problem'> = {
  toSort: 'activation', problem: 'Paiement d’activation\u00a0: l’argent est réellement débité et la facture n’est pas réglée. Remboursez-le, ou réglez la facture à la main.',
};

export interface Proof { source: 'payfip' | 'url-confirmed'; actor: string; now: Date }
interface PaidInvoice { id: string; number: string; state: InvoiceState; amountCents: number; regieName: string }

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
  `SELECT invoices.id, invoices.number, invoices.state, payment_lines.amount_cents AS amountCents, regies.name AS regieName
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
}

interface ToDo { toSort: SortReason; problem: string }
const afterOutcome: Partial<Record<LineOutcome, ToDo>> = {
  paid_twice: { toSort: 'paid_twice', problem: 'Double paiement\u00a0: une facture était déjà réglée. Remboursez ou imputez ce règlement.' },
  not_payable_any_more: { toSort: 'withdrawn', problem: 'Une facture a été annulée avant ce paiement. Remboursez ou imputez ce règlement.' },
};
const afterTreasury: ToDo = {
  toSort: 'after_treasury', problem: 'Payé après la transmission en trésorerie\u00a0: prévenez-la, elle ne doit plus réclamer cette facture.',
};

/** The most pressing first. `isAfterTreasury`: of a régie alone, for the Treasury knows by itself what is paid of its titres and rôles. */
export function whatIsToDo(outcomes: (LineOutcome | null)[], { isAfterTreasury }: { isAfterTreasury: boolean }): Pick<Payment, 'toSort' | 'problem'> {
  const unexpected = (['paid_twice', 'not_payable_any_more'] as const).flatMap((outcome) => (outcomes.includes(outcome) ? afterOutcome[outcome] ?? [] : []));
  const toDo = isAfterTreasury ? [...unexpected, afterTreasury] : unexpected;
  return { toSort: toDo[0]?.toSort ?? null, problem: toDo.map(({ problem }) => problem).join(' ') || null };
}

/** The means works for this number, which the régie may have left since; the money is debited and settles nothing: staff are to deal with it. */
async function markActivated(payment: Payment, { actor, now }: Proof): Promise<void> {
  payment.set(activationToSort);
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
      paymentId: payment.id, invoices: invoices.map(({ number, amountCents }) => ({ number, amountCents })), regie: invoices[0]?.regieName ?? '', totalCents: payment.amountCents,
      means: meansOf(payment.resultrans), paidAt: (payment.transactionAt ?? now).toISOString(), refdet: payment.refdet, numauto: payment.numauto ?? '', isTwice,
      isPlay: isSimulator(payment.baseUrl),
    },
  });
}
