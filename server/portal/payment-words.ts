// Why: where an attempt to pay stands, in words that a resident understands: what happened, what to do, who says so and when.
import { formatWait } from '../contract/format.ts';
import type { LineOutcome, PaymentState } from '../contract/states.ts';
import type { PaymentRead } from '../db/reads.ts';
import { meansOf, minutesUntil } from '../domain/payment.ts';
import type { PaymentStanding } from './views.ts';

export type StandingFacts = Pick<PaymentRead, 'state' | 'interface' | 'saisie' | 'resultrans' | 'createdAt' | 'liveUntil' | 'transactionAt' | 'settledAt' | 'stoppedAt' | 'lastCode' | 'saidAt' | 'unexpected' | 'isAsked' | 'isSorted'>;

/** `then`: said only to who may try again. */
interface Words { tone: PaymentStanding['tone']; title: string; sentence: string; then?: string }

const decided: Record<Exclude<PaymentState, 'starting' | 'open' | 'expired' | 'stopped' | 'paid'>, Words> = {
  refused: { tone: 'late', title: 'Paiement refusé', sentence: 'Votre banque a refusé le paiement. Rien n’a été débité.', then: 'Vous pouvez recommencer.' },
  cancelled: { tone: 'stopped', title: 'Paiement abandonné', sentence: 'Le paiement n’a pas été fait. Rien n’a été débité.', then: 'Vous pouvez recommencer quand vous voulez.' },
  gone: { tone: 'stopped', title: 'Paiement sans suite', sentence: 'PayFiP n’a enregistré aucun paiement. Rien n’a été débité.', then: 'Vous pouvez recommencer.' },
  failed: { tone: 'late', title: 'Paiement non ouvert', sentence: 'Le service de paiement n’a pas pu être ouvert. Rien n’a été débité.', then: 'Vous pouvez recommencer.' },
  reported: { tone: 'waiting', title: 'Paiement à confirmer', sentence: 'Votre paiement nous a été annoncé. Le service doit encore le confirmer\u00a0: ne payez pas une seconde fois.' },
};

/** `mayRetry`: false when its invoices can be paid on line no more, whatever becomes of this attempt. */
export function standingOf(payment: StandingFacts, now: Date, { mayRetry = true } = {}): PaymentStanding {
  const { words: { then, ...words }, isWaiting } = wordsOf(payment, now);
  const sentence = mayRetry && then ? `${words.sentence} ${then}` : words.sentence;
  return { ...words, sentence, isWaiting, canRetry: mayRetry && isOver(payment, now), ...sourceOf(payment) };
}

const isOver = (payment: StandingFacts, now: Date) => ['refused', 'cancelled', 'gone', 'failed'].includes(payment.state) || (isUndecided(payment) && new Date(payment.liveUntil) <= now);

const isUndecided = ({ state }: StandingFacts) => state === 'starting' || state === 'open' || state === 'expired' || state === 'stopped';

function wordsOf(payment: StandingFacts, now: Date): { words: Words; isWaiting: boolean } {
  const { state } = payment;
  if (state === 'paid') return { words: wordsOfPaid(payment), isWaiting: false };
  if (state === 'reported' && (payment.interface === 'service' || meansOf(payment.resultrans) === null)) return { words: notUnderstood, isWaiting: false };
  if (state === 'reported' && isTrial(payment)) return { words: wordsOfTrial(payment), isWaiting: false };
  const end = new Date(payment.liveUntil);
  const wait = formatWait(minutesUntil(end, now));
  if (state === 'stopped') return { words: { ...wordsOfStopped(payment), then: end > now ? `Sinon, vous pourrez recommencer dans ${wait}.` : 'Sinon, vous pouvez recommencer.' }, isWaiting: false };
  if (state !== 'starting' && state !== 'open' && state !== 'expired') return { words: decided[state], isWaiting: false };
  if (end <= now) return { words: expired, isWaiting: false };
  return wordsOfOpen(payment.lastCode, wait);
}

/** By address nobody tells us of a late payment; what was announced there has been looked for. */
function wordsOfStopped({ interface: door, resultrans }: StandingFacts): Words {
  if (door === 'service' && resultrans === null) return { tone: 'stopped', title: 'Ce paiement n’est plus attendu', sentence: 'Le service a cessé d’attendre ce paiement. Si vous avez payé, il sera reconnu.' };
  return resultrans === null
    ? { tone: 'stopped', title: 'Ce paiement n’est plus attendu', sentence: 'Le service a cessé d’attendre ce paiement. Si vous avez payé, écrivez-lui ce que dit votre ticket.' }
    : { tone: 'late', title: 'Paiement non retrouvé', sentence: 'Le service n’a pas retrouvé ce paiement, qui lui avait été annoncé. Si vous avez payé, écrivez-lui ce que dit votre ticket.' };
}

