// Why: what each page of the portal receives; a route fills it, a page shows it, nothing else passes between them.
import type { Declaration, InvoiceState, LineOutcome } from '../contract/states.ts';

/** What surrounds every page. */
export interface Chrome {
  communeName: string;
  serviceName: string;
  logoUrl: string | null;
  /** Address of the style sheet, with the fingerprint of its content. */
  cssUrl: string;
  scriptUrl: string;
  iconUrl: string;
  /** Null for a visitor who is not logged in. `payerNames` is what the manual shows under the service: « Test SISTEC560 ». */
  account: { email: string; payerNames: string } | null;
  /** Staff see the page as this person does, and may change nothing. */
  isView: boolean;
  currentMenu: 'accueil' | 'factures' | 'informations' | 'contact' | null;
  /** Hidden field `_csrf` of every form. */
  csrfToken: string;
  /** What follows « Accessibilité : » in the footer: « non évaluée ». */
  accessibilityStatus: string;
  /** « Commune-école » : payments go to the simulator, and every page says so. */
  paymentsArePlay: boolean;
}

/** `errors` maps a field's name to its sentence; '' is the form as a whole. */
export interface FormView { values: Record<string, string>; errors: Record<string, string> }
export interface Notice { kind: 'success' | 'error' | 'info'; text: string }

export interface LoginView { chrome: Chrome; form: FormView; notice: Notice | null; next: string }
export interface EmailFormView { chrome: Chrome; form: FormView; notice: Notice | null }
/** `kind` says why one chooses a password; `link` is the token, sent back by the form only. */
export interface NewPasswordView { chrome: Chrome; form: FormView; kind: 'activation' | 'reset'; link: string; email: string; minLength: number }
/** One button confirms: new address, return to the old address, staff who see the portal as this person. */
export interface ConfirmLinkView { chrome: Chrome; kind: 'email_change' | 'email_undo' | 'resident_view'; link: string; email: string }
export interface ExpiredLinkView { chrome: Chrome }

export interface AnnouncementView {
  id: string;
  title: string;
  html: string;
  /** For staff who look, and may change nothing: what they have closed in this view, this one with them. */
  passedOver: string[];
}
export interface HomeView {
  chrome: Chrome;
  announcement: AnnouncementView | null;
  title: string;
  html: string;
  unpaidCount: number;
  unpaidCents: number;
  /** Of them, whose payment is suspended. */
  suspendedCount: number;
  notice: Notice | null;
}

export interface InvoiceRow {
  id: string;
  number: string;
  subject: string;
  issuedOn: string;
  dueOn: string | null;
  amountCents: number;
  state: InvoiceState;
  isOverdue: boolean;
  directDebit: boolean;
  /** Who says that it is paid, while nothing proves it. */
  declared: Declaration | null;
  /** Set when the account sees several payers. */
  payerName: string | null;
  /** Of an unpaid invoice; null when there is nothing to say of paying it. */
  payStatus: PayStatus | null;
  /** How long before one may try again: « 9 minutes »; null when nothing is under way. */
  retryIn: string | null;
}
export type PayStatus = 'payable' | 'in-progress' | 'given-up' | 'declined' | 'stopped' | 'to-confirm' | 'declared' | 'suspended';
export type InvoiceListName = 'non-reglees' | 'reglees' | 'tresorerie';
export interface InvoicesView {
  chrome: Chrome;
  list: InvoiceListName;
  counts: Record<InvoiceListName, number>;
  rows: InvoiceRow[];
  /** What the list adds up to: of the unpaid ones, those alone that await something from the resident; `suspended`: whose payment is. */
  sum: { count: number; cents: number; suspended: number };
  /** Pages of 50 rows, from 1. */
  page: number;
  pageCount: number;
  /** Why nothing, or not everything, can be paid now: each sentence once, with the invoices that it is about when it is not all of them. */
  suspensions: { sentence: string; numbers: string[] }[];
  /** The account has tried to pay at least once. */
  hasPayments: boolean;
  /** Cancelled by the service, the latest first. */
  withdrawn: { id: string; number: string }[];
}

/** An invoice that the service has cancelled: nothing of what it was for, which may be another household's. */
export interface WithdrawnView { chrome: Chrome; number: string; issuedOn: string; regieName: string; withdrawnOn: string | null; reason: string; isPaidAnyway: boolean }

export interface InvoiceView {
  chrome: Chrome;
  invoice: InvoiceRow & { regieName: string; payerName: string; payerCode: string; directDebitOn: string | null; documentBytes: number | null };
  notice: Notice | null;
  /** Why the invoice cannot be paid on line, in the manual's words; null when it has nothing to say (already paid). */
  whyNotPayable: string | null;
  /** Which of the two « Marquer la facture comme… » is offered. */
  mark: 'settled' | 'unsettled' | null;
  /** The latest attempts to pay it, newest first; `href` when the account made it itself. */
  payments: (PaymentStanding & { href: string | null })[];
  /** What happened, oldest first: published, settled, sent to the treasury. */
  events: { label: string; at: string; source: string }[];
}

