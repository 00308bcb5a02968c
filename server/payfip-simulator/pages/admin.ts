// Why: the HTML of /simulateur: the time, the illness of the service, every operation with its buttons, what was paid.
import { scenarioKeys, troubles, type LedgerEntry, type Operation, type SimulatedClient, type Trouble } from '../model.ts';
import { scenarios, troubleLabels, wordOf } from '../scenarios.ts';
import type { Simulation } from '../simulation.ts';
import { button, dateTime, definitions, escaped, euros, page } from './layout.ts';

export function adminPage({ clock, trouble, book, register }: Simulation): string {
  const operations = book.list().reverse();
  const list = operations.length > 0 ? operations.map(operationCard).join('') : '<p class="empty">Aucune opération pour le moment. Payez une facture sur le portail\u00a0: elle apparaîtra ici.</p>';
  return page('Simulateur PayFiP', `<h1>Simulateur PayFiP</h1>${clockSection(clock.now())}${illnessSection(trouble)}
    <h2>Opérations</h2>${list}<h2>Ce qui a été payé</h2>${ledgerTable(book.ledger())}<h2>Clients enregistrés</h2>${clientTable(register.list())}${wordSection}`, true);
}

const leap = (label: string, avance: string) => button({ action: '/simulateur/horloge', label }, { avance });
const minute = 60_000;

const clockSection = (now: number) => `<section><h2>Horloge</h2><p>Heure du simulateur\u00a0: <strong>${escaped(dateTime(now))}</strong> (à Paris). L’avancer ne change pas celle du portail.</p><div class="choices">
  ${leap('+ 1 minute', String(minute))}${leap('+ 20 minutes', String(20 * minute))}${leap('+ 2 heures', String(120 * minute))}${leap('Nuit suivante (purge)', 'nuit')}</div></section>`;

const options = (entries: [string, string][], selected: string) =>
  entries.map(([value, label]) => `<option value="${escaped(value)}"${value === selected ? ' selected' : ''}>${escaped(label)}</option>`).join('');

/** The others are the fate of one operation. */
const ofTheService = troubles.filter((key) => key !== 'p5-forever' && key !== 'p1-next-day');

const illnessSection = (trouble: Trouble | null) => `<section><h2>Service web</h2>
  <form method="post" action="/simulateur/panne" class="row"><label for="panne">État du service</label>
  <select id="panne" name="panne">${options([['', 'En bonne santé'], ...ofTheService.map((key): [string, string] => [key, troubleLabels[key]])], trouble ?? '')}</select>
  <button>Appliquer</button></form></section>`;

function operationCard(operation: Operation): string {
  const { id, fields, door } = operation;
  const hidden = { operation: id };
  const on = (label: string, action: string, valeur = '') => button({ action: '/simulateur/operation', label }, { ...hidden, action, valeur });
  const payments = [on('Payée par carte', 'decide', 'P'), on('Prélèvement', 'decide', 'V')];
  const failures = [on('Abandonnée', 'decide', 'A'), on('Carte refusée', 'decide', 'R')];
  const isPaid = operation.result?.resultrans === 'P' || operation.result?.resultrans === 'V';
  const decisions = isPaid || operation.purgedAt !== null ? [] : [...payments, ...(operation.result ? [] : failures)];
  const ticket = isPaid ? `<a class="button" href="/simulateur/ticket?operation=${encodeURIComponent(id)}" download>Ticket reçu par la mairie (.eml)</a>` : '';
  const others = [on(door === 'url' ? 'Renvoyer le résultat' : 'Notifier maintenant', 'notify'), on('Purger (P1)', 'purge')];
  return `<section id="${escaped(id)}" aria-label="Opération ${escaped(fields.refdet)}"><h3>${escaped(fields.refdet)} · ${escaped(euros(Number(fields.montant)))} · <em>${escaped(stateOf(operation))}</em></h3>
    ${definitions([['Identifiant', id], ['Client', fields.numcli], ['Saisie', fields.saisie], ['Créée', dateTime(operation.createdAt)], ['Appels', callsOf(operation)]])}
    <div class="choices">${decisions.join('')}${others.join('')}${ticket}</div>${door === 'url' ? '' : choosers(operation)}</section>`;
}

