// Why: how long a session lives, for residents and for staff.

export type SessionKind = 'resident' | 'remember' | 'agent' | 'workstation';

const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** Absolute life, in milliseconds. */
export const sessionLife: Record<SessionKind, number> = {
  resident: 12 * hour,
  remember: 90 * day,
  agent: 12 * hour,
  workstation: 400 * day,
};
/** A session that shows nothing for this long is over. */
export const idleLife = 30 * minute;
/** How often the last activity is written down, so that reading pages writes little. */
export const activityGrain = 2 * minute;

/** How long a password that somebody else has seen may be used to choose another. */
export const initialPasswordLife = 7 * day;

/** True while the session may be used at `now`. */
export function isSessionAlive(session: { lastSeenAt: Date; expiresAt: Date }, now: Date): boolean {
  return now < session.expiresAt && now.getTime() - session.lastSeenAt.getTime() < idleLife;
}

/** The window says that somebody is there once a minute, and it is written down every `activityGrain`: the screen locks first. */
const lockSlack = activityGrain + minute;

/** True when an agent's session has no power: locked by hand, or nobody was there for the time of the settings. */
export function isSessionLocked(session: { lastSeenAt: Date; lockedAt: Date | null }, now: Date, lockMinutes: number): boolean {
  return session.lockedAt !== null || now.getTime() - session.lastSeenAt.getTime() >= lockMinutes * minute + lockSlack;
}
