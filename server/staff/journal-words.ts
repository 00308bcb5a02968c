// Why: what each action of the journal says in French, after the name of who did it; an action without a sentence does not compile.
import { errorMessage, errorMessages, type ErrorCode } from '../contract/error-messages.ts';
import { formatDateTime, formatDay, formatEuros, quoted as quotedName } from '../contract/format.ts';
import { deskMethodLabels, lineOutcomeLabels, meansLabels, payfipAnswerLabels, payfipStageLabels, paymentStateLabels, personRoleLabels, roleLabels } from '../contract/labels.ts';
import type { JournalObject, JournalTopic } from '../contract/journal.ts';
import type { AuditAction } from '../domain/audit.ts';

export interface ActionWords {
  topic: JournalTopic;
  /** `{o}`: what it is about, in quotation marks or by its number; `{de o}`: the same with its preposition. */
  says: string;
  /** More, from what the entry keeps. */
  more?: (detail: string) => string;
}

/** What was written ends where the sentence of the journal does. */
const quoted = (text: string) => (text === '' ? '' : quotedName(text.replace(/\.$/, '')));
const labelIn = (labels: Record<string, string>) => (name: string) => (labels[name] ?? name).toLowerCase();
const role = labelIn(roleLabels);
const countOf = (singular: string, plural = `${singular}s`) => (detail: string) => {
  const count = Number.parseInt(detail, 10);
  return Number.isNaN(count) ? detail : `${count.toLocaleString('fr-FR')}\u00a0${count < 2 ? singular : plural}`;
};
const days = (detail: string) => {
  const [from = '', to = ''] = detail.split(' ');
  return to === '' ? detail : `du ${formatDay(from)} au ${formatDay(to)}`;
};
const differenceWords: Record<string, string> = { numcli: 'numéro de client', refdet: 'référence', montant: 'montant', saisie: 'mode', too_many: 'trop de résultats reçus' };
const differences = (detail: string) => detail.split(',').map((each) => differenceWords[each] ?? each).join(', ');
const refusalWords = (code: string) => (code === 'not_found' ? 'elle n’est pas à ce compte, ou a été retirée' : code in errorMessages ? errorMessage(code as ErrorCode) : code);
/** « outage timeout », « fault T2 ». */
const answerWords = (detail: string) => {
  const code = detail.slice(detail.indexOf(' ') + 1);
  const label = payfipAnswerLabels[code];
  if (!label) return refusalWords(code);
  return detail.startsWith('outage ') ? label : `${label} (${code})`;
};
const rightWords: Record<string, string> = {
  read: 'consulter', imports: 'les imports', payers: 'les redevables', payments: 'les règlements et la trésorerie', exports: 'les exports', messages: 'les messages et les annonces',
  texts: 'les textes du portail', settings: 'les réglages techniques', agents: 'les comptes des agents', journal: 'le journal',
};
/** Two addresses. */
const fromTo = (detail: string) => (detail === '' ? '' : `de ${detail.replace(' ', ' à ')}`);
const sessionCount = countOf('session');
/** « count cents reason », or what former versions kept: the count alone. */
const someInvoices = (detail: string) => {
  const [, count = '', cents = '', reason = ''] = /^(\d+)(?: (\d+))?(?: (.*))?$/s.exec(detail.replace(/ invoices$/, '')) ?? [];
  return [countOf('facture')(count), cents && formatEuros(Number(cents)), quoted(reason)].filter(Boolean).join(', ');
};
const actionWords: Record<string, string> = { suspend: 'paiement suspendu', resume: 'paiement rouvert', withdraw: 'annulation', treasury: 'transmission en trésorerie' };
const undoneWords = (detail: string) => {
  const [count = '', kind = ''] = detail.split(' ');
  return `${actionWords[kind] ?? kind}, ${countOf('facture')(count)}`;
};

