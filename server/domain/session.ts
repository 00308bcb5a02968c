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

/** True while the session may be used at `now`. */
export function isSessionAlive(session: { lastSeenAt: Date; expiresAt: Date }, now: Date): boolean {
  return now < session.expiresAt && now.getTime() - session.lastSeenAt.getTime() < idleLife;
}
