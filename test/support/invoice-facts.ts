// What happened to an invoice, in few words: 'settled staff', then 'settlement_undone staff 1', which undoes the fact of that rank; 'settled payfip replaces:2' says that one anew.
import { factsOfInvoice } from '../../server/commands/facts-of-invoice.ts';
import { factToTakeBack, type InvoiceEventKind, type InvoiceFact } from '../../server/domain/invoice.ts';
import { Invoice } from '../../server/models/index.ts';

export function factsOf(words: readonly string[]): InvoiceFact[] {
  return words.map((each, rank) => {
    const [kind, source = 'staff', named] = each.split(' ');
    const [, replaces] = named?.split('replaces:') ?? [];
    return { id: String(rank), kind: kind as InvoiceEventKind, source, detail: JSON.stringify(replaces ? { replaces } : { undone: named }) };
  });
}

/** What a window offers to take back of it now; '' when nothing. */
export async function seenFact(invoiceId: string): Promise<string> {
  const { state } = await Invoice.findByPk(invoiceId, { rejectOnEmpty: true });
  return factToTakeBack(state, await factsOfInvoice(invoiceId))?.id ?? '';
}
