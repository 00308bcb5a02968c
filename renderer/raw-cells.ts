// Why: cells of an import are shown in French form when they are understood, as they were written when not.
import { formatDay, formatEuros } from '../server/contract/format.ts';

export function shownAmount(cell: string): string {
  const plain = cell.replace(/\s/g, '').replace(',', '.');
  return /^-?\d+(\.\d{1,2})?$/.test(plain) ? formatEuros(Math.round(Number(plain) * 100)) : cell || '–';
}

export function shownDay(cell: string): string {
  return /^\d{4}-\d{2}-\d{2}$/.test(cell) ? formatDay(cell) : cell || '–';
}
