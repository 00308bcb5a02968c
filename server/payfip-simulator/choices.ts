// Why: what a person can do on the payment page, and what each choice leads to.
import type { Means, Resultrans } from './model.ts';

export interface Choice {
  label: string;
  /** Shown only when this means of payment is offered; null: always. */
  means: Means | null;
  /** null: nothing is decided. */
  resultrans: Resultrans | null;
  isTabClosed: boolean;
}

const all: Record<string, Choice> = {
  card: { label: 'Payer par carte bancaire', means: 'card', resultrans: 'P', isTabClosed: false },
  'card-refused': { label: 'Carte bancaire refusée', means: 'card', resultrans: 'R', isTabClosed: false },
  'card-then-close': { label: 'Payer par carte, puis fermer l’onglet', means: 'card', resultrans: 'P', isTabClosed: true },
  debit: { label: 'Payer par prélèvement', means: 'debit', resultrans: 'V', isTabClosed: false },
  'debit-refused': { label: 'Prélèvement refusé', means: 'debit', resultrans: 'Z', isTabClosed: false },
  abandon: { label: 'Annuler', means: null, resultrans: 'A', isTabClosed: false },
  close: { label: 'Fermer l’onglet sans payer', means: null, resultrans: null, isTabClosed: true },
};

/** By the name that the page's form sends. */
export const choices: ReadonlyMap<string, Choice> = new Map(Object.entries(all));
