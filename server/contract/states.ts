// Why: the states of things, apart from the schemas so that the staff interface can list them without carrying the schemas.

export const invoiceStates = ['unpaid', 'paid', 'treasury', 'withdrawn'] as const;
/** What a list may be narrowed to; `overdue`: unpaid, and past its due day. */
export const invoiceFilters = [...invoiceStates, 'overdue'] as const;
export const verdicts = ['accepted', 'warning', 'already_published', 'refused'] as const;
export const importStates = ['draft', 'ready', 'published', 'discarded'] as const;
export const mailStates = ['queued', 'sending', 'sent', 'failed', 'to_verify'] as const;
export const exposures = ['this-pc', 'local-network', 'everywhere'] as const;

export type InvoiceState = (typeof invoiceStates)[number];
export type Verdict = (typeof verdicts)[number];
export type ImportState = (typeof importStates)[number];
export type MailState = (typeof mailStates)[number];
export type Exposure = (typeof exposures)[number];
