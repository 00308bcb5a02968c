// Why: how and when the service tells the portal that a payment has ended (payfip.md §3.7), and how it fails, by reference or by choice.
import { scenarioKeys, troubles, type ScenarioKey, type Trouble } from './model.ts';

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

export const troubleLabels: Record<Trouble, string> = {
  technical: 'Erreur technique 999', unavailable: 'Service indisponible', 'http-502': 'HTTP 502', html: 'Page HTML à la place', timeout: 'Aucune réponse',
  malformed: 'XML tronqué', bomb: 'XML piégé', 'p5-forever': 'P5 pour toujours', 'p1-next-day': 'P1 dès le lendemain',
};

/** What chooses it, anywhere in a reference: SIMTWICE, SIMHTTP502… */
export const wordOf = (key: ScenarioKey | Trouble) => `SIM${key.replaceAll('-', '').toUpperCase()}`;

const chosenIn = <Key extends ScenarioKey | Trouble>(refdet: string, keys: readonly Key[]) => keys.find((key) => refdet.toUpperCase().includes(wordOf(key)));

/** A reference may choose one of each. A trouble begins once the operation is created. */
export function scenarioOfReference(refdet: string): { scenario: ScenarioKey; trouble: Trouble | null } {
  return { scenario: chosenIn(refdet, scenarioKeys) ?? 'before-return', trouble: chosenIn(refdet, troubles) ?? null };
}
