// Why: « Que devez-vous faire ? » — what waits for the secretary, the most urgent first.
import type { Right } from '../server/contract/rights.ts';
import type { DashboardDto } from '../server/contract/schemas.ts';
import { formatCount } from '../server/contract/format.ts';
import { setupLabels } from '../server/contract/setup.ts';
import { thingsToDo, type ThingToDo } from '../server/contract/things-to-do.ts';
import { backup, certificate, disk, journal } from './health-todos.ts';
import { hrefOf } from './router.ts';
import { suspendedWords } from './suspensions.ts';

export interface Todo { key: string; tone: 'bad' | 'warn' | 'info'; title: string; why: string; action: string; href: string }
export type TodoWords = Omit<Todo, 'key'>;

const words: Record<ThingToDo, (figures: DashboardDto, now: Date) => TodoWords> = {
  'to-sort': toSort, 'to-confirm': toConfirm, 'said-paid': saidPaid, suspended, refused, first: firstInvoices, drafts, 'to-correct': toCorrect, 'to-announce': toAnnounce, mails: failedMails, 'mails-to-verify': doubtfulMails, messages,
  journal, certificate, disk, backup, regies: unverifiedRegies, smtp: mailSettings, exposure, 'taken-over': takenOver, address: publicAddress, setup: setUp,
};

/** Those that this agent may do. */
export function todosOf(figures: DashboardDto, may: (right: Right) => boolean, now = new Date()): Todo[] {
  return thingsToDo(figures, may, now).map((key) => ({ key, ...words[key](figures, now) }));
}

function toSort({ paymentsToSort: count }: DashboardDto): TodoWords {
  return {
    tone: 'bad', title: `${formatCount(count, 'paiement est', 'paiements sont')} à traiter`,
    why: 'Payé en double, pour une facture annulée ou transmise, ou en activation\u00a0: ouvrez chacun pour savoir que faire.', action: 'Voir ces paiements', href: hrefOf('paiements', null, { etat: 'to_sort' }),
  };
}

function toConfirm({ paymentsToConfirm: count }: DashboardDto): TodoWords {
  return {
    tone: 'warn', title: `${formatCount(count, 'paiement annoncé est', 'paiements annoncés sont')} à confirmer`,
    why: 'Rien ne le prouve encore\u00a0: comparez avec vos tickets PayFiP ou le relevé de la trésorerie.', action: 'Voir ces paiements', href: hrefOf('paiements', null, { etat: 'reported' }),
  };
}

function saidPaid({ invoicesSaidPaid: count }: DashboardDto): TodoWords {
  return {
    tone: 'warn', title: `${formatCount(count, 'facture est marquée', 'factures sont marquées')} comme ${count === 1 ? 'réglée' : 'réglées'} par l’habitant`,
    why: 'Il ne peut plus payer en ligne\u00a0: enregistrez son règlement, ou dites que rien n’a été reçu.', action: 'Voir ces factures', href: hrefOf('factures', null, { etat: 'declared' }),
  };
}

function suspended(figures: DashboardDto): TodoWords {
  const place = figures.isPortalSuspended ? hrefOf('reglages', 'paiement') : figures.regiesSuspended ? hrefOf('reglages', 'regies') : hrefOf('factures', null, { etat: 'suspended' });
  return {
    tone: 'warn', title: `Le paiement en ligne est suspendu\u00a0: ${suspendedWords(figures)}`,
    why: 'Les habitants ne peuvent pas payer tant que vous ne le rouvrez pas.', action: 'Voir', href: place,
  };
}

function unverifiedRegies({ regiesToVerify: count }: DashboardDto): TodoWords {
  return {
    tone: 'warn', title: `${formatCount(count, 'régie n’est', 'régies ne sont')} pas ${count === 1 ? 'vérifiée' : 'vérifiées'} auprès de PayFiP`,
    why: 'Une erreur dans l’identifiant ferait encaisser une autre collectivité.', action: 'Vérifier', href: hrefOf('reglages', 'regies'),
  };
}

function firstInvoices(): TodoWords {
  return {
    tone: 'info', title: 'Publiez vos premières factures',
    why: 'Déposez la liste exportée de votre logiciel et les PDF : tout est vérifié avant d’être publié.',
    action: 'Déposer des factures', href: hrefOf('imports'),
  };
}

function refused({ unpublishedRefusals: count }: DashboardDto): TodoWords {
  return {
    tone: 'bad', title: `${formatCount(count, 'facture refusée', 'factures refusées')} à l’import ${count === 1 ? 'n’est pas publiée' : 'ne sont pas publiées'}`,
    why: `Corrigez-${count === 1 ? 'la' : 'les'} dans votre logiciel, puis déposez la liste de nouveau.`, action: 'Voir les imports', href: hrefOf('imports'),
  };
}