export const journalWords: Record<AuditAction, ActionWords> = {
  agent_logged_in: { topic: 'sessions', says: 'S’est connecté' },
  agent_login_failed: { topic: 'sessions', says: 'Connexion refusée à {o}' },
  agent_code_failed: { topic: 'sessions', says: 'Code de connexion refusé' },
  agent_recovery_code_used: { topic: 'sessions', says: 'S’est servi d’un code de secours' },
  agent_logged_out: { topic: 'sessions', says: 'S’est déconnecté' },
  session_locked: { topic: 'sessions', says: 'A verrouillé la fenêtre' },
  session_unlocked: { topic: 'sessions', says: 'A déverrouillé la fenêtre' },
  workstation_opened: { topic: 'sessions', says: 'Navigateur inscrit comme poste de la mairie' },
  right_refused: { topic: 'sessions', says: 'Action refusée à ce rôle', more: (right) => rightWords[right] ?? right },

  agent_created: { topic: 'agents', says: 'A créé le compte de {o}', more: role },
  agent_changed: { topic: 'agents', says: 'A corrigé le nom ou l’adresse de {o}' },
  agent_role_changed: { topic: 'agents', says: 'A changé le rôle de {o}', more: (detail) => detail.split(' ').map(role).join(' → ') },
  agent_disabled: { topic: 'agents', says: 'A désactivé le compte de {o}' },
  agent_enabled: { topic: 'agents', says: 'A réactivé le compte de {o}' },
  agent_password_set: { topic: 'agents', says: 'A changé le mot de passe de {o}' },
  agent_password_reset: { topic: 'agents', says: 'A donné un mot de passe provisoire à {o}' },
  agent_password_changed: { topic: 'agents', says: 'A changé son mot de passe' },
  agent_totp_enabled: { topic: 'agents', says: 'A activé le code de connexion' },
  agent_totp_removed: { topic: 'agents', says: 'A retiré le code de connexion de {o}' },
  agent_recovery_codes_renewed: { topic: 'agents', says: 'A renouvelé ses codes de secours' },
  agent_sessions_ended: { topic: 'agents', says: 'A fermé des sessions de {o}', more: sessionCount },

  import_opened: { topic: 'imports', says: 'A commencé un import {o}' },
  import_source_received: { topic: 'imports', says: 'A déposé le fichier des factures', more: quoted },
  import_file_removed: { topic: 'imports', says: 'A retiré un PDF de l’import {o}', more: quoted },
  import_published: { topic: 'imports', says: 'A publié l’import {o}', more: countOf('facture') },
  import_discarded: { topic: 'imports', says: 'A abandonné l’import {o}' },
  invoices_announced: { topic: 'imports', says: 'A prévenu les habitants de l’import {o}', more: countOf('courriel') },

  document_opened: { topic: 'invoices', says: 'A ouvert le PDF de la facture {o}' },
  invoice_settled: { topic: 'invoices', says: 'A enregistré au guichet le règlement de la facture {o}', more: deskWords },
  invoices_sent_to_treasury: { topic: 'invoices', says: 'A transmis des factures en trésorerie', more: someInvoices },
  invoices_suspended: { topic: 'invoices', says: 'A suspendu le paiement de factures', more: someInvoices },
  invoices_resumed: { topic: 'invoices', says: 'A rouvert le paiement de factures', more: someInvoices },
  invoices_withdrawn: { topic: 'invoices', says: 'A annulé des factures', more: someInvoices },
  invoices_action_undone: { topic: 'invoices', says: 'Est revenu sur une action', more: undoneWords },
  invoices_exported: { topic: 'invoices', says: 'A exporté la liste des factures', more: countOf('facture') },
  invoice_withdrawn: { topic: 'invoices', says: 'A annulé la facture {o}', more: quoted },
  invoice_withdrawal_undone: { topic: 'invoices', says: 'A rétabli la facture {o}, qui était annulée', more: quoted },
  invoice_document_replaced: { topic: 'invoices', says: 'A remplacé le PDF de la facture {o}', more: quoted },
  invoice_settlement_undone: { topic: 'invoices', says: 'A annulé le règlement au guichet de la facture {o}', more: quoted },
  invoice_treasury_undone: { topic: 'invoices', says: 'A retiré de la trésorerie la facture {o}', more: quoted },
  invoice_declaration_denied: { topic: 'invoices', says: 'N’a rien reçu pour la facture {o}, dite réglée' },
  invoice_declared: { topic: 'invoices', says: 'A indiqué avoir réglé la facture {o}' },
  invoice_undeclared: { topic: 'invoices', says: 'A indiqué ne pas avoir réglé la facture {o}' },

  payment_settled: { topic: 'payments', says: 'Règlement enregistré pour le paiement {o}', more: settledWords },
  payment_checked: { topic: 'payments', says: 'A fait vérifier le paiement {o}', more: labelIn(paymentStateLabels) },
  payment_confirmed: { topic: 'payments', says: 'A confirmé le paiement {o}' },
  payment_unconfirmed: { topic: 'payments', says: 'A annulé la confirmation du paiement {o}', more: quoted },
  payment_cancelled: { topic: 'payments', says: 'A annulé le paiement {o}', more: quoted },
  payment_asked_again: { topic: 'payments', says: 'Suite à donner de nouveau au paiement {o}, reçu deux fois' },
  payment_sorted: { topic: 'payments', says: 'A donné suite au paiement {o}', more: quoted },
  payment_result_differs: { topic: 'payments', says: 'Résultat différent de la demande pour le paiement {o}', more: differences },
  payment_notice_unknown: { topic: 'payments', says: 'Notification d’un paiement inconnu' },
  payment_notice_vain: { topic: 'payments', says: 'Notification sans effet pour le paiement {o}', more: (detail) => (detail === 'paid' ? 'il était déjà reçu' : 'PayFiP n’en dit rien') },
  payment_not_opened: { topic: 'payments', says: 'PayFiP n’a pas ouvert le paiement {o}', more: answerWords },
  payment_unanswered: { topic: 'payments', says: 'PayFiP ne répond pas sur le paiement {o}', more: answerWords },
  payment_refused: { topic: 'payments', says: 'Paiement refusé pour la facture {o}', more: refusalWords },
  payment_report_refused: { topic: 'payments', says: 'Résultat sans preuve refusé pour le paiement {o}', more: differences },
  payments_suspended: { topic: 'payments', says: 'A suspendu le paiement en ligne {de o}', more: quoted },
  payments_resumed: { topic: 'payments', says: 'A rouvert le paiement en ligne {de o}' },
  payments_exported: { topic: 'payments', says: 'A exporté les paiements {de o}', more: days },
  regie_means_activated: { topic: 'payments', says: 'Moyen de paiement activé pour {o}', more: labelIn(meansLabels) },

  message_received: { topic: 'messages', says: 'A écrit au service\u00a0: {o}' },
  message_handled: { topic: 'messages', says: 'A marqué comme traité le message {o}' },
  message_reopened: { topic: 'messages', says: 'A remis à traiter le message {o}' },
  message_answered: { topic: 'messages', says: 'A répondu au message {o}' },
  ready_answer_saved: { topic: 'messages', says: 'A enregistré une réponse toute prête', more: quoted },
  ready_answer_removed: { topic: 'messages', says: 'A supprimé une réponse toute prête' },
  mail_retried: { topic: 'messages', says: 'A renvoyé le courriel {o}' },
  mail_dismissed: { topic: 'messages', says: 'Ne suit plus le courriel {o}' },
  announcement_saved: { topic: 'messages', says: 'A enregistré l’annonce {o}' },
  announcement_removed: { topic: 'messages', says: 'A supprimé une annonce {o}' },

  settings_changed: { topic: 'settings', says: 'A modifié les réglages {o}' },
  settings_exported: { topic: 'settings', says: 'A exporté les réglages' },
  smtp_tested: { topic: 'settings', says: 'A essayé l’envoi des courriels', more: (detail) => detail.replace(/^delivered /, 'message parti vers ').replace(/^failed /, 'message non parti vers ') },
  logo_changed: { topic: 'settings', says: 'A changé le logo' },
  regie_saved: { topic: 'settings', says: 'A enregistré la régie {o}' },
  regie_configured: { topic: 'settings', says: 'A configuré le paiement en ligne de {o}', more: configurationWords },
  regie_opened_on_word: { topic: 'settings', says: 'A ouvert en production {o} en répondant de son activation' },
  regie_removed: { topic: 'settings', says: 'A supprimé la régie', more: quoted },
  regie_recognised: { topic: 'settings', says: 'A reconnu la commune dans la réponse de PayFiP pour {o}' },
  regie_disowned: { topic: 'settings', says: 'N’a pas reconnu la commune dans la réponse de PayFiP pour {o}' },
  payment_world_changed: { topic: 'settings', says: 'A changé de service de paiement', more: (world) => (world === 'play' ? 'simulateur' : 'PayFiP') },
  regie_verified: { topic: 'settings', says: 'A vérifié l’identifiant PayFiP de {o}' },

  account_activated: { topic: 'residents', says: 'A activé son compte' },
  account_logged_in: { topic: 'residents', says: 'S’est connecté au portail' },
  account_login_failed: { topic: 'residents', says: 'Connexion au portail refusée à {o}' },
  account_logged_out: { topic: 'residents', says: 'S’est déconnecté du portail' },
  password_reset: { topic: 'residents', says: 'A choisi un nouveau mot de passe par courriel' },
  password_changed: { topic: 'residents', says: 'A changé son mot de passe' },
  email_change_requested: { topic: 'residents', says: 'A demandé à changer d’adresse' },
  email_changed: { topic: 'residents', says: 'A changé d’adresse', more: fromTo },
  email_change_undone: { topic: 'residents', says: 'Est revenu à son ancienne adresse', more: fromTo },
  paperless_changed: { topic: 'residents', says: 'A changé l’envoi des factures {de o}', more: (choice) => (choice === 'paper' ? 'sur papier' : 'sans papier') },

  payer_changed: { topic: 'payers', says: 'A corrigé le redevable {o}' },
  payers_merged: { topic: 'payers', says: 'A réuni un redevable avec {o}', more: (detail) => detail.replace(/ \S+, (\d+) invoices$/, (_whole, count: string) => `, ${countOf('facture')(count)}`) },
  person_added: { topic: 'payers', says: 'A ajouté une personne qui voit {o}', more: personWords },
  person_removed: { topic: 'payers', says: 'A retiré une personne qui voyait {o}', more: personWords },
  person_role_changed: { topic: 'payers', says: 'A changé ce que peut faire une personne qui voit {o}', more: personWords },
  person_invited: { topic: 'payers', says: 'A envoyé un lien d’activation à une personne qui voit {o}', more: personWords },
  person_email_corrected: { topic: 'payers', says: 'A corrigé l’adresse d’une personne qui voit {o}', more: personWords },
  account_blocked: { topic: 'payers', says: 'A bloqué le compte de {o}' },
  account_unblocked: { topic: 'payers', says: 'A débloqué le compte de {o}' },
  account_viewed: { topic: 'payers', says: 'A vu le portail comme {o}' },

  backup_made: { topic: 'portal', says: 'A fait une sauvegarde', more: countOf('facture') },
  backup_restored: { topic: 'portal', says: 'A repris une sauvegarde', more: (madeAt) => `faite le ${formatDateTime(madeAt)}` },
  journal_exported: { topic: 'portal', says: 'A exporté le journal', more: countOf('ligne') },
  journal_purged: { topic: 'portal', says: 'A retiré du journal ce qui avait plus d’un an', more: purgeWords },
  demonstration_started: { topic: 'portal', says: 'A commencé à charger la démonstration' },
  demonstration_loaded: { topic: 'portal', says: 'A chargé la démonstration' },
};

