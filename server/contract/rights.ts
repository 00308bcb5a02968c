// Why: who may do what: one table of roles, and what each call needs of it. The server refuses by it, the window hides by it.

export const roles = ['administrator', 'secretary', 'regisseur', 'reader'] as const;
export type Role = (typeof roles)[number];

/**
 * `read`: lists and details · `imports`: receive, publish, announce · `payers`: people, paper, merges, the portal as they see it · `payments`: desk settlements, attempts on line, treasury, suspensions ·
 * `exports`: files of payments · `messages`: mails, messages, announcements · `texts`: what residents read of the commune ·
 * `settings`: addresses, mail server, régies, the window's lock · `agents`: accounts of colleagues · `journal`: who did what.
 */
export const rights = ['read', 'imports', 'payers', 'payments', 'exports', 'messages', 'texts', 'settings', 'agents', 'journal'] as const;
export type Right = (typeof rights)[number];

const rightsOf: Record<Role, readonly Right[]> = {
  administrator: rights,
  secretary: ['read', 'imports', 'payers', 'payments', 'exports', 'messages', 'texts'],
  regisseur: ['read', 'payments', 'exports'],
  reader: ['read'],
};

export const hasRight = (role: Role, right: Right): boolean => rightsOf[role].includes(right);

export const rolesWith = (right: Right): Role[] => roles.filter((role) => hasRight(role, right));

/** `workstation`: this browser was opened with a launch key · `own`: and an agent is logged in, for their own account · else the right of that agent. */
export type Need = 'workstation' | 'own' | Right;

export const isRight = (need: Need): need is Right => need !== 'workstation' && need !== 'own';

/** Sections of the settings that residents read; the others reach the mail server, the network or the régies. */
const sectionsOfTexts = ['commune', 'contact', 'welcome', 'legal'];

export function rightForSettings({ patch, smtpPassword }: { patch: object; smtpPassword?: string | undefined }): Right {
  return smtpPassword === undefined && Object.keys(patch).every((section) => sectionsOfTexts.includes(section)) ? 'texts' : 'settings';
}
