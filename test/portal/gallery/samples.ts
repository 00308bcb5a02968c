// Why: every page once with ordinary data and once with absurdly long data, to be looked at and measured.
import { createSSRApp, type Component } from 'vue';
import { renderToString } from 'vue/server-renderer';
import AccessibilityPage from '../../../server/portal/pages/AccessibilityPage.vue';
import ActivationPage from '../../../server/portal/pages/ActivationPage.vue';
import ChangeEmailPage from '../../../server/portal/pages/ChangeEmailPage.vue';
import ChangePasswordPage from '../../../server/portal/pages/ChangePasswordPage.vue';
import ConfirmLinkPage from '../../../server/portal/pages/ConfirmLinkPage.vue';
import ContactPage from '../../../server/portal/pages/ContactPage.vue';
import ErrorPage from '../../../server/portal/pages/ErrorPage.vue';
import ExpiredLinkPage from '../../../server/portal/pages/ExpiredLinkPage.vue';
import ForgottenPasswordPage from '../../../server/portal/pages/ForgottenPasswordPage.vue';
import HomePage from '../../../server/portal/pages/HomePage.vue';
import InformationsPage from '../../../server/portal/pages/InformationsPage.vue';
import InvoicePage from '../../../server/portal/pages/InvoicePage.vue';
import InvoicesPage from '../../../server/portal/pages/InvoicesPage.vue';
import WithdrawnPage from '../../../server/portal/pages/WithdrawnPage.vue';
import LegalPage from '../../../server/portal/pages/LegalPage.vue';
import LoginPage from '../../../server/portal/pages/LoginPage.vue';
import NewPasswordPage from '../../../server/portal/pages/NewPasswordPage.vue';
import PaperlessPage from '../../../server/portal/pages/PaperlessPage.vue';
import PaymentPage from '../../../server/portal/pages/PaymentPage.vue';
import PaymentsPage from '../../../server/portal/pages/PaymentsPage.vue';
import ConnectingPage from '../../../server/portal/pages/ConnectingPage.vue';
import PopupTestPage from '../../../server/portal/pages/PopupTestPage.vue';
import SelectionPage from '../../../server/portal/pages/SelectionPage.vue';
import TipiPage from '../../../server/portal/pages/TipiPage.vue';
import { errorMessage, errorMessages } from '../../../server/contract/error-messages.ts';
import { standingOf, type StandingFacts } from '../../../server/portal/payment-words.ts';
import type { Chrome, InvoiceRow, InvoicesView, InvoiceView, PaymentView, SelectionView, TipiView } from '../../../server/portal/views.ts';

const logo = `data:image/svg+xml,${encodeURIComponent('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64"><path fill="#1f5f8b" d="M6 4h52v30c0 15-12 22-26 27C18 56 6 49 6 34z"/><path fill="#f2c94c" d="m32 14 4 9 10 1-7 7 2 10-9-5-9 5 2-10-7-7 10-1z"/></svg>')}`;
const longName = 'Anne-Marie-Bernadette de La Rochefoucauld-Montmorency-Laval';

const visitor: Chrome = {
  communeName: 'Sistec', serviceName: 'Facturation Restauration scolaire', logoUrl: logo, cssUrl: 'portal.css', scriptUrl: 'portal.js', iconUrl: logo,
  account: null, isView: false, currentMenu: null, csrfToken: 'q3Rk0eVbX1w', accessibilityStatus: 'non évaluée', paymentsArePlay: false,
};
const longVisitor: Chrome = {
  ...visitor, communeName: 'Saint-Remy-en-Bouzemont-Saint-Genest-et-Isson', logoUrl: null,
  serviceName: 'Régie unique de la restauration scolaire, de l’accueil périscolaire, de la crèche et de l’eau',
};
const loggedIn = (menu: Chrome['currentMenu']): Chrome => ({ ...visitor, currentMenu: menu, account: { email: 'demo@demo.fr', payerNames: 'Test SISTEC560' } });
const longLoggedIn = (menu: Chrome['currentMenu']): Chrome => ({
  ...longVisitor, currentMenu: menu,
  account: { email: 'anne-marie-bernadette.de-la-rochefoucauld-montmorency-laval@une-messagerie-au-nom-interminable.example.fr', payerNames: `${longName}, ${longName}` },
});

