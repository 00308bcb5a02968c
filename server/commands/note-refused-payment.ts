// What a browser cannot ask of itself: somebody else's invoice, or a payment that PayFiP would refuse. It is refused with a sentence, and the journal tells it.
import { QueryTypes } from 'sequelize';
import { database } from '../db/database.ts';
import { AppError } from '../errors.ts';
import type { BasketRequest } from './load-basket.ts';
import { recordBoundedAudit } from './record-bounded-audit.ts';

/** What `work` refuses of this request is noted, and still refused. */
export async function noteRefusedPayment<T>(request: BasketRequest, work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    await noteRefusal(request, error);
    throw error;
  }
}

/** Other refusals (already paid, in progress, suspended…) are the common run of things: nothing is written. */
async function noteRefusal({ accountId, invoiceIds, now }: BasketRequest, error: unknown): Promise<void> {
  if (!(error instanceof AppError)) return;
  const object = error.code === 'not_found' ? await foreignInvoice(accountId, invoiceIds) : error.code.startsWith('payfip_') ? invoiceIds[0] : undefined;
  if (object) await recordBoundedAudit({ actor: `account:${accountId}`, action: 'payment_refused', object, detail: error.code }, now);
}

/** One that exists, and that the account may not pay; undefined when the browser has made them up. */
async function foreignInvoice(accountId: string, invoiceIds: string[]): Promise<string | undefined> {
  const [row] = await database().query<{ id: string }>(
    `SELECT i.id FROM invoices i WHERE i.id IN (:invoiceIds)
       AND (i.state = 'withdrawn' OR NOT EXISTS (SELECT 1 FROM payer_accesses x WHERE x.payer_id = i.payer_id AND x.account_id = :accountId)) LIMIT 1`,
    { replacements: { accountId, invoiceIds }, type: QueryTypes.SELECT },
  );
  return row?.id;
}
