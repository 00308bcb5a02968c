// Why: the invoices that a list is about, one row each, then their sum: for a spreadsheet.
import { formatDay } from '../contract/format.ts';
import { invoiceStateLabels } from '../contract/labels.ts';
import { byChunks } from '../db/by-chunks.ts';
import { Invoice, Payer, Regie } from '../models/index.ts';
import type { TableCell } from './csv.ts';
import type { InvoiceWithOwners } from './present.ts';

/** `name` in the text file, that programs read; `title` and `width` (in letters) in the workbook. */
export const invoiceColumns = [
  { name: 'numero', title: 'Numéro', width: 18 }, { name: 'date', title: 'Date', width: 12 }, { name: 'echeance', title: 'Échéance', width: 12 }, { name: 'regie', title: 'Régie', width: 30 },
  { name: 'code_payeur', title: 'Code redevable', width: 14 }, { name: 'redevable', title: 'Redevable', width: 28 }, { name: 'objet', title: 'Objet', width: 28 }, { name: 'montant', title: 'Montant (€)', width: 14 },
  { name: 'etat', title: 'État', width: 16 }, { name: 'prelevement', title: 'Prélèvement', width: 16 }, { name: 'suspendu', title: 'Paiement suspendu', width: 30 },
];

/** In the order of `ids`. */
export async function invoicesTable(ids: string[]): Promise<TableCell[][]> {
  const invoices = await byChunks(ids, async (chunk) => {
    const found = (await Invoice.findAll({ where: { id: chunk }, include: [Payer, Regie] })) as InvoiceWithOwners[];
    const byId = new Map(found.map((invoice) => [invoice.id, invoice]));
    return chunk.flatMap((id) => byId.get(id) ?? []);
  });
  const total = invoices.reduce((sum, { amountCents }) => sum + amountCents, 0);
  return [invoiceColumns.map(({ name }) => name), ...invoices.map(rowOf), ['Total', '', '', '', '', '', '', { cents: total }, '', '', '']];
}

function rowOf({ number, issuedOn, dueOn, subject, amountCents, state, directDebit, directDebitOn, suspension, Payer: payer, Regie: regie }: InvoiceWithOwners): TableCell[] {
  const debit = directDebit ? (directDebitOn ? `le ${formatDay(directDebitOn)}` : 'oui') : '';
  return [number, { day: issuedOn }, dueOn ? { day: dueOn } : '', regie.name, payer.code, payer.name, subject, { cents: amountCents }, invoiceStateLabels[state], debit, suspension ?? ''];
}
