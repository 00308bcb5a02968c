// Why: the French words for every state, the same in the portal, the staff interface and the mails.
import type { DeskMethod, Exposure, ImportState, InvoiceState, LineOutcome, MailState, PayfipInterface, PayfipStage, PaymentState, RegieKind, Verdict } from './schemas.ts';

export const invoiceStateLabels: Record<InvoiceState, string> = {
  unpaid: 'Non réglée',
  paid: 'Réglée',
  treasury: 'En trésorerie',
  withdrawn: 'Retirée',
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

export const mailStateLabels: Record<MailState, string> = {
  queued: 'En attente',
  sending: 'En cours d’envoi',
  sent: 'Envoyé',
  failed: 'Non remis',
  to_verify: 'À vérifier',
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
  reported: 'Payé, à confirmer',
};

export const lineOutcomeLabels: Record<LineOutcome, string> = {
  settled: 'Facture réglée',
  paid_twice: 'Double paiement',
  not_payable_any_more: 'Facture retirée entre-temps',
};

export const deskMethodLabels: Record<DeskMethod, string> = {
  cash: 'Espèces',
  cheque: 'Chèque',
  card: 'Carte bancaire',
  transfer: 'Virement',
  other: 'Autre',
};
