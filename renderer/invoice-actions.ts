// Why: what is done of several invoices: its words, with numbers, and its course, which goes on while the secretary looks at another screen.
import { ref, shallowRef } from 'vue';
import { formatCount, formatEuros } from '../server/contract/format.ts';
import { leftReasonLabels } from '../server/contract/labels.ts';
import type { InvoiceActionDto, InvoiceActionPreviewDto } from '../server/contract/schemas.ts';
import type { EndpointInput } from '../server/contract/staff-api.ts';
import type { InvoiceActionKind } from '../server/contract/states.ts';
import { call, callInBackground } from './api.ts';
import { refreshDashboard } from './waiting.ts';

type Left = InvoiceActionPreviewDto['left'];
interface Words { title: string; effect: [one: string, many: string]; done: [one: string, many: string]; isDestructive: boolean; verb: string }

export const actionWords: Record<InvoiceActionKind, Words> = {
  suspend: {
    verb: 'Suspendre le paiement de', title: 'Suspendre le paiement', done: ['facture suspendue', 'factures suspendues'], isDestructive: false,
    effect: ['Les habitants la verront sans pouvoir la payer en ligne.', 'Les habitants les verront sans pouvoir les payer en ligne.'],
  },
  resume: {
    verb: 'Rouvrir le paiement de', title: 'Rouvrir le paiement', done: ['paiement rouvert', 'paiements rouverts'], isDestructive: false,
    effect: ['Elle pourra de nouveau être payée en ligne, si sa régie est ouverte.', 'Elles pourront de nouveau être payées en ligne, si leur régie est ouverte.'],
  },
  treasury: {
    verb: 'Transmettre', title: 'Transmettre en trésorerie', done: ['facture transmise en trésorerie', 'factures transmises en trésorerie'], isDestructive: true,
    effect: ['L’habitant ne pourra plus la payer en ligne et recevra un avis des sommes à payer.', 'Les habitants ne pourront plus les payer en ligne et recevront un avis des sommes à payer.'],
  },
  withdraw: {
    verb: 'Annuler', title: 'Annuler', done: ['facture annulée', 'factures annulées'], isDestructive: true,
    effect: ['L’habitant n’aura plus à la régler. Il n’en lira que le numéro et la raison\u00a0; son PDF ne lui sera plus montré.', 'Les habitants n’auront plus à les régler. Ils n’en liront que le numéro et la raison\u00a0; leur PDF ne leur sera plus montré.'],
  },
};

/** Handed over too soon, they would be claimed from people who still have time. */
export function notDueWords(count: number, of: number): string {
  if (of === 1) return 'Elle n’est pas encore échue\u00a0: l’habitant a encore le temps de la payer.';
  return `${count === of ? 'Aucune n’est encore échue' : `${count} ${count === 1 ? 'n’est' : 'ne sont'} pas encore ${count === 1 ? 'échue' : 'échues'}`}\u00a0: les habitants ont encore le temps de payer.`;
}

/** « 3 laissées : 2 déjà réglées, 1 en trésorerie »; '' when none is. */
export function leftWords(left: Left): string {
  const count = left.reduce((sum, each) => sum + each.count, 0);
  if (count === 0) return '';
  const reasons = left.map((each) => `${each.count.toLocaleString('fr-FR')}\u00a0${leftReasonLabels[each.reason][each.count < 2 ? 0 : 1]}`);
  return `${formatCount(count, 'facture reste telle quelle', 'factures restent telles quelles')}\u00a0: ${reasons.join(', ')}.`;
}

/** « 12 factures annulées, 1 204,00 €. 3 factures restent… » */
export function doneWords({ kind, changed, changedCents, left, onlyNumber }: InvoiceActionDto): string {
  const [one, many] = actionWords[kind].done;
  return `${formatCount(changed, one, many)}${onlyNumber ? ` (${onlyNumber})` : ''}, ${formatEuros(changedCents)}. ${leftWords(left)}`.trim();
}

export function undoneWords({ undone }: InvoiceActionDto): string {
  if (!undone) return '';
  const { count, left } = undone;
  return `${count === 0 ? 'Rien n’a pu être remis' : formatCount(count, 'facture remise', 'factures remises')} comme avant. ${leftWords(left)}`.trim();
}

export const course = shallowRef<{ done: number; total: number } | null>(null);
/** The last one of this window, until it is put away, undone elsewhere, or the list is left. */
export const lastAction = ref<InvoiceActionDto | null>(null);

/** Counts what has changed invoices: lists and panels read theirs again, wherever the action was asked from. */
export const changes = ref(0);

/** Chosen here, so that an order sent twice is one order. */
export const newActionId = (): string => btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16)))).replace(/=+$/, '').replaceAll('+', '-').replaceAll('/', '_');

export async function runAction(order: EndpointInput<'invoices.act'>): Promise<void> {
  lastAction.value = await followed(order.actionId, order.expected, () => call('invoices.act', order));
}

/** Told as it goes: it is on its way whatever the secretary looks at. */
async function followed(actionId: string, total: number, work: () => Promise<InvoiceActionDto>): Promise<InvoiceActionDto> {
  course.value = { done: 0, total };
  const timer = setInterval(() => void follow(actionId), 500);
  try {
    const action = await work();
    changes.value += 1;
    void refreshDashboard();
    return action;
  } finally {
    clearInterval(timer);
    course.value = null;
  }
}

async function follow(actionId: string): Promise<void> {
  const now = await callInBackground('invoices.actionProgress', { actionId }).catch(() => null);
  if (now && course.value) course.value = now;
}

/** After an invoice was changed alone: nothing is said any more of an action of which nothing is left. */
export async function reviewLastAction(): Promise<void> {
  const shown = lastAction.value;
  if (!shown?.mayUndo) return;
  const now = (await callInBackground('invoices.actions', {}).catch(() => null))?.find(({ id }) => id === shown.id);
  if (now && lastAction.value?.id === now.id) lastAction.value = now.mayUndo ? now : null;
}

export async function undoAction({ id: actionId, changed }: InvoiceActionDto): Promise<InvoiceActionDto> {
  const action = await followed(actionId, changed, () => call('invoices.undoAction', { actionId }));
  if (lastAction.value?.id === actionId) lastAction.value = action;
  return action;
}
