// Why: what each page of the portal receives; a route fills it, a page shows it, nothing else passes between them.
import type { InvoiceState } from '../contract/schemas.ts';

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
  currentMenu: 'accueil' | 'factures' | 'informations' | 'contact' | null;
  /** Hidden field `_csrf` of every form. */
  csrfToken: string;
  /** What follows « Accessibilité : » in the footer: « non évaluée ». */
  accessibilityStatus: string;
}

/** `errors` maps a field's name to its sentence; '' is the form as a whole. */
export interface FormView { values: Record<string, string>; errors: Record<string, string> }
export interface Notice { kind: 'success' | 'error' | 'info'; text: string }

export interface LoginView { chrome: Chrome; form: FormView; notice: Notice | null; next: string }
export interface EmailFormView { chrome: Chrome; form: FormView; notice: Notice | null }
/** `kind` says why one chooses a password; `link` is the token, sent back by the form only. */
export interface NewPasswordView { chrome: Chrome; form: FormView; kind: 'activation' | 'reset'; link: string; minLength: number }
/** One button confirms: new address, return to the old address. */
export interface ConfirmLinkView { chrome: Chrome; kind: 'email_change' | 'email_undo'; link: string; email: string }
export interface ExpiredLinkView { chrome: Chrome }

export interface AnnouncementView { id: string; title: string; html: string }
export interface HomeView {
  chrome: Chrome;
  announcement: AnnouncementView | null;
  title: string;
  html: string;
  unpaidCount: number;
  unpaidCents: number;
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
  /** Set when the account sees several payers. */
  payerName: string | null;
}
export type InvoiceListName = 'non-reglees' | 'reglees' | 'tresorerie';
export interface InvoicesView {
  chrome: Chrome;
  list: InvoiceListName;
  counts: Record<InvoiceListName, number>;
  rows: InvoiceRow[];
  totalCents: number;
  /** Pages of 50 rows, from 1. */
  page: number;
  pageCount: number;
}

export interface InvoiceView {
  chrome: Chrome;
  invoice: InvoiceRow & { regieName: string; payerName: string; payerCode: string; directDebitOn: string | null; documentBytes: number | null };
  /** Why the invoice cannot be paid on line, in the manual's words; null when it has nothing to say (already paid). */
  whyNotPayable: string | null;
  /** What happened, oldest first: published, settled, sent to the treasury. */
  events: { label: string; at: string; source: string }[];
}

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