const row = (index: number, more: Partial<InvoiceRow> = {}): InvoiceRow => ({
  id: `kJ3hGf8sQwErTyUiOpAs${String(index).padStart(2, '0')}`, number: `2026-020-${String(2059 + index).padStart(6, '0')}`, subject: 'Multi Services',
  issuedOn: '2026-10-05', dueOn: '2026-11-30', amountCents: 24_311, state: 'unpaid', isOverdue: false, directDebit: false, declared: null, payerName: null, payStatus: null, retryIn: null, ...more,
});
const subjects = ['Restauration scolaire, septembre', 'Accueil périscolaire', 'Crèche Les Petits Pas', 'Eau et assainissement, 2e semestre'];
export const rows = (count: number, more: Partial<InvoiceRow> = {}): InvoiceRow[] =>
  Array.from({ length: count }, (_, index) => row(index, { subject: subjects[index % 4] ?? '', amountCents: 1_250 + index * 3_217, ...more }));

export function invoicesView(list: InvoicesView['list'], listed: InvoiceRow[], more: Partial<InvoicesView> = {}): InvoicesView {
  return {
    chrome: loggedIn('factures'), list, rows: listed, sum: { count: listed.length, cents: listed.reduce((sum, each) => sum + each.amountCents, 0), suspended: 0 },
    counts: { 'non-reglees': 2, reglees: 14, tresorerie: 1, [list]: listed.length }, page: 1, pageCount: 1, suspensions: [], hasPayments: false, withdrawn: [], ...more,
  };
}
function invoiceView(more: Partial<InvoiceView['invoice']>, view: Partial<InvoiceView> = {}): InvoiceView {
  return {
    chrome: loggedIn('factures'), notice: null, whyNotPayable: null, mark: null, payments: [],
    invoice: { ...row(0), regieName: 'Régie centralisée', payerName: 'Test SISTEC560', payerCode: 'SISTEC560', directDebitOn: null, documentBytes: 80_412, ...more },
    events: [{ label: 'Facture mise en ligne', at: '2026-10-05T08:12:00Z', source: 'le service de facturation' }], ...view,
  };
}

const now = new Date('2026-12-03T11:00:00Z');
export const facts = (more: Partial<StandingFacts> = {}): StandingFacts => ({
  state: 'open', interface: 'service', saisie: 'W', createdAt: '2026-12-03T10:52:00Z', liveUntil: '2026-12-03T11:12:00Z', transactionAt: null, settledAt: null, stoppedAt: null, lastCode: null, saidAt: null, resultrans: null, ...more,
});
const paid = facts({ state: 'paid', resultrans: 'P', transactionAt: '2026-12-03T10:55:00Z', settledAt: '2026-12-03T10:55:20Z' });
const paymentLine = { invoiceId: 'i1', number: '2026-020-002059', subject: 'Multi Services', amountCents: 24_311, outcome: null, isUnpaid: true, isWithdrawn: false };
function paymentView(standing: StandingFacts, more: Partial<PaymentView> = {}): PaymentView {
  return {
    chrome: loggedIn('factures'), standing: standingOf(standing, now), refreshSeconds: null, resumeUrl: null, id: 'p1', refdet: '2026020002059K7Q2M4', amountCents: 24_311, regieName: 'Régie centralisée',
    means: null, numauto: null, ticketEmail: null, startedAt: '2026-12-03T10:52:00Z', lines: [paymentLine], ...more,
  };
}
function selectionView(chosen: number, more: Partial<SelectionView> = {}): SelectionView {
  const offered = rows(3).map(({ id, number, subject, issuedOn, amountCents }, index) => ({ id, number, subject, issuedOn, isOverdue: index === 1, amountCents, isChosen: index < chosen }));
  return {
    chrome: loggedIn('factures'), regieName: 'Régie centralisée', from: 'i1', allowsSeveral: true, rows: offered, others: [], elsewhere: ['Eau et assainissement'], count: chosen,
    totalCents: offered.reduce((sum, each) => sum + (each.isChosen ? each.amountCents : 0), 0), refusal: null, ...more,
  };
}
const tipiView = (more: Partial<TipiView> = {}): TipiView => ({
  chrome: loggedIn('factures'), numcli: '004200', regieName: 'Régie centralisée', totalCents: 24_311, invoices: [{ id: 'i1', number: '2026-020-002059' }],
  siteAddress: 'https://www.tipi.budget.gouv.fr', waitMinutes: 120, trial: null, refusal: null, canPay: true, browser: 'Firefox', isLeaving: false, next: '#', ownAttempt: null, ...more,
});