function choosers({ id, scenario, trouble }: Operation): string {
  const chooser = (label: string, action: string, choices: string) => `<form method="post" action="/simulateur/operation" class="row">
    <input type="hidden" name="operation" value="${escaped(id)}" /><input type="hidden" name="action" value="${action}" />
    <label for="${action}-${escaped(id)}">${label}</label><select id="${action}-${escaped(id)}" name="valeur">${choices}</select><button>Appliquer</button></form>`;
  const scenarioOptions = options(scenarioKeys.map((key) => [key, scenarios[key].label]), scenario);
  const troubleOptions = options([['', 'Aucune'], ...troubles.map((key): [string, string] => [key, troubleLabels[key]])], trouble ?? '');
  return chooser('Notification', 'scenario', scenarioOptions) + chooser('Panne', 'trouble', troubleOptions);
}

const outcomes = { P: 'payée par carte', V: 'prélèvement enregistré', A: 'abandonnée', R: 'carte refusée', Z: 'prélèvement refusé' };

function stateOf({ result, purgedAt, closedAt, openedAt }: Operation): string {
  if (purgedAt !== null) return 'purgée';
  if (result) return outcomes[result.resultrans];
  if (closedAt !== null) return 'onglet fermé';
  return openedAt !== null ? 'page ouverte' : 'créée';
}

const callsOf = ({ deliveries }: Operation) => deliveries.map(({ to, method, status, error }) => `${method} ${to}\u00a0: ${status ?? error}`).join(' · ');

const table = (headings: string[], rows: string[][]) => `<div class="scroll" tabindex="0" role="region" aria-label="${escaped(headings.join(', '))}"><table><thead><tr>${headings.map((each) => `<th scope="col">${each}</th>`).join('')}</tr></thead>
  <tbody>${rows.map((cells) => `<tr>${cells.map((cell) => `<td>${escaped(cell)}</td>`).join('')}</tr>`).join('')}</tbody></table></div>`;

const ledgerTable = (ledger: LedgerEntry[]) => (ledger.length === 0 ? '<p class="empty">Rien encore.</p>'
  : table(['Date', 'Client', 'Référence', 'Montant', 'Moyen', 'Saisie'], ledger.map(({ at, numcli, refdet, cents, means, saisie }) =>
    [dateTime(at), numcli, refdet, euros(cents), means === 'card' ? 'carte' : 'prélèvement', saisie])));

const clientTable = (clients: SimulatedClient[]) => table(['Numéro', 'Libellés', 'Sorte', 'Service web', 'Références payables'], clients.map(({ numcli, labels, kind, webService, debts }) =>
  [numcli, labels.join(' · '), { regie: 'régie', titre: 'titre', role: 'rôle' }[kind], webService ? 'oui' : 'non',
    kind === 'regie' ? 'toutes' : (debts ?? []).map(({ refdet, cents }) => `${refdet} (${euros(cents)})`).join(', ')]));

const wordSection = `<h2>Choisir par la référence</h2><p>Une référence de dette qui contient l’un de ces mots choisit d’avance ce qui arrivera\u00a0; une notification et une panne peuvent y être ensemble.
  En régie, elle commence par le numéro de la facture, sans ses tirets\u00a0: la facture «\u00a0SIM-TWICE-1\u00a0» sera notifiée deux fois. La panne commence une fois le paiement créé.</p>${
  table(['Mot', 'Ce qui arrive'], [...scenarioKeys.map((key) => [wordOf(key), scenarios[key].label]), ...troubles.map((key) => [wordOf(key), troubleLabels[key]])])}`;
