// Why this file exists: the invoices' CSV as billing software exports it: Windows-1252, `;`, CRLF, French dates and amounts.
import { postalCode, town } from './commune.ts';
import { frenchAmount, frenchDay } from './french.ts';
import type { DemoInvoice } from './model.ts';
import { windows1252 } from './windows-1252.ts';

export const csvHeader = [
  'numero', 'date', 'echeance', 'montant', 'objet', 'code_payeur', 'civilite', 'nom', 'prenom', 'adresse', 'cp', 'ville',
  'email', 'email2', 'regie', 'mode', 'fichier', 'etat', 'prelevement_le',
] as const;
export type CsvRow = Record<(typeof csvHeader)[number], string>;

export function csvRow(invoice: DemoInvoice): CsvRow {
  const { payer } = invoice;
  return {
    numero: invoice.number,
    date: frenchDay(invoice.issuedOn),
    echeance: frenchDay(invoice.dueOn),
    montant: frenchAmount(invoice.amountCents),
    objet: invoice.subject,
    code_payeur: payer.code,
    civilite: payer.civility,
    nom: payer.lastName,
    prenom: payer.firstName,
    adresse: payer.address,
    cp: postalCode,
    ville: town,
    email: payer.email,
    email2: payer.email2,
    regie: invoice.regie,
    mode: invoice.mode,
    fichier: invoice.fileName,
    etat: invoice.state,
    prelevement_le: frenchDay(invoice.debitedOn),
  };
}

export function csvFile(rows: readonly CsvRow[]): Uint8Array {
  const lines = rows.map((row) => csvHeader.map((column) => quoted(row[column])).join(';'));
  return windows1252([csvHeader.join(';'), ...lines, ''].join('\r\n'));
}

function quoted(cell: string): string {
  return /[;"\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
