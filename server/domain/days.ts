// Why: days of the calendar as 'YYYY-MM-DD', read from what French software writes.

const oldestYear = 2000;
const latestYear = 2099;

/** « 31/01/2026 », « 2026-01-31 », « 31/01/26 » → '2026-01-31'; null when no such day exists. */
export function parseDay(text: string): string | null {
  const trimmed = text.trim();
  const french = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4}|\d{2})$/.exec(trimmed);
  const iso = /^(\d{4})-(\d{2})-(\d{2})(?:[T ].*)?$/.exec(trimmed);
  const [year, month, day] = french ? [fullYear(french[3]), french[2], french[1]] : iso ? [iso[1], iso[2], iso[3]] : [];
  if (!year || !month || !day) return null;
  const value = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${value}T00:00:00Z`);
  const exists = !Number.isNaN(date.getTime()) && date.toISOString().slice(0, 10) === value;
  return exists && Number(year) >= oldestYear && Number(year) <= latestYear ? value : null;
}

function fullYear(digits: string | undefined): string | undefined {
  return digits?.length === 2 ? `20${digits}` : digits;
}

const frenchDay = new Intl.DateTimeFormat('en-CA', { timeZone: 'Europe/Paris', dateStyle: 'short' });

/** The day that it is in France at `now`. */
export function dayInFrance(now: Date): string {
  return frenchDay.format(now);
}

/** The instant at which a day begins in France. */
export function startOfDayInFrance(day: string): Date {
  const candidates = ['+02:00', '+01:00'].map((offset) => new Date(`${day}T00:00:00${offset}`));
  return candidates.find((instant) => dayInFrance(instant) === day) ?? new Date(`${day}T00:00:00Z`);
}

export const nextDay = (day: string): string => addDays(day, 1);

export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * 24 * 3_600_000).toISOString().slice(0, 10);
}

/** Public holidays of the whole of France (Code du travail, L3133-1): of a fixed day, then counted from Easter (its Monday, the Ascension, the Monday of Pentecost). */
const fixedHolidays = ['01-01', '05-01', '05-08', '07-14', '08-15', '11-01', '11-11', '12-25'];
const holidaysAfterEaster = [1, 39, 50];

/** Monday to Friday, public holidays excepted. */
export function isWorkingDay(day: string): boolean {
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  const easter = easterOf(Number(day.slice(0, 4)));
  return weekday !== 0 && weekday !== 6 && !fixedHolidays.includes(day.slice(5)) && !holidaysAfterEaster.some((days) => addDays(easter, days) === day);
}

/** The first working day after `day`. */
export function nextWorkingDay(day: string): string {
  let next = nextDay(day);
  while (!isWorkingDay(next)) next = nextDay(next);
  return next;
}

/** Easter Sunday of the Gregorian calendar, by the rule of Butcher. */
function easterOf(year: number): string {
  const century = Math.floor(year / 100);
  const moon = (19 * (year % 19) + century - Math.floor(century / 4) - Math.floor((8 * century + 13) / 25) + 15) % 30;
  const fullMoon = moon - Math.floor((year % 19 + 11 * moon) / 319);
  const weekday = (2 * (century % 4) + 2 * Math.floor(year % 100 / 4) - year % 4 - fullMoon + 32) % 7;
  return addDays(`${year}-03-22`, fullMoon + weekday);
}

/** '2026-12' → '2027-01'. */
export function nextMonth(month: string): string {
  return addDays(`${month}-28`, 4).slice(0, 7);
}

/** `count` months, that of `day` the last: '2026-11', '2026-12'… */
export function lastMonths(day: string, count: number): string[] {
  const months = [day.slice(0, 7)];
  while (months.length < count) months.unshift(addDays(`${months[0]}-01`, -1).slice(0, 7));
  return months;
}
