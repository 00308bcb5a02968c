// Why: the window hides what this agent may not do, by the very table by which the server refuses it, and says who may.
import { hasRight, rolesWith, type Right } from '../server/contract/rights.ts';
import { roleLabels } from '../server/contract/labels.ts';
import { session } from './session.ts';

export function may(right: Right): boolean {
  const role = session.current?.agent?.role;
  return role !== undefined && hasRight(role, right);
}

/** « Réservé : administrateur, secrétaire. » */
export const whoMay = (right: Right): string => `Réservé\u00a0: ${rolesWith(right).map((role) => roleLabels[role].toLowerCase()).join(', ')}.`;
