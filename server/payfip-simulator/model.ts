// Why: the words of the simulator: who may collect, what is being paid, and how the service may misbehave.

export type Kind = 'regie' | 'titre' | 'role';
export type Means = 'card' | 'debit';
/** Paid by card, debit ordered, abandoned, card refused, debit refused. */
export type Resultrans = 'P' | 'V' | 'A' | 'R' | 'Z';

export interface Debt { refdet: string; exer: string; cents: number; label: string }

export interface SimulatedClient {
  numcli: string;
  /** libelleN1 to N3, from the widest. */
  labels: string[];
  kind: Kind;
  webService: boolean;
  /** Means of payment already switched on; the others need a payment in X. */
  active: Means[];
  /** Limit of the contract; 9 999 999 unless given. */
  maximumCents?: number;
  /** What PayFiP has been told is owed: the only payable references of a titre or rôle client. */
  debts?: Debt[];
}

/** As received; texts, '' when absent. */
export interface RequestFields {
  numcli: string; exer: string; refdet: string; objet: string; montant: string; mel: string; saisie: string;
  urlnotif: string; urlredirect: string; urlcl: string;
}

export interface Delivery { at: number; to: 'urlnotif' | 'urlcl'; method: 'POST' | 'GET'; status: number | null; error: string | null }

/** How the answers about one operation go wrong; `p5-forever`: never a result; `p1-next-day`: forgotten the next night, whatever its payer did. */
export const troubles = ['technical', 'unavailable', 'http-502', 'html', 'timeout', 'malformed', 'bomb', 'p5-forever', 'p1-next-day'] as const;
export type Trouble = (typeof troubles)[number];

export const scenarioKeys = [
  'before-return', 'after-return', 'twice', 'never', 'two-hours', 'night', 'by-get', 'other-spelling', 'return-by-post',
] as const;
export type ScenarioKey = (typeof scenarioKeys)[number];

export interface Operation {
  /** The idOp of the web service; a private name for the URL interface. */
  id: string;
  door: 'service' | 'url';
  fields: RequestFields;
  createdAt: number;
  openedAt: number | null;
  closedAt: number | null;
  returnedAt: number | null;
  purgedAt: number | null;
  result: { resultrans: Resultrans; numauto: string; at: number } | null;
  scenario: ScenarioKey;
  trouble: Trouble | null;
  deliveries: Delivery[];
}

/** What was « paid »; `real` is false for tests (T), where nothing would have been debited. */
export interface LedgerEntry {
  at: number; id: string; door: 'service' | 'url'; numcli: string; exer: string; refdet: string; cents: number; saisie: string; means: Means; real: boolean;
}

/** A functional fault of the service: first letter = field (payfip.md §3.6). */
export interface ServiceFault { code: string; label: string }
