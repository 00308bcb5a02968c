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

/** What is missing, after « Il manque »; '' when the step is done. */
const missing: Record<SetupStep, (facts: SetupFacts) => string> = {
  commune: ({ hasName }) => (hasName ? '' : 'le nom de la commune'),
  look: ({ hasLogo }) => (hasLogo ? '' : 'un logo'),
  contact: ({ hasContact }) => (hasContact ? '' : 'un téléphone ou une adresse de messagerie'),
  portal: ({ isPortalOpen, hasPublicAddress }) => (isPortalOpen ? (hasPublicAddress ? '' : 'l’adresse que les habitants ouvrent') : 'l’ouverture aux habitants (ce poste seulement, pour l’instant)'),
  mail: ({ hasMailServer, isMailTried }) => (hasMailServer ? (isMailTried ? '' : 'un message de test qui arrive') : 'le compte de messagerie du portail'),
  regies: ({ payingRegies }) => (payingRegies > 0 ? '' : 'l’identifiant PayFiP (TIPI) d’une régie'),
  agents: ({ agents }) => (agents > 1 ? '' : 'le compte d’un ou d’une collègue'),
  legal: ({ hasDirector, hasAddress, hasDpo }) => list({ 'directeur de la publication': hasDirector, 'adresse de la mairie': hasAddress, 'délégué à la protection des données': hasDpo }),
  backup: ({ hasBackup }) => (hasBackup ? '' : 'une sauvegarde, sur un autre support que ce poste'),
};

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
