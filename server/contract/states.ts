// Why: the states of things, apart from the schemas so that the staff interface can list them without carrying the schemas.

export const invoiceStates = ['unpaid', 'paid', 'treasury', 'withdrawn'] as const;
/** What a list may be narrowed to; `overdue`: unpaid, and past its due day; `declared`: the resident says that it is paid; `suspended`: its own payment is; `paid_anyway`: cancelled, and paid all the same. */
export const invoiceFilters = [...invoiceStates, 'overdue', 'declared', 'suspended', 'paid_anyway'] as const;
/** What staff do of several invoices at once. */
export const invoiceActionKinds = ['suspend', 'resume', 'withdraw', 'treasury'] as const;
/** Why an invoice is left as it is by an action, or by its undoing (`…_since`). */
export const leftReasons = ['paid', 'treasury', 'withdrawn', 'being_paid', 'reported', 'already_suspended', 'not_suspended', 'paid_since', 'changed_since'] as const;
export const verdicts = ['accepted', 'warning', 'already_published', 'refused'] as const;
export const importStates = ['draft', 'ready', 'published', 'discarded'] as const;
const storedMailStates = ['queued', 'sending', 'sent', 'failed', 'to_verify'] as const;
/** `dismissed`: it failed, or may have left, and staff expect nothing more of it. */
export const mailStates = [...storedMailStates, 'dismissed'] as const;
export const mailKinds = [
  'activation', 'password_reset', 'email_change', 'email_changed', 'password_changed',
  'paperless_request', 'contact_message', 'message_answer', 'new_invoices', 'invoice_news', 'payment_receipt', 'payment_news', 'smtp_test',
] as const;
/** Who recovers the debts of a régie: the town's own régisseur, or the Treasury by titre or by rôle. */
export const regieKinds = ['regie', 'titre', 'role'] as const;
export const payfipInterfaces = ['service', 'url'] as const;
export const payfipStages = ['closed', 'test', 'activation', 'production'] as const;
/** What staff have done of an invoice by hand, that they may take back. */
export const takeBacks = ['settled', 'sent_to_treasury', 'withdrawn'] as const;
/** « Payée, à confirmer »: who says so. */
export const declarations = ['resident', 'payfip'] as const;
/**
 * `starting`: PayFiP is being asked · `open`: the resident may pay · `expired`: not paid in time, still watched · `gone`: PayFiP has forgotten it ·
 * `failed`: never opened, nothing was debited · `reported`: an unsigned result says paid, to be confirmed · `stopped`: staff wait for it no more, a payment may still come.
 */
export const paymentStates = ['starting', 'open', 'paid', 'refused', 'cancelled', 'expired', 'gone', 'failed', 'reported', 'stopped'] as const;
export const lineOutcomes = ['settled', 'paid_twice', 'not_payable_any_more'] as const;
/** Why a payment waits for staff: its money came for an invoice already paid, taken away, already claimed by the Treasury, or that an activation does not settle. */
export const sortReasons = ['paid_twice', 'withdrawn', 'after_treasury', 'activation'] as const;
export const paymentDoors = ['create', 'notification', 'return', 'poll', 'staff', 'urlcl'] as const;
/** What the portal's public address leads to; `silent`: nothing answered from here, where a box may refuse to lead back to its own address. */
export const addressAnswers = ['ours', 'another', 'silent'] as const;
export type AddressAnswer = (typeof addressAnswers)[number];
/** How an invoice was paid at the desk. */
export const deskMethods = ['cash', 'cheque', 'card', 'transfer', 'payfip', 'other'] as const;
/** What a list of payments may be narrowed to; `to_sort`: those that wait for staff. */
export const paymentFilters = [...paymentStates, 'to_sort'] as const;
/** What a ticket mail leads to: PayFiP is asked, an announced payment is confirmed, invoices are settled, or nothing. */
export const ticketActions = ['check', 'confirm', 'settle', 'none'] as const;
/** What a person may do for a payer: a `holder` reads and pays, a `reader` reads. */
export const personRoles = ['holder', 'reader'] as const;
export const accountStates = ['invited', 'active', 'disabled'] as const;
/** What a list of payers may be narrowed to; `stranger`: nobody has an address there, `blocked`: someone of the household is locked out. */
export const payerFilters = ['stranger', 'invited', 'active', 'blocked', 'paperless', 'unpaid'] as const;
/** What the one search finds. */
export const searchKinds = ['payer', 'invoice', 'payment'] as const;
/** How late an unpaid invoice is, in days past its due day; `not_due`: it is not. */
export const unpaidAges = ['not_due', 'under_30', 'under_60', 'under_90', 'over_90'] as const;
export const exposures = ['this-pc', 'local-network', 'everywhere'] as const;

export type InvoiceState = (typeof invoiceStates)[number];
/** What is still to be received, by the town hall or by the Treasury. */
export const dueStates: InvoiceState[] = ['unpaid', 'treasury'];
export type InvoiceActionKind = (typeof invoiceActionKinds)[number];
export type LeftReason = (typeof leftReasons)[number];
export type Verdict = (typeof verdicts)[number];
export type ImportState = (typeof importStates)[number];
export type StoredMailState = (typeof storedMailStates)[number];
export type MailKind = (typeof mailKinds)[number];
export type MailState = (typeof mailStates)[number];
export type RegieKind = (typeof regieKinds)[number];
export type PayfipInterface = (typeof payfipInterfaces)[number];
export type PayfipStage = (typeof payfipStages)[number];
export type TakeBack = (typeof takeBacks)[number];
export type Declaration = (typeof declarations)[number];
export type PaymentState = (typeof paymentStates)[number];
export type LineOutcome = (typeof lineOutcomes)[number];
export type SortReason = (typeof sortReasons)[number];
export type PaymentDoor = (typeof paymentDoors)[number];
export type PaymentFilter = (typeof paymentFilters)[number];
export type TicketAction = (typeof ticketActions)[number];
export type DeskMethod = (typeof deskMethods)[number];
export type PersonRole = (typeof personRoles)[number];
export type AccountState = (typeof accountStates)[number];
export type PayerFilter = (typeof payerFilters)[number];
export type UnpaidAge = (typeof unpaidAges)[number];
export type Exposure = (typeof exposures)[number];
