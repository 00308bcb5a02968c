// Why: the same tables for those who work in a spreadsheet: amounts are numbers there, headings stay in sight.
import writeExcelFile, { type CellObject } from 'write-excel-file/node';
import type { TableCell } from './csv.ts';

/** The first row holds the headings. Texts are never formulas. */
export async function xlsxOf([headings = [], ...rows]: TableCell[][]): Promise<Buffer> {
  const first = headings.map((cell): CellObject => ({ ...cellOf(cell), fontWeight: 'bold' }));
  return writeExcelFile([first, ...rows.map((row) => row.map(cellOf))], { stickyRowsCount: 1 }).toBuffer();
}

/** A number of euros with two decimals is shown to the cent by every spreadsheet. */
function cellOf(cell: TableCell): CellObject {
  return typeof cell === 'string' ? { value: cell, type: String } : { value: cell.cents / 100, type: Number, format: '#,##0.00' };
}