const form = { values: {}, errors: {} };
const html = '<p>Un espace individualisé pour la consultation et le paiement des factures de la mairie de SISTEC.</p><ul><li>Grâce à une interface simple et soignée, vous pourrez accéder à vos factures en un clic.</li><li>Avec TIPI, vous pourrez procéder au paiement de vos factures en toute sécurité.</li><li>Un espace de communication privilégié avec la mairie de SISTEC.</li></ul>';
const home = { chrome: loggedIn('accueil'), announcement: null, suspendedCount: 0, title: 'Bienvenue sur le portail de dématérialisation', html, notice: null };
const announcement = { id: 'a1', title: 'Fermeture de la cantine le vendredi 27 novembre', html: '<p>En raison d’une journée de formation, la cantine sera fermée. <strong>Aucun repas ne sera facturé.</strong></p><p>Le service reste joignable par téléphone.</p>', passedOver: ['a1'] };
const contact = { personName: 'Mme Claire Martin', email: 'facturation@mairie-sistec.fr', phone: '05 61 00 19 30', hours: 'du lundi au vendredi, de 7 h à 22 h' };
const payer = { code: 'SISTEC560', name: 'Test SISTEC560', address: '12 rue de la Mairie, 31000 Sistec' };
const longErrors = { '': errorMessages.form_expired, email: errorMessages.email_invalid, password: errorMessages.password_wrong };