/** Where an attempt to pay stands. */
export interface PaymentStanding {
  tone: 'paid' | 'waiting' | 'late' | 'stopped';
  title: string;
  sentence: string;
  /** Who says so, and when it was said. */
  source: string;
  at: string;
  /** Its outcome may come at any moment: the page comes back by itself. */
  isWaiting: boolean;
  canRetry: boolean;
}
export interface SelectableInvoice { id: string; number: string; subject: string; issuedOn: string; isOverdue: boolean; amountCents: number; isChosen: boolean }
/** « Sélection des factures pour le règlement ». */
export interface SelectionView {
  chrome: Chrome;
  regieName: string;
  /** The invoice one came from; « Fermer » goes back to it. */
  from: string;
  allowsSeveral: boolean;
  rows: SelectableInvoice[];
  /** Of the same régie, that cannot be paid now. */
  others: { id: string; number: string; amountCents: number; why: string }[];
  /** Names of the other régies whose invoices are paid separately. */
  elsewhere: string[];
  count: number;
  totalCents: number;
  refusal: string | null;
}
export type BrowserName = 'Firefox' | 'Chrome' | 'Edge' | 'Safari';
/** « Informations pour le paiement TIPI ». */
export interface TipiView {
  chrome: Chrome;
  numcli: string | null;
  regieName: string;
  totalCents: number;
  invoices: { id: string; number: string }[];
  /** Of the service where one pays, as a browser shows it: https://www.tipi.budget.gouv.fr. */
  siteAddress: string;
  /** Minutes that an attempt given up may ask to wait. */
  waitMinutes: number;
  /** What is paid in trial settles nothing; in activation it is debited all the same. */
  trial: 'test' | 'activation' | null;
  refusal: string | null;
  /** False when the refusal will not pass by trying again. */
  canPay: boolean;
  /** The button was pressed: the page of PayFiP opens in another window, and this one waits for the attempt. */
  isLeaving: boolean;
  /** Where this window goes once the button is pressed: it shows where the payment stands. */
  next: string;
  /** The account's own payment of these invoices, when it is why they cannot be paid now. */
  ownAttempt: string | null;
  /** The visitor's browser comes first; null when it is another. */
  browser: BrowserName | null;
}
export interface PopupTestView { chrome: Chrome }
export interface ConnectingView { chrome: Chrome }
export interface PaymentView {
  chrome: Chrome;
  standing: PaymentStanding;
  /** Seconds until the page comes back by itself; null when it does not. */
  refreshSeconds: number | null;
  /** The page of PayFiP, when it may not have been opened yet; null otherwise. */
  resumeUrl: string | null;
  id: string;
  refdet: string;
  amountCents: number;
  regieName: string;
  means: string | null;
  numauto: string | null;
  /** Received twice, or for an invoice taken away: the service has dealt with it. */
  isSorted: boolean;
  /** Where the ticket was sent; null when none was. */
  ticketEmail: string | null;
  startedAt: string;
  lines: { invoiceId: string; number: string; subject: string; amountCents: number; outcome: LineOutcome | null; isDue: boolean; /** The service is to say whether this payment settles it. */ isAsked: boolean; isUnpaid: boolean; isWithdrawn: boolean }[];
}
export interface PaymentsView { chrome: Chrome; rows: { id: string; startedAt: string; numbers: string; regieName: string; amountCents: number; standing: PaymentStanding }[] }

export interface InformationsView {
  chrome: Chrome;
  email: string;
  isPaperless: boolean;
  payers: { code: string; name: string; address: string }[];
  notice: Notice | null;
}
/** The manual's « Confirmation » before giving up paper; `wanted` false asks for paper again. */
export interface PaperlessView { chrome: Chrome; wanted: boolean }
export interface ChangeEmailView { chrome: Chrome; form: FormView; email: string }
export interface ChangePasswordView { chrome: Chrome; form: FormView; minLength: number }

export interface ContactView {
  chrome: Chrome;
  form: FormView;
  notice: Notice | null;
  contact: { personName: string; email: string; phone: string; hours: string };
  /** Choices of « À propos de », when logged in. */
  invoices: { id: string; label: string }[];
}

export interface LegalView { chrome: Chrome; publicationDirector: string; address: string; dpoContact: string; contactEmail: string }
export interface AccessibilityView { chrome: Chrome; contactEmail: string; contactPhone: string }
export interface MessageView { chrome: Chrome; title: string; paragraphs: string[]; link: { href: string; label: string } }
export interface ErrorView { chrome: Chrome; status: number; title: string; message: string; link: { href: string; label: string } }
