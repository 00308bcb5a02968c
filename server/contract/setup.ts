// Why: what a new portal needs before residents come, step by step; what is left is found from the facts, never from a tick.

export const setupSteps = ['commune', 'look', 'contact', 'portal', 'mail', 'regies', 'agents', 'legal', 'backup'] as const;
export type SetupStep = (typeof setupSteps)[number];

export const setupLabels: Record<SetupStep, string> = {
  commune: 'Commune et service', look: 'Logo et couleur', contact: 'Contact et horaires', portal: 'Adresse du portail', mail: 'Envoi des courriels', regies: 'Régies et paiement en ligne',
  agents: 'Collègues', legal: 'Mentions légales', backup: 'Première sauvegarde',
};

/** What an agent may say of a step that is not done. */
export const setupChoices = ['later', 'not_needed'] as const;
export type SetupChoice = (typeof setupChoices)[number];
export const setupStates = ['done', 'missing', ...setupChoices] as const;
export type SetupState = (typeof setupStates)[number];

/** Steps that a portal can do without. */
export const optionalSteps: readonly SetupStep[] = ['look', 'regies', 'agents'];