/** « address role », or the address alone. */
function personWords(detail: string): string {
  const [email = '', part = ''] = detail.split(' ');
  return [email, labelIn(personRoleLabels)(part)].filter(Boolean).join(', ');
}

/** The whole sentence. `name`: of what it is about, '' when it is about nothing or nothing is left of it. */
export function sentenceOf({ action, name, kind, detail }: { action: AuditAction; name: string; kind?: JournalObject | undefined; detail: string }): string {
  const { says, more } = journalWords[action];
  const withPreposition = name && (kind === 'invoice' ? `de la facture ${name}` : `de ${name}`);
  const told = says.replace(/\bde \{o\}/, /^[aeiouyàâéèêëîïôöùûü]/i.test(name) ? `d’${name}` : `de ${name}`).replace('{o}', name).replace('{de o}', withPreposition).trim().replace(/ (de|à)$/, '');
  const added = detail === '' ? '' : more?.(detail) ?? '';
  return added === '' ? `${told}.` : `${told}\u00a0: ${added}.`;
}

function deskWords(detail: string): string {
  const [method = '', day = ''] = detail.split(' ');
  return [labelIn(deskMethodLabels)(method), day && `le ${formatDay(day)}`].filter(Boolean).join(', ');
}

function settledWords(detail: string): string {
  const [, cents, outcomes = ''] = detail.split(' ');
  const unexpected = (['paid_twice', 'not_payable_any_more'] as const).filter((outcome) => outcomes.includes(outcome)).map((outcome) => lineOutcomeLabels[outcome].toLowerCase());
  return Number.isNaN(Number(cents)) ? '' : [formatEuros(Number(cents)), ...unexpected].join(', ');
}

function purgeWords(detail: string): string {
  const [count = '', state = ''] = detail.split(' ');
  return countOf('ligne')(count) + (state === 'changed' ? ', après une modification faite hors du portail' : '');
}

function configurationWords(detail: string): string {
  const [numcli = '', , , stage = ''] = detail.split(' ');
  return [numcli && `client ${numcli}`, labelIn(payfipStageLabels)(stage)].filter(Boolean).join(', ');
}
