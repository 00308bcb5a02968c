// Writes down that someone of the household has opened an invoice or its PDF: the first time, and the last one to the hour.
import { inTransaction } from '../db/database.ts';
import { InvoiceReading } from '../models/index.ts';

const grain = 3_600_000;

/** `lastAt`: what is known already; read again within the hour, nothing is written. */
export function isWorthNoting(lastAt: string | Date | null, now: Date): boolean {
  return lastAt === null || Math.abs(now.getTime() - new Date(lastAt).getTime()) >= grain;
}

export async function noteReading({ invoiceId, accountId, now }: { invoiceId: string; accountId: string; now: Date }): Promise<void> {
  await inTransaction(async () => {
    const known = await InvoiceReading.findOne({ where: { invoiceId, accountId } });
    if (known && isWorthNoting(known.lastAt, now)) await known.update({ lastAt: now });
    if (!known) await InvoiceReading.create({ invoiceId, accountId, firstAt: now, lastAt: now });
  });
}
