// Why: the French words for every state, the same in the portal, the staff interface and the mails.
import type { Role } from './rights.ts';
import type { AccountState, MailKind, PayerFilter, PersonRole, UnpaidAge } from './states.ts';
import type { DeskMethod, Exposure, ImportState, InvoiceState, LeftReason, LineOutcome, MailState, PayfipInterface, PayfipStage, PaymentDoor, PaymentState, RegieKind, SortReason, Verdict } from './schemas.ts';

export const roleLabels: Record<Role, string> = {
  administrator: 'Administrateur',
  secretary: 'Secrétaire',
  regisseur: 'Régisseur',
  reader: 'Lecture seule',
};

export const invoiceStateLabels: Record<InvoiceState, string> = {
  unpaid: 'Non réglée',
  paid: 'Réglée',
  treasury: 'En trésorerie',
  withdrawn: 'Annulée',
};

export const unpaidAgeLabels: Record<UnpaidAge, string> = {
  not_due: 'Pas encore échues',
  under_30: 'Moins de 30\u00a0jours de retard',
  under_60: 'De 30 à 60\u00a0jours',
  under_90: 'De 60 à 90\u00a0jours',
  over_90: 'Plus de 90\u00a0jours',
};

export const verdictLabels: Record<Verdict, string> = {
  accepted: 'À publier',
  warning: 'À publier, avec une remarque',
  already_published: 'Déjà publiée',
  refused: 'Refusée',
};

export const importStateLabels: Record<ImportState, string> = {
  draft: 'En préparation',
  ready: 'Prêt à publier',
  published: 'Publié',
  discarded: 'Abandonné',
};

export const mailKindLabels: Record<MailKind, string> = {
  activation: 'Activation du compte', password_reset: 'Nouveau mot de passe', password_changed: 'Mot de passe changé', email_change: 'Changement d’adresse\u00a0: à confirmer',
  email_changed: 'Changement d’adresse\u00a0: fait', paperless_request: 'Choix de l’envoi papier', contact_message: 'Message d’un habitant', message_answer: 'Réponse à un message',
  new_invoices: 'Nouvelles factures', invoice_news: 'Facture annulée ou corrigée', payment_receipt: 'Ticket de paiement', payment_news: 'Suite d’un paiement', smtp_test: 'Message de test',
};

export const mailStateLabels: Record<MailState, string> = {
  queued: 'En attente',
  sending: 'En cours d’envoi',
  sent: 'Envoyé',
  failed: 'Non remis',
  to_verify: 'À vérifier',
  dismissed: 'Plus suivi',
};

export const exposureLabels: Record<Exposure, string> = {
  'this-pc': 'Ce poste seulement',
  'local-network': 'Le réseau local de la mairie',
  everywhere: 'Tout le monde',
};

export const regieKindLabels: Record<RegieKind, string> = {
  regie: 'Régie de la commune',
  titre: 'Titres (trésorerie)',
  role: 'Rôles (trésorerie)',
};

export const payfipInterfaceLabels: Record<PayfipInterface, string> = {
  service: 'Service web',
  url: 'Par adresse (TIPI)',
};

export const payfipStageLabels: Record<PayfipStage, string> = {
  closed: 'Fermé',
  test: 'Test (rien n’est débité)',
  activation: 'Activation',
  production: 'Production',
};

export const paymentStateLabels: Record<PaymentState, string> = {
  starting: 'Ouverture',
  open: 'En cours',
  paid: 'Payé',
  refused: 'Refusé',
  cancelled: 'Abandonné',
  expired: 'Expiré',
  gone: 'Sans suite',
  failed: 'Non ouvert',
  reported: 'À confirmer',
  stopped: 'N’est plus attendu',
};

/** As long as it may still be paid, what PayFiP has said last of it. */
export function shownPaymentState({ state, said }: { state: PaymentState; said: string | null }): PaymentState {
  if (state !== 'open') return state;
  return said === 'A' ? 'cancelled' : said === 'R' || said === 'Z' ? 'refused' : state;
}

export const lineOutcomeLabels: Record<LineOutcome, string> = {
  settled: 'Facture réglée',
  paid_twice: 'Double paiement',
  not_payable_any_more: 'Facture annulée entre-temps',
};

export const sortReasonLabels: Record<SortReason, string> = {
  paid_twice: 'Facture payée deux fois',
  withdrawn: 'Facture annulée',
  after_treasury: 'Payée après transmission',
  activation: 'Activation débitée',
};

/** After « 3 factures : », one or several. */
export const leftReasonLabels: Record<LeftReason, [one: string, many: string]> = {
  paid: ['déjà réglée', 'déjà réglées'], treasury: ['en trésorerie', 'en trésorerie'], withdrawn: ['déjà annulée', 'déjà annulées'],
  being_paid: ['en cours de paiement', 'en cours de paiement'], reported: ['payée, à confirmer', 'payées, à confirmer'],
  already_suspended: ['déjà suspendue', 'déjà suspendues'], not_suspended: ['non suspendue', 'non suspendues'],
  paid_since: ['payée depuis', 'payées depuis'], changed_since: ['modifiée depuis', 'modifiées depuis'],
};

export const deskMethodLabels: Record<DeskMethod, string> = {
  cash: 'Espèces',
  cheque: 'Chèque',
  card: 'Carte bancaire',
  transfer: 'Virement',
  payfip: 'Ticket PayFiP',
  other: 'Autre',
};

export const personRoleLabels: Record<PersonRole, string> = { holder: 'Consulte et paie', reader: 'Consulte seulement' };

export const payerFilterLabels: Record<PayerFilter, string> = {
  stranger: 'Sans adresse de messagerie', invited: 'Pas encore activés', active: 'Avec un compte actif', blocked: 'Avec un compte bloqué', paperless: 'Sans papier', unpaid: 'Avec des factures à régler',
};

export const accountStateLabels: Record<AccountState, string> = { invited: 'Pas encore activé', active: 'Compte actif', disabled: 'Compte bloqué' };

export const meansLabels = { card: 'Carte bancaire', debit: 'Prélèvement' } as const;

/** By which door an answer came. */
export const paymentDoorLabels: Record<PaymentDoor, string> = {
  create: 'Ouverture du paiement',
  notification: 'Notification de PayFiP',
  return: 'Retour de l’habitant',
  poll: 'Vérification automatique',
  staff: 'Vérification par la mairie',
  urlcl: 'Résultat reçu sans preuve',
};

/** What PayFiP answered, by its code; a code that is not here is shown as it is. */
export const payfipAnswerLabels: Record<string, string> = {
  P: 'payé par carte', V: 'prélèvement ordonné', A: 'abandonné', R: 'carte refusée', Z: 'prélèvement refusé',
  P5: 'pas encore de résultat', P1: 'opération inconnue ou oubliée de PayFiP', P3: 'opération déjà utilisée', P4: 'opération trop ancienne',
  timeout: 'pas de réponse à temps', network: 'service injoignable', http: 'service en erreur', redirected: 'réponse venue d’ailleurs',
  'too-large': 'réponse démesurée', unreadable: 'réponse illisible', technical: 'panne technique de PayFiP', bug: 'erreur de ce portail',
};

export const securityLabels = {
  starttls: 'Chiffrée après connexion (STARTTLS, port 587)', tls: 'Chiffrée dès la connexion (TLS, port 465)', none: 'Aucune (réseau de la mairie seulement)',
} as const;
