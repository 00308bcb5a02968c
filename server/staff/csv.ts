// Why: tables that open in a French spreadsheet: semicolons, a mark for UTF-8, decimal commas, no formula.

/** A text, an amount in cents, a day (« 2026-07-14 »). */
export type TableCell = string | { cents: number } | { day: string };

const textOf = (cell: TableCell) => (typeof cell === 'string' ? cell : 'day' in cell ? cell.day : csvEuros(cell.cents));

export const csvOf = (rows: TableCell[][]): string =>
  `\ufeff${rows.map((row) => row.map((cell) => csvCell(textOf(cell))).join(';')).join('\r\n')}\r\n`;

/** Cents → « 1234,50 », that a spreadsheet adds up. */
function csvEuros(cents: number): string {
  const digits = String(Math.abs(cents)).padStart(3, '0');
  return `${cents < 0 ? '-' : ''}${digits.slice(0, -2)},${digits.slice(-2)}`;
}

/** A cell that a spreadsheet would take for a formula is shown as text; an amount stays one. */
function csvCell(text: string): string {
  const safe = /^[=+\-@\t\r＝＋－＠]/.test(text) && !/^-\d+,\d\d$/.test(text) ? `'${text}` : text;
  return /[";\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