/** Name of the file → page and props. */
export const samples: Record<string, [Component, object]> = {
  'connexion': [LoginPage, { chrome: visitor, form, notice: null, next: '' }],
  'connexion-erreur': [LoginPage, { chrome: longVisitor, form: { values: { email: 'demo@demo.fr', remember: '1' }, errors: { '': errorMessages.login_failed } }, notice: null, next: '' }],
  'connexion-message': [LoginPage, { chrome: visitor, form, notice: { kind: 'success', text: 'Le nouveau mot de passe a été enregistré avec succès.' }, next: '' }],
  'activation': [ActivationPage, { chrome: visitor, form, notice: null }],
  'activation-erreur': [ActivationPage, { chrome: visitor, form: { values: { email: 'demo@demo.fr' }, errors: { email: errorMessages.activation_already_active } }, notice: null }],
  'activation-envoyee': [ActivationPage, { chrome: visitor, form, notice: { kind: 'success', text: "Un message d'activation du compte vous a été envoyé avec succès." } }],
  'oublie': [ForgottenPasswordPage, { chrome: visitor, form, notice: null }],
  'nouveau-mot-de-passe': [NewPasswordPage, { chrome: visitor, form: { values: {}, errors: { password: 'Le mot de passe doit compter au moins 8 caractères.', confirmation: errorMessages.password_mismatch } }, kind: 'activation', link: 'x', email: 'demo@demo.fr', minLength: 8 }],
  'nouveau-mot-de-passe-long': [NewPasswordPage, { chrome: longVisitor, form, kind: 'reset', link: 'x', email: longLoggedIn('accueil').account?.email, minLength: 8 }],
  'confirmation-adresse': [ConfirmLinkPage, { chrome: visitor, kind: 'email_change', link: 'x', email: 'nouvelle@exemple.fr' }],
  'lien-perime': [ExpiredLinkPage, { chrome: visitor }],
  'accueil': [HomePage, { ...home, unpaidCount: 2, unpaidCents: 31_240 }],
  'accueil-long': [HomePage, { ...home, chrome: longLoggedIn('accueil'), unpaidCount: 40, unpaidCents: 999_999 }],
  'accueil-suspendu': [HomePage, { ...home, unpaidCount: 3, unpaidCents: 31_240, suspendedCount: 1 }],
  'accueil-rien': [HomePage, { ...home, unpaidCount: 0, unpaidCents: 0 }],
  'accueil-annonce': [HomePage, { ...home, announcement, unpaidCount: 2, unpaidCents: 31_240 }],
  'factures': [InvoicesPage, invoicesView('non-reglees', [row(0, { isOverdue: true, dueOn: '2026-10-21' }), row(1, { subject: 'Restauration scolaire, octobre 2026', amountCents: 6_929 }), row(2, { subject: 'Eau', amountCents: 4_800, directDebit: true })])],
  'factures-long': [InvoicesPage, invoicesView('non-reglees', rows(40, { amountCents: 999_999, isOverdue: true, directDebit: true, payerName: longName, subject: 'Restauration scolaire, accueil périscolaire du matin et du soir, mercredis et petites vacances' }), { chrome: longLoggedIn('factures'), page: 2, pageCount: 3 })],
  'factures-reglees': [InvoicesPage, invoicesView('reglees', rows(20, { state: 'paid' }))],
  'factures-tresorerie': [InvoicesPage, invoicesView('tresorerie', rows(1, { state: 'treasury', isOverdue: false }))],
  'factures-vide': [InvoicesPage, invoicesView('non-reglees', [])],
  'facture': [InvoicePage, invoiceView({}, { whyNotPayable: 'Le paiement a été temporairement suspendu.' })],
  'factures-annulee': [InvoicesPage, invoicesView('non-reglees', rows(2), { withdrawn: [{ id: 'A'.repeat(22), number: '2026-020-002061' }, { id: 'B'.repeat(22), number: '2026-020-002062' }] })],
  'facture-annulee': [WithdrawnPage, { chrome: loggedIn('factures'), number: '2026-020-002061', issuedOn: '2026-10-05', regieName: 'Régie centralisée', withdrawnOn: '2026-11-20', reason: 'Facture établie deux fois', isPaidAnyway: true }],
  'facture-retard': [InvoicePage, invoiceView({ isOverdue: true, dueOn: '2026-10-21', documentBytes: null })],
  'facture-reglee': [InvoicePage, invoiceView({ state: 'paid' }, { events: [{ label: 'Facture mise en ligne', at: '2026-10-05T08:12:00Z', source: 'le service de facturation' }, { label: 'Règlement reçu', at: '2026-10-19T14:03:00Z', source: 'la trésorerie' }] })],
  'facture-long': [InvoicePage, { ...invoiceView({ directDebit: true, directDebitOn: '2026-12-05', amountCents: 999_999, documentBytes: 2_400_000, payerName: longName, subject: 'Restauration scolaire, accueil périscolaire du matin et du soir, mercredis et petites vacances', regieName: longVisitor.serviceName }, { whyNotPayable: 'Ma facture est en prélèvement automatique.' }), chrome: longLoggedIn('factures') }],
  'factures-payer': [InvoicesPage, invoicesView('non-reglees', [
    row(0, { payStatus: 'payable', isOverdue: true, dueOn: '2026-10-21' }), row(1, { payStatus: 'in-progress', subject: 'Restauration scolaire, octobre 2026' }), row(2, { payStatus: 'to-confirm' }),
    row(3, { payStatus: 'declared' }), row(4, { payStatus: 'suspended' }), row(5, { payStatus: 'given-up', retryIn: '9\u00a0minutes' }),
  ], { chrome: { ...loggedIn('factures'), paymentsArePlay: true }, suspensions: [{ sentence: 'Le paiement a été temporairement suspendu.', numbers: [row(4).number] }], hasPayments: true })],
  'facture-payer': [InvoicePage, invoiceView({ payStatus: 'payable' }, { mark: 'settled', payments: [{ ...standingOf(facts({ state: 'refused', saidAt: '2026-12-03T10:58:00Z' }), now), href: '/paiements/p1' }] })],
  'facture-en-cours': [InvoicePage, invoiceView({ payStatus: 'in-progress' }, { whyNotPayable: errorMessage('payment_in_progress', { number: '2026-020-002059', wait: '12\u00a0minutes' }), mark: 'settled', payments: [{ ...standingOf(facts(), now), href: '/paiements/p1' }] })],
  'facture-marquee': [InvoicePage, invoiceView({ payStatus: 'declared', declared: 'resident' }, { notice: { kind: 'success', text: 'La facture est marquée comme réglée.' }, whyNotPayable: errorMessage('invoice_declared_paid', { number: '2026-020-002059' }), mark: 'unsettled' })],
  'selection': [SelectionPage, selectionView(1)],
  'selection-une': [SelectionPage, selectionView(1, { allowsSeveral: false })],
  'selection-refus': [SelectionPage, selectionView(0, { refusal: errorMessages.basket_empty, others: [{ id: 'i9', number: '2026-020-002070', amountCents: 4_800, why: 'Ma facture est en prélèvement automatique.' }, { id: 'i8', number: '2026-020-002071', amountCents: 999_999, why: errorMessage('payment_in_progress', { number: '2026-020-002071', wait: '12\u00a0minutes' }) }] })],
  'selection-longue': [SelectionPage, selectionView(2, { chrome: longLoggedIn('factures'), regieName: longVisitor.serviceName, rows: rows(40, { amountCents: 999_999, subject: 'Restauration scolaire, accueil périscolaire du matin et du soir, mercredis et petites vacances' }).map((each, index) => ({ ...each, isChosen: index % 2 === 0 })), count: 20, totalCents: 19_999_980 })],
  'selection-rien': [SelectionPage, selectionView(0, { rows: [], refusal: 'Le paiement a été temporairement suspendu.' })],
  'tipi': [TipiPage, tipiView()],
  'tipi-parti': [TipiPage, tipiView({ isLeaving: true })],
  'tipi-panne': [TipiPage, tipiView({ refusal: errorMessages.payfip_unavailable, browser: null, trial: 'test' })],
  'tipi-refus': [TipiPage, tipiView({ refusal: errorMessage('payment_in_progress', { number: '2026-020-002059', wait: '12\u00a0minutes' }), canPay: false, ownAttempt: 'p1', invoices: rows(9).map(({ id, number }) => ({ id, number })), chrome: longLoggedIn('factures') })],
  'connexion-paiement': [ConnectingPage, { chrome: loggedIn('factures') }],
  'essai': [PopupTestPage, { chrome: loggedIn(null) }],
  'paiement-attente': [PaymentPage, paymentView(facts(), { refreshSeconds: 8, resumeUrl: '#' })],
  'paiement-refuse-ouvert': [PaymentPage, paymentView(facts({ lastCode: 'R', saidAt: '2026-12-03T10:58:00Z' }), { refreshSeconds: 8 })],
  'paiement-paye': [PaymentPage, paymentView(paid, { means: 'Carte bancaire', numauto: '473921', ticketEmail: 'demo@demo.fr', lines: [{ ...paymentLine, outcome: 'settled', isUnpaid: false }] })],
  'paiement-double': [PaymentPage, paymentView(paid, { chrome: longLoggedIn('factures'), means: 'Prélèvement', numauto: '473921', ticketEmail: longLoggedIn(null).account?.email ?? '', lines: [{ ...paymentLine, outcome: 'paid_twice', isUnpaid: false }, { ...paymentLine, invoiceId: 'i2', number: '2026-020-002060', outcome: 'settled', isUnpaid: false }] })],
  'paiement-refuse': [PaymentPage, paymentView(facts({ state: 'refused', saidAt: '2026-12-03T10:58:00Z' }))],
  'paiement-abandonne': [PaymentPage, paymentView(facts({ state: 'cancelled', saidAt: '2026-12-03T10:58:00Z' }))],
  'paiement-expire': [PaymentPage, paymentView(facts({ state: 'expired', liveUntil: '2026-12-03T10:59:00Z' }))],
  'paiement-a-confirmer': [PaymentPage, paymentView(facts({ state: 'reported', interface: 'url', transactionAt: '2026-12-03T10:55:00Z' }))],
  'paiements': [PaymentsPage, { chrome: loggedIn('factures'), rows: (['open', 'paid', 'refused', 'cancelled', 'expired', 'reported', 'failed', 'stopped'] as const).map((state, index) => ({ id: `p${index}`, startedAt: '2026-12-03T10:52:00Z', numbers: '2026-020-002059, 2026-020-002060', regieName: 'Régie centralisée', amountCents: 24_311, standing: standingOf(facts({ state, liveUntil: state === 'expired' ? '2026-12-03T10:59:00Z' : '2026-12-03T11:12:00Z' }), now) })) }],
  'paiements-vide': [PaymentsPage, { chrome: loggedIn('factures'), rows: [] }],
  'informations': [InformationsPage, { chrome: loggedIn('informations'), email: 'demo@demo.fr', isPaperless: false, payers: [payer], notice: null }],
  'informations-long': [InformationsPage, { chrome: longLoggedIn('informations'), email: longLoggedIn(null).account?.email, isPaperless: true, payers: [payer, { ...payer, code: 'EAU-000000001', name: longName }], notice: { kind: 'success', text: 'Votre demande a été enregistrée. Le service a été prévenu.' } }],
  'papier': [PaperlessPage, { chrome: loggedIn('informations'), wanted: true }],
  'changer-adresse': [ChangeEmailPage, { chrome: longLoggedIn('informations'), form: { values: { email: 'demo@' }, errors: longErrors }, email: longLoggedIn(null).account?.email }],
  'changer-mot-de-passe': [ChangePasswordPage, { chrome: loggedIn('informations'), form, minLength: 8 }],
  'contact': [ContactPage, { chrome: loggedIn('contact'), form: { values: { invoice: 'i2' }, errors: {} }, notice: null, contact, invoices: [{ id: 'i1', label: '2026-020-002059 – Multi Services – 243,11 €' }, { id: 'i2', label: `2026-020-002060 – ${longName}` }] }],
  'contact-visiteur': [ContactPage, { chrome: visitor, form: { values: { subject: 'Mon adresse a changé' }, errors: { email: errorMessages.email_invalid, body: errorMessages.message_empty } }, notice: null, contact, invoices: [] }],
  'mentions-legales': [LegalPage, { chrome: visitor, publicationDirector: 'Mme la maire', address: '1 place de la Mairie, 31000 Sistec', dpoContact: 'dpo@cdg31.fr', contactEmail: contact.email }],
  'accessibilite': [AccessibilityPage, { chrome: visitor, contactEmail: contact.email, contactPhone: contact.phone }],
  'erreur': [ErrorPage, { chrome: visitor, status: 404, title: 'Page introuvable', message: errorMessages.not_found, link: { href: '/accueil', label: 'Retour à l’accueil' } }],
};

export async function renderSample(name: string): Promise<string> {
  const sample = samples[name];
  if (!sample) throw new Error(`no sample ${name}`);
  return `<!doctype html>${await renderToString(createSSRApp(sample[0], { ...sample[1] }))}`;
}
