// Why: the HTML of the payer's pages.
import { choices } from '../choices.ts';
import type { Means, Operation, Resultrans, ServiceFault } from '../model.ts';
import { button, dateTime, definitions, escaped, euros, page } from './layout.ts';

const summary = ({ fields }: Operation, labels: string[] = []) => definitions([
  ['Créancier', labels.join(' · ')], ['Référence', fields.refdet], ['Objet', fields.objet], ['Courriel', fields.mel],
  ['Mode', modes[fields.saisie] ?? fields.saisie],
]);
const modes: Record<string, string> = { T: 'Test', X: 'Activation', M: 'Production (saisie par l’usager)', A: 'Production (compte de l’usager)', W: 'Production' };

const groups: { title: string; keys: string[] }[] = [
  { title: 'Carte bancaire', keys: ['card', 'card-refused', 'card-then-close'] },
  { title: 'Prélèvement', keys: ['debit', 'debit-refused'] },
  { title: 'Ne pas payer', keys: ['abandon', 'close'] },
];

export function paymentPage(operation: Operation, offer: { labels: string[]; means: Means[] }): string {
  const sections = groups.map(({ title, keys }) => {
    const offered = keys.filter((key) => isOffered(key, offer.means));
    const buttons = offered.map((key) => button({ action: '/tpa/choix', label: choices.get(key)?.label ?? key, isMain: key === 'card' || key === 'debit' }, { operation: operation.id, choix: key }));
    return offered.length > 0 ? `<section><h2>${title}</h2><div class="choices">${buttons.join('')}</div></section>` : '';
  });
  return page('Paiement', `<h1>Payer ${escaped(euros(Number(operation.fields.montant)))}</h1>${summary(operation, offer.labels)}${sections.join('')}`);
}

function isOffered(key: string, means: Means[]): boolean {
  const needed = choices.get(key)?.means ?? null;
  return needed === null || means.includes(needed);
}

const outcomes: Record<Resultrans, string> = {
  P: 'Paiement par carte accepté', V: 'Prélèvement enregistré', A: 'Paiement abandonné', R: 'Carte bancaire refusée', Z: 'Prélèvement refusé',
};

/** After the choice: « Continuer » to the portal, and another choice as long as there is one; or a ticket when the window is to be closed. */
export function outcomePage(operation: Operation, hasChoice: boolean): string {
  const { id, result, closedAt, door, fields } = operation;
  const title = result ? outcomes[result.resultrans] : 'Onglet fermé sans payer';
  const facts = result ? definitions([
    ['Montant', euros(Number(fields.montant))], ['Autorisation', result.numauto], ['Le', dateTime(result.at)],
  ]) : '';
  const isOver = closedAt !== null || door === 'url';
  const next = isOver ? `<p>${door === 'url' ? 'Ceci tient lieu de ticket. ' : ''}Vous pouvez fermer cette fenêtre.</p>`
    : `<div class="choices"><a class="button main" href="/tpa/retour?operation=${encodeURIComponent(id)}">Continuer</a>
      ${hasChoice ? `<a class="button" href="/tpa/choix?operation=${encodeURIComponent(id)}">Choisir un autre mode de paiement</a>` : ''}</div>`;
  return page(title, `<h1>${title}</h1>${facts}${summary(operation)}${next}`);
}

/** A return by form, as some receivers expect. */
export function returnPage(operation: Operation, target: string): string {
  return page('Retour', `<h1>Retour au portail</h1>${button({ action: target, label: 'Continuer', isMain: true }, { idop: operation.id })}`);
}

export function refusalPage({ code, label }: ServiceFault): string {
  return page('Paiement impossible', `<h1>Paiement impossible</h1><p>${escaped(label)}</p><p class="soft">Code ${escaped(code)}</p>
    <p>Rien n’a été débité. Retournez sur le portail pour recommencer.</p>`);
}
