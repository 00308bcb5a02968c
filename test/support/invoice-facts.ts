// What happened to an invoice, in few words: 'settled staff', then 'settlement_undone staff 1', which undoes the fact of that rank.
import type { InvoiceEventKind, InvoiceFact } from '../../server/domain/invoice.ts';

export function factsOf(words: readonly string[]): InvoiceFact[] {
  return words.map((each, rank) => {
    const [kind, source = 'staff', undone] = each.split(' ');
    return { id: String(rank), kind: kind as InvoiceEventKind, source, detail: JSON.stringify({ undone }) };
  });
}
