// What happened to an invoice, in few words: 'settled staff', then 'settlement_undone staff 1', which undoes the fact of that rank; 'settled payfip replaces:2' says that one anew.
import type { InvoiceEventKind, InvoiceFact } from '../../server/domain/invoice.ts';

export function factsOf(words: readonly string[]): InvoiceFact[] {
  return words.map((each, rank) => {
    const [kind, source = 'staff', named] = each.split(' ');
    const [, replaces] = named?.split('replaces:') ?? [];
    return { id: String(rank), kind: kind as InvoiceEventKind, source, detail: JSON.stringify(replaces ? { replaces } : { undone: named }) };
  });
}