/** A refusal or an abandon is not the end as long as the page of PayFiP may still be paid on. */
function wordsOfOpen(lastCode: string | null, wait: string): { words: Words; isWaiting: boolean } {
  const then = `Vous pourrez recommencer dans ${wait}.`;
  if (lastCode === 'A') return { words: { tone: 'stopped', title: 'Paiement abandonné', sentence: 'Rien n’a été débité.', then }, isWaiting: false };
  if (lastCode === 'R' || lastCode === 'Z') return { words: { tone: 'late', title: 'Paiement refusé', sentence: 'Votre banque a refusé le paiement. Rien n’a été débité.', then: `Si la page de paiement est encore ouverte, vous pouvez y essayer de nouveau. Sinon, vous pourrez recommencer dans ${wait}.` }, isWaiting: true };
  return { words: { tone: 'waiting', title: 'Paiement en cours', sentence: 'Nous attendons la réponse de PayFiP.', then: `Si vous n’avez pas terminé votre paiement, vous pourrez recommencer dans ${wait}.` }, isWaiting: true };
}

const expired: Words = {
  tone: 'stopped', title: 'Paiement non terminé',
  sentence: 'Le temps prévu est passé et PayFiP n’a annoncé aucun paiement. Si vous aviez payé, nous le saurons dès qu’il nous le dira.', then: 'Sinon, vous pouvez recommencer.',
};

const notUnderstood: Words = {
  tone: 'waiting', title: 'Paiement à confirmer', sentence: 'PayFiP nous a répondu autre chose que prévu. Le service vérifie\u00a0: ne payez pas une seconde fois.',
};

const trial: Words = { tone: 'stopped', title: 'Paiement d’essai réussi', sentence: 'C’était un essai du service de paiement\u00a0: la facture n’est pas réglée pour autant.' };

const activation: Words = {
  tone: 'late', title: 'Paiement d’activation',
  sentence: 'C’était un paiement d’activation\u00a0: le montant est réellement débité, mais la facture n’est pas réglée. Le service en est averti.',
};

/** Test or activation: neither settles an invoice. */
const isTrial = ({ saisie }: StandingFacts) => saisie === 'T' || saisie === 'X';

const wordsOfTrial = ({ saisie }: StandingFacts) => (saisie === 'X' ? activation : trial);

/** Received, and not what settles an invoice. */
const unexpected: Record<Exclude<LineOutcome, 'settled'>, Pick<Words, 'title' | 'sentence'>> = {
  paid_twice: { title: 'Paiement en double', sentence: 'Une facture était déjà réglée.' },
  not_payable_any_more: { title: 'Facture annulée entre-temps', sentence: 'Une facture a été annulée avant ce paiement.' },
};

function wordsOfPaid(payment: StandingFacts): Words {
  const { resultrans } = payment;
  if (isTrial(payment)) return wordsOfTrial(payment);
  if (payment.unexpected !== null) {
    const { title, sentence } = unexpected[payment.unexpected];
    if (payment.isAsked === 1) return { tone: 'waiting', title, sentence: 'Le service vérifie ce que ce paiement règle\u00a0: ne payez pas une seconde fois.' };
    if (payment.isSorted === 1) return { tone: 'stopped', title, sentence: 'Reçu en trop\u00a0: le service y a donné suite.' };
    return { tone: 'late', title, sentence: `${sentence} Le service en est averti et vous recontacte.` };
  }
  return meansOf(resultrans) === 'debit'
    ? { tone: 'paid', title: 'Prélèvement enregistré', sentence: 'Le règlement est enregistré\u00a0: le montant sera prélevé sur votre compte bancaire.' }
    : { tone: 'paid', title: 'Paiement reçu', sentence: 'Le règlement est enregistré. Vous n’avez plus rien à faire.' };
}

/** Who says so, and when it was said. */
function sourceOf({ state, saisie, interface: door, lastCode, createdAt, transactionAt, settledAt, stoppedAt, saidAt }: StandingFacts): { source: string; at: string } {
  const iso = (text: string) => new Date(text).toISOString();
  if (state === 'paid') return { source: door === 'url' || transactionAt === null ? 'confirmé par le service' : 'selon PayFiP', at: iso(transactionAt ?? settledAt ?? createdAt) };
  if (state === 'stopped') return { source: 'selon le service', at: iso(stoppedAt ?? createdAt) };
  if (state === 'reported' && door === 'service') return { source: 'selon PayFiP', at: iso(saidAt ?? createdAt) };
  if (state === 'reported') return { source: saisie === 'T' ? 'annoncé par le service de paiement' : 'annoncé, en attente de confirmation', at: iso(transactionAt ?? saidAt ?? createdAt) };
  const isAnswered = state === 'refused' || state === 'cancelled' || state === 'gone' || lastCode === 'A' || lastCode === 'R';
  return isAnswered ? { source: door === 'url' ? 'annoncé par le service de paiement' : 'selon PayFiP', at: iso(saidAt ?? createdAt) } : { source: 'commencé sur ce portail', at: iso(createdAt) };
}
