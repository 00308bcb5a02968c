// Why this file exists: the months that are billed, their French names, and days on which an office works.

/** The day on which the demonstration is supposed to be looked at: what is late is late on that day. */
export const referenceDay = '2026-11-23';

/** Months in which invoices are issued: 18, from June 2025 to November 2026. */
export const issueMonths: readonly string[] = Array.from({ length: 18 }, (_, offset) => {
  const month = 5 + offset;
  return `${2025 + Math.floor(month / 12)}-${String((month % 12) + 1).padStart(2, '0')}`;
});

/** School days of a month; none in July and August. */
export const schoolDays: Readonly<Record<string, number>> = {
  '2025-05': 14, '2025-06': 17, '2025-09': 17, '2025-10': 11, '2025-11': 15, '2025-12': 12, '2026-01': 16,
  '2026-02': 11, '2026-03': 14, '2026-04': 12, '2026-05': 13, '2026-06': 18, '2026-09': 18, '2026-10': 12,
};

export function previousMonth(month: string): string {
  const first = new Date(`${month}-01T00:00:00Z`);
  first.setUTCMonth(first.getUTCMonth() - 1);
  return first.toISOString().slice(0, 7);
}

/** '2026-10' → « octobre 2026 ». */
export function monthName(month: string): string {
  const names = [
    'janvier', 'février', 'mars', 'avril', 'mai', 'juin',
    'juillet', 'août', 'septembre', 'octobre', 'novembre', 'décembre',
  ];
  return `${names[Number(month.slice(5, 7)) - 1] ?? ''} ${month.slice(0, 4)}`;
}

/** « d’octobre 2026 », « de mai 2026 ». */
export function ofMonth(month: string): string {
  const name = monthName(month);
  return /^[ao]/.test(name) ? `d’${name}` : `de ${name}`;
}

export function lastDayOf(month: string): string {
  const day = new Date(`${month}-01T00:00:00Z`);
  day.setUTCMonth(day.getUTCMonth() + 1, 0);
  return day.toISOString().slice(0, 10);
}

const holidays = new Set([
  '2025-06-09', '2025-07-14', '2025-08-15', '2025-11-11', '2025-12-25', '2026-01-01', '2026-04-06', '2026-05-01',
  '2026-05-08', '2026-05-14', '2026-05-25', '2026-07-14', '2026-11-11', '2026-12-25',
]);

/** The day itself, or the next one on which the office and the banks work. */
export function workingDay(day: string): string {
  const date = new Date(`${day}T00:00:00Z`);
  while (isClosed(date)) date.setUTCDate(date.getUTCDate() + 1);
  return date.toISOString().slice(0, 10);
}

function isClosed(date: Date): boolean {
  return date.getUTCDay() === 0 || date.getUTCDay() === 6 || holidays.has(date.toISOString().slice(0, 10));
}