function drafts({ draftImports, importsToCorrect }: DashboardDto): TodoWords {
  const count = draftImports - importsToCorrect;
  const isOne = count === 1;
  return {
    tone: 'info', title: `${formatCount(count, 'import')} ${isOne ? 'attend' : 'attendent'} d’être ${isOne ? 'publié' : 'publiés'}`,
    why: 'Les habitants ne voient pas encore ces factures.', action: 'Reprendre', href: hrefOf('imports'),
  };
}

function toCorrect({ importsToCorrect: count }: DashboardDto): TodoWords {
  return {
    tone: 'warn', title: `${formatCount(count, 'import')} ${count === 1 ? 'est' : 'sont'} à corriger ou à abandonner`,
    why: 'Rien ne peut y être publié en l’état.', action: 'Voir les imports', href: hrefOf('imports'),
  };
}

function toAnnounce({ importsToAnnounce: [latest, ...others] }: DashboardDto): TodoWords {
  const count = 1 + others.length;
  return {
    tone: 'info', title: `${formatCount(count, 'import publié n’a', 'imports publiés n’ont')} pas été ${count === 1 ? 'annoncé' : 'annoncés'}`,
    why: 'Les habitants qui ont un compte ne savent pas encore que ces factures sont en ligne.', action: 'Les prévenir', href: hrefOf('imports', count === 1 ? latest : null),
  };
}

function failedMails({ mailsFailed: count }: DashboardDto): TodoWords {
  return {
    tone: 'bad', title: `${formatCount(count, 'courriel n’a', 'courriels n’ont')} pas été remis`,
    why: `Souvent une adresse mal saisie\u00a0: corrigez-la et renvoyez le message, ou dites de ne plus ${count === 1 ? 'le' : 'les'} suivre.`,
    action: 'Voir les courriels', href: hrefOf('courriels', null, { etat: 'failed' }),
  };
}

function doubtfulMails({ mailsToVerify: count }: DashboardDto): TodoWords {
  return {
    tone: 'warn', title: `${formatCount(count, 'courriel est', 'courriels sont')} peut-être déjà ${count === 1 ? 'parti' : 'partis'}`,
    why: count === 1 ? 'Renvoyez-le s’il n’a pas été reçu\u00a0; sinon, dites de ne plus le suivre.' : 'Renvoyez ceux qui n’ont pas été reçus, et dites de ne plus suivre les autres.',
    action: 'Voir ces courriels', href: hrefOf('courriels', null, { etat: 'to_verify' }),
  };
}

function messages({ newMessages: count }: DashboardDto): TodoWords {
  return {
    tone: 'warn', title: `${formatCount(count, 'message attend', 'messages attendent')} une réponse`,
    why: 'Des habitants vous ont écrit depuis le portail.', action: 'Lire les messages', href: hrefOf('messages'),
  };
}

function mailSettings(): TodoWords {
  return {
    tone: 'warn', title: 'L’envoi des courriels n’est pas réglé',
    why: 'Sans lui, personne ne peut activer son compte ni être prévenu d’une nouvelle facture.',
    action: 'Régler l’envoi', href: hrefOf('reglages', 'courriel'),
  };
}

function exposure({ exposure: seenBy }: DashboardDto): TodoWords {
  const where = seenBy === 'this-pc' ? 'que sur ce poste' : 'que dans la mairie';
  return {
    tone: 'warn', title: `Le portail n’est visible ${where}`,
    why: 'Les habitants ne peuvent pas encore l’ouvrir chez eux.', action: 'Choisir qui peut l’ouvrir', href: hrefOf('reglages', 'portail'),
  };
}

function takenOver({ portalUrl }: DashboardDto): TodoWords {
  return {
    tone: 'warn', title: 'L’adresse publique reprise est peut-être celle d’un autre portail',
    why: `${portalUrl} vient de la sauvegarde\u00a0: vérifiez qu’elle mène à ce poste, car les courriels y envoient les habitants.`, action: 'Vérifier', href: hrefOf('reglages', 'portail'),
  };
}

function publicAddress({ portalUrl }: DashboardDto): TodoWords {
  return {
    tone: 'bad', title: 'Les liens des courriels mènent à ce poste',
    why: `Son adresse publique est ${portalUrl}\u00a0: personne d’autre ne peut l’ouvrir.`, action: 'Corriger l’adresse', href: hrefOf('reglages', 'portail'),
  };
}

function setUp({ setupLeft }: DashboardDto): TodoWords {
  return {
    tone: 'info', title: `Mise en route\u00a0: ${formatCount(setupLeft.length, 'étape')} à terminer`,
    why: `${setupLeft.map((step) => setupLabels[step]).join(', ')}.`, action: 'Terminer', href: hrefOf('demarrage'),
  };
}
