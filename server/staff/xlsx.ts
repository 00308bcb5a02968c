// Why: the same tables for those who work in a spreadsheet: amounts are numbers there, days are dates, headings stay in sight.
import type { CellObject } from 'write-excel-file/node';
import type { TableCell } from './csv.ts';

export const mediaTypes = { csv: 'text/csv; charset=utf-8', xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet' };
export interface Workbook { sheet: string; columns: { title: string; width: number }[]; rows: TableCell[][] }

/** `rows` without their headings. Texts are never formulas. */
export async function xlsxOf({ sheet, columns, rows }: Workbook): Promise<Buffer> {
  // Loaded when somebody asks for a workbook: the server starts sooner without.
  const { default: writeExcelFile } = await import('write-excel-file/node');
  const headings = columns.map(({ title }): CellObject => ({ value: title, type: String, fontWeight: 'bold' }));
  return writeExcelFile([headings, ...rows.map((row) => row.map(cellOf))], { sheet, columns: columns.map(({ width }) => ({ width })), stickyRowsCount: 1 }).toBuffer();
}

/** A number of euros with two decimals is shown to the cent by every spreadsheet. */
function cellOf(cell: TableCell): CellObject {
  if (typeof cell === 'string') return { value: cell, type: String };
  return 'day' in cell ? { value: serialOf(cell.day), type: Number, format: 'dd/mm/yyyy' } : { value: cell.cents / 100, type: Number, format: '#,##0.00' };
}

/** Days are counted from the 30th of December 1899 in every spreadsheet, whatever the time zone. */
const serialOf = (day: string) => (Date.parse(`${day}T00:00:00Z`) - Date.UTC(1899, 11, 30)) / 86_400_000;
