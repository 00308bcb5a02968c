// Why: the HTML of the payer's pages, in the words of the real ones as the residents' manual shows them; what only a simulator offers stands apart.
import { choices } from '../choices.ts';
import type { Means, Operation, Resultrans, ServiceFault } from '../model.ts';
import { button, dateTime, definitions, escaped, euros, page } from './layout.ts';

const summary = ({ fields }: Operation, labels: string[] = []) => definitions([
  ['Référence de la dette', fields.refdet], ['Montant', euros(Number(fields.montant))], ['Adresse électronique', fields.mel],
  ['Créancier', labels.join(' · ')], ['Objet', fields.objet], ['Mode', modes[fields.saisie] ?? fields.saisie],
]);
const modes: Record<string, string> = { T: 'Test', X: 'Activation', M: 'Production (saisie par l’usager)', A: 'Production (compte de l’usager)', W: 'Production' };

const testNotice = '<p class="notice">Attention il s’agit d’un paiement de test. Aucun paiement ne sera réellement effectué.</p>';
const means = ['card', 'debit'];
/** What PayFiP does not offer: to see what the portal makes of it. */
const accidents = ['card-refused', 'card-then-close', 'debit-refused', 'close'];

export function paymentPage(operation: Operation, offer: { labels: string[]; means: Means[] }): string {
  const buttons = (keys: string[], isMain = false) => `<div class="choices">${keys.filter((key) => isOffered(key, offer.means)).map((key) =>
    button({ action: '/tpa/choix', label: choices.get(key)?.label ?? key, isMain }, { operation: operation.id, choix: key })).join('')}</div>`;
  return page('Paiement', `<h1>Bienvenue sur la solution de paiement de la DGFIP</h1>${operation.fields.saisie === 'T' ? testNotice : ''}
    <section><h2>Informations sur la dette</h2>${summary(operation, offer.labels)}</section>
    <section><h2>Choix du mode de paiement</h2>${buttons(means, true)}</section>${buttons(['abandon'])}
    <section><h2>Propre au simulateur</h2>${buttons(accidents)}</section>`);
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
  const { id, result, closedAt, door } = operation;
  const title = result ? outcomes[result.resultrans] : 'Onglet fermé sans payer';
  const facts = result ? definitions([['Autorisation', result.numauto], ['Le', dateTime(result.at)]]) : '';
  const isOver = closedAt !== null || door === 'url';
  const next = isOver ? `<p>${door === 'url' && (result?.resultrans === 'P' || result?.resultrans === 'V') ? 'Ceci tient lieu de ticket. ' : ''}Vous pouvez fermer cette fenêtre.</p>`
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
    <p>Cette page ne débite rien. Retournez sur le portail\u00a0: il dit où en est votre paiement.</p>`);
}
