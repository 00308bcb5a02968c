// Why: whether invoices may be paid on line, together and now; if not, which sentence the resident reads.
import type { ErrorCode, ErrorDetails } from '../contract/error-messages.ts';
import { formatEuros, formatWait } from '../contract/format.ts';
import type { Declaration, InvoiceState, PayfipStage, PersonRole, RegieKind } from '../contract/states.ts';
import { emailKey } from './keys.ts';
import { minutesUntil } from './payment.ts';
import { largestAmountCents, roleRefdet, smallestAmountCents, titreRefdet } from './references.ts';

export interface BasketInvoice {
  /** What the account may do for its payer. */
  role: PersonRole;
  id: string; number: string; regieId: string; state: InvoiceState; declared: Declaration | null; directDebit: boolean;
  amountCents: number; suspension: string | null;
  /** Of the attempt under way that keeps it; null when there is none. */
  liveUntil: Date | null;
  /** What is known of that attempt: PayFiP's last letter, or `stopped` by staff; null when nothing is. */
  liveSaid: string | null;
}
export interface BasketRegie {
  id: string; name: string; numcli: string | null; kind: RegieKind; stage: PayfipStage; allowsSeveral: boolean; minimumCents: number; suspension: string | null;
  /** One address a line. */
  trialEmails: string;
}
/** `email`: of the account that pays; `portalSuspension`: the sentence while the whole portal takes no payment, else null. */
export interface BasketCircumstances { regie: BasketRegie; email: string; portalSuspension: string | null; now: Date }
export interface BasketRefusal { code: ErrorCode; details: ErrorDetails }
export type BasketCheck = { kind: 'payable'; totalCents: number } | ({ kind: 'refused' } & BasketRefusal);

/** PayFiP looks at the sum only; it is the address of a page that must stay short, and the receipt that must stay readable. */
export const mostInvoices = 100;

/** Whether these invoices may be paid in one go; `circumstances.regie` is the first one's. */
export function checkBasket(invoices: BasketInvoice[], circumstances: BasketCircumstances): BasketCheck {
  const { regie } = circumstances;
  const refusal = refusalOfMixture(invoices, regie) ?? firstOf(invoices, (invoice) => invoiceRefusal(invoice, circumstances)) ?? refusalOfTotal(invoices, regie);
  return refusal ? { kind: 'refused', ...refusal } : { kind: 'payable', totalCents: sumOf(invoices) };
}

/** Why this invoice may not be chosen, whatever is chosen beside it; null when it may. Its amount alone is not looked at: see `checkBasket`. */
export function invoiceRefusal(invoice: BasketInvoice, { regie, email, portalSuspension, now }: BasketCircumstances): BasketRefusal | null {
  const { number } = invoice;
  if (invoice.state === 'paid') return refuse('invoice_already_paid', { number });
  if (invoice.state === 'treasury') return refuse('invoice_in_treasury', { number });
  if (invoice.state === 'withdrawn') return refuse('not_found');
  if (invoice.declared === 'payfip') return refuse('invoice_reported_paid', { number });
  if (invoice.declared === 'resident') return refuse('invoice_declared_paid', { number });
  if (invoice.directDebit) return refuse('invoice_direct_debit', { number });
  if (invoice.role === 'reader') return refuse('invoice_read_only');
  if (!isOpenTo(email, regie)) return refuse('payments_not_open', { regie: regie.name });
  const suspension = portalSuspension ?? regie.suspension ?? invoice.suspension;
  if (suspension !== null) return refuse('payments_suspended', { sentence: suspension });
  if (!hasReference(number, regie.kind)) return refuse('invoice_without_reference', { number });
  if (invoice.liveUntil && invoice.liveUntil > now) return paymentInProgress(invoice, invoice.liveUntil, now);
  return null;
}

/** Before production the accounts that staff have named try alone: what they pay settles nothing. */
function isOpenTo(email: string, { stage, numcli, trialEmails }: BasketRegie): boolean {
  if (stage === 'closed' || !numcli) return false;
  return stage === 'production' || trialEmails.split('\n').some((each) => emailKey(each) === emailKey(email));
}

const saidOfLive: Record<string, ErrorCode> = { A: 'payment_given_up', R: 'payment_declined', Z: 'payment_declined', stopped: 'payment_stopped' };

/** Even given up or declined, an attempt may still be paid on PayFiP's page until its time is over. */
export function paymentInProgress({ number, liveSaid }: Pick<BasketInvoice, 'number' | 'liveSaid'>, liveUntil: Date, now: Date): BasketRefusal {
  return refuse(saidOfLive[liveSaid ?? ''] ?? 'payment_in_progress', { number, wait: formatWait(minutesUntil(liveUntil, now)) });
}

export const sumOf = (invoices: { amountCents: number }[]): number => invoices.reduce((sum, { amountCents }) => sum + amountCents, 0);

function refusalOfMixture(invoices: BasketInvoice[], regie: BasketRegie): BasketRefusal | null {
  if (invoices.length === 0) return refuse('basket_empty');
  if (invoices.length > mostInvoices) return refuse('basket_too_many', { count: String(invoices.length), most: String(mostInvoices) });
  if (invoices.some(({ regieId }) => regieId !== regie.id)) return refuse('basket_several_regies');
  const mayBeSeveral = regie.allowsSeveral && regie.kind === 'regie';
  return invoices.length > 1 && !mayBeSeveral ? refuse('basket_one_at_a_time', { regie: regie.name }) : null;
}

function refusalOfTotal(invoices: BasketInvoice[], regie: BasketRegie): BasketRefusal | null {
  const total = sumOf(invoices);
  const minimum = Math.max(smallestAmountCents, regie.minimumCents);
  if (total < minimum) return refuse('basket_too_small', { minimum: formatEuros(minimum) });
  return total > largestAmountCents ? refuse('payfip_amount_too_large') : null;
}

/** The Treasury takes only what it knows: the number printed on its own notice. */
function hasReference(number: string, kind: RegieKind): boolean {
  return kind === 'regie' || (kind === 'titre' ? titreRefdet(number) : roleRefdet(number)) !== null;
}

const refuse = (code: ErrorCode, details: ErrorDetails = {}): BasketRefusal => ({ code, details });

function firstOf<T, R>(items: T[], find: (item: T) => R | null): R | null {
  for (const item of items) {
    const found = find(item);
    if (found) return found;
  }
  return null;
}
