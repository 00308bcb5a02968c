// Why: how and when the service tells the portal that a payment has ended (payfip.md §3.7), by reference or by choice.
import { scenarioKeys, type ScenarioKey } from './model.ts';

export interface Scenario {
  label: string;
  /** When the portal is told, once the payer has decided. `after-return`: 1 s after « Continuer », or 2 h later without it. */
  notify: 'at-once' | 'after-return' | 'two-hours' | 'night' | 'never';
  times: 1 | 2;
  method: 'POST' | 'GET';
  field: 'idop' | 'idOp';
  returnBy: 'GET' | 'POST';
}

const usual: Scenario = { label: 'Notification avant le retour', notify: 'at-once', times: 1, method: 'POST', field: 'idop', returnBy: 'GET' };

export const scenarios: Record<ScenarioKey, Scenario> = {
  'before-return': usual,
  'after-return': { ...usual, label: 'Notification après le retour', notify: 'after-return' },
  twice: { ...usual, label: 'Notification deux fois', times: 2 },
  never: { ...usual, label: 'Aucune notification', notify: 'never' },
  'two-hours': { ...usual, label: 'Notification deux heures plus tard', notify: 'two-hours' },
  night: { ...usual, label: 'Notification dans la nuit', notify: 'night' },
  'by-get': { ...usual, label: 'Notification par GET', method: 'GET' },
  'other-spelling': { ...usual, label: 'Notification écrite «\u00a0idOp\u00a0»', field: 'idOp' },
  'return-by-post': { ...usual, label: 'Retour par formulaire (POST)', returnBy: 'POST' },
};

/** « SIM » and the scenario's key without dash anywhere in the reference: SIMTWICE, SIMTWOHOURS, SIMBYGET… */
export function scenarioOfReference(refdet: string): ScenarioKey {
  return scenarioKeys.find((key) => refdet.toUpperCase().includes(`SIM${key.replaceAll('-', '').toUpperCase()}`)) ?? 'before-return';
}
