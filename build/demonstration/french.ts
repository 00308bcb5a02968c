// Why this file exists: amounts, quantities and days as French billing software writes them, in the CSV and on paper.
// Only the plain no-break space is used: Windows-1252 and the standard fonts of PDF do not have the narrow one.

const noBreak = '\u00a0';

/** 24311 → « 243,11 », 123560 → « 1 235,60 » with a no-break space. */
export function frenchAmount(cents: number): string {
  const whole = String(Math.floor(cents / 100)).replace(/\B(?=(\d{3})+$)/g, noBreak);
  return `${whole},${String(cents % 100).padStart(2, '0')}`;
}

export function frenchEuros(cents: number): string {
  return `${frenchAmount(cents)}${noBreak}€`;
}

/** 82.5 → « 82,5 ». */
export function frenchQuantity(quantity: number): string {
  return String(quantity).replace('.', ',');
}

/** '2026-11-30' → « 30/11/2026 », '' → ''. */
export function frenchDay(day: string): string {
  return day.split('-').reverse().join('/');
}
