// Why: when the program looks for updates and installs them by itself: at night, while nobody pays nor works. Local time of the computer. Pure.

const minute = 60_000;
/** From 20:00 to 6:00. */
export const minutesOfNight = 10 * 60;
const evening = 20;
const retryAfterMs = 30 * minute;
const longestPutOffMs = 48 * 60 * minute;
const installHours = { from: 2, to: 5 };
/** Office hours are those between: the morning, then the afternoon. */
const quietHours = [{ from: 0, to: 8 }, { from: 12, to: 14 }, { from: 18, to: 24 }];

/** `minuteOfNight`: its own for each computer, so that they do not all ask at once. A night that was missed is made up for as soon as the computer is up: what is offered is read then, and fetched at a quiet hour. */
export function isCheckDue({ checkedAt, triedAt, now, minuteOfNight }: { checkedAt: Date | null; triedAt: Date | null; now: Date; minuteOfNight: number }): boolean {
  if (triedAt && Math.abs(now.getTime() - triedAt.getTime()) < retryAfterMs) return false;
  // A date to come is of a clock that has been put right since.
  return !checkedAt || checkedAt > now || checkedAt < lastAppointment(now, minuteOfNight);
}

/** A download takes the line of the town hall, and of the residents whom it serves: a quiet hour, or any once two days have brought none. Some computers are never on at noon nor at night. */
export function mayFetchAlone(putOffSince: Date | null, now: Date): boolean {
  const isQuiet = quietHours.some(({ from, to }) => now.getHours() >= from && now.getHours() < to);
  return isQuiet || (putOffSince !== null && now.getTime() - putOffSince.getTime() >= longestPutOffMs);
}

export function isInstallHour(now: Date): boolean {
  return now.getHours() >= installHours.from && now.getHours() < installHours.to;
}

function lastAppointment(now: Date, minuteOfNight: number): Date {
  const tonight = appointment(now, 0, minuteOfNight);
  if (tonight <= now) return tonight;
  const lastNight = appointment(now, -1, minuteOfNight);
  return lastNight <= now ? lastNight : appointment(now, -2, minuteOfNight);
}

function appointment(now: Date, days: number, minuteOfNight: number): Date {
  return new Date(now.getFullYear(), now.getMonth(), now.getDate() + days, evening, minuteOfNight);
}
