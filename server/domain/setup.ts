// Why: what is still missing of a new portal, from what is there; a choice of the staff counts for a step that is not done.
import { optionalSteps, setupSteps, type SetupChoice, type SetupState, type SetupStep } from '../contract/setup.ts';

export interface SetupFacts {
  hasName: boolean; hasLogo: boolean; hasContact: boolean;
  isPortalOpen: boolean; hasPublicAddress: boolean;
  hasMailServer: boolean; isMailTried: boolean;
  payingRegies: number; agents: number;
  hasDirector: boolean; hasAddress: boolean; hasDpo: boolean;
  hasBackup: boolean;
}
export interface StepState { id: SetupStep; state: SetupState; missing: string }

const list = (parts: Record<string, boolean>): string => Object.entries(parts).filter(([, isThere]) => !isThere).map(([name]) => name).join(', ');

/** The sentence of what is missing; '' when the step is done. */
const missing: Record<SetupStep, (facts: SetupFacts) => string> = {
  commune: ({ hasName }) => (hasName ? '' : 'Le nom de la commune'),
  look: ({ hasLogo }) => (hasLogo ? '' : 'Un logo'),
  contact: ({ hasContact }) => (hasContact ? '' : 'Un téléphone ou une adresse de messagerie'),
  portal: ({ isPortalOpen, hasPublicAddress }) => (isPortalOpen ? (hasPublicAddress ? '' : 'L’adresse que les habitants ouvrent') : 'Qui peut ouvrir le portail\u00a0: ce poste seulement, pour l’instant'),
  mail: ({ hasMailServer, isMailTried }) => (hasMailServer ? (isMailTried ? '' : 'Un message de test qui arrive') : 'Le compte de messagerie du portail'),
  regies: ({ payingRegies }) => (payingRegies > 0 ? '' : 'L’identifiant PayFiP (TIPI) d’une régie'),
  agents: ({ agents }) => (agents > 1 ? '' : 'Le compte d’un ou d’une collègue'),
  legal: ({ hasDirector, hasAddress, hasDpo }) => sentence(list({ 'directeur de la publication': hasDirector, 'adresse de la mairie': hasAddress, 'délégué à la protection des données': hasDpo })),
  backup: ({ hasBackup }) => (hasBackup ? '' : 'Une sauvegarde, sur un autre support que ce poste'),
};

const sentence = (text: string) => text.slice(0, 1).toUpperCase() + text.slice(1);

export function setupOf(facts: SetupFacts, choices: Partial<Record<SetupStep, SetupChoice>>): StepState[] {
  return setupSteps.map((id) => {
    const left = missing[id](facts);
    const choice = choices[id];
    const chosen = choice === 'not_needed' && !optionalSteps.includes(id) ? undefined : choice;
    return { id, missing: left, state: left === '' ? 'done' : chosen ?? 'missing' };
  });
}

/** What is to be reminded of: left, and not said to be of no use. */
export const stepsLeft = (steps: StepState[]): SetupStep[] => steps.filter(({ state }) => state === 'missing' || state === 'later').map(({ id }) => id);
