// Why: the French words for every state, the same in the portal, the staff interface and the mails.
import type { Exposure, ImportState, InvoiceState, MailState, Verdict } from './schemas.ts';

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
