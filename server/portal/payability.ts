// Why: the domain's verdict on paying one invoice now, as the pages of the resident show it.
import type { InvoiceRead } from '../db/reads.ts';
import { checkBasket, type BasketRefusal } from '../domain/basket.ts';
import { errorMessage } from '../contract/error-messages.ts';
import type { PayStatus } from './views.ts';

export interface PayCircumstances { email: string; portalSuspension: string | null; now: Date }

/** Why this invoice alone cannot be paid on line now; null when it can. */
export function payRefusal(invoice: InvoiceRead, { email, portalSuspension, now }: PayCircumstances): BasketRefusal | null {
  const { regieId, regieName, regieKind, numcli, stage, minimumCents, trialEmails, regieSuspension, liveUntil } = invoice;
  const regie = { id: regieId, name: regieName, numcli, kind: regieKind, stage, allowsSeveral: false, minimumCents, trialEmails, suspension: regieSuspension };
  const check = checkBasket([{ ...invoice, directDebit: invoice.directDebit === 1, liveUntil: liveUntil === null ? null : new Date(liveUntil) }], { regie, email, portalSuspension, now });
  return check.kind === 'refused' ? check : null;
}

/** The word that a list shows; null when there is nothing to say of paying. */
export function payStatusOf(invoice: InvoiceRead, refusal: BasketRefusal | null): PayStatus | null {
  if (invoice.state !== 'unpaid') return null;
  if (refusal === null) return 'payable';
  const statuses: Partial<Record<BasketRefusal['code'], PayStatus>> = {
    payment_in_progress: 'in-progress', payment_given_up: 'given-up', payment_declined: 'declined', payment_stopped: 'stopped', invoice_reported_paid: 'to-confirm', invoice_declared_paid: 'declared', payments_suspended: 'suspended',
  };
  return statuses[refusal.code] ?? null;
}

/** The whole sentence of an invoice's page; a closed door says where else to go. */
export function whyNotPayable(invoice: InvoiceRead & { documentBytes: number | null }, refusal: BasketRefusal | null): string | null {
  if (refusal === null || invoice.state === 'paid') return null;
  const sentence = errorMessage(refusal.code, refusal.details);
  const isClosed = ['payments_not_open', 'invoice_without_reference', 'basket_too_small'].includes(refusal.code);
  if (!isClosed) return sentence;
  return `${sentence} ${invoice.documentBytes === null ? 'Réglez cette facture auprès du service.' : 'Réglez cette facture comme indiqué sur le PDF.'}`;
}
