// Why: the links and keys that open something once, and how long each lives.

export type TokenPurpose = 'activation' | 'reset' | 'email_change' | 'email_undo' | 'launch' | 'resident_view';

const hour = 3_600_000;

/** Life in milliseconds; the mails say it in words. */
export const tokenLife: Record<TokenPurpose, number> = {
  activation: 72 * hour,
  reset: hour,
  email_change: hour,
  email_undo: 72 * hour,
  launch: 12 * hour,
  resident_view: hour / 30,
};
export const tokenLifeInWords: Record<TokenPurpose, string> = {
  activation: '72\u00a0heures',
  reset: 'une heure',
  email_change: 'une heure',
  email_undo: '72\u00a0heures',
  launch: '12\u00a0heures',
  resident_view: '2\u00a0minutes',
};
