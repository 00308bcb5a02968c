// Why: a ready-made answer speaks of this invoice and this person: « {facture} » and « {nom} » are filled when it is chosen.
import type { ContactMessageDto } from '../server/contract/schemas.ts';

/** What the message does not say is left to see, in its braces. */
export function fillAnswer(body: string, { payerNames, invoice }: Pick<ContactMessageDto, 'payerNames' | 'invoice'>): string {
  const known: Record<string, string> = { facture: invoice?.number ?? '', nom: payerNames };
  return body.replace(/\{(facture|nom)\}/g, (whole, name: string) => known[name] || whole);
}
