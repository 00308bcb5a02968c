// Why: attempts to pay as residents open them, on the simulator, in a copy of the small commune: one invoice each.
import { startPayment } from '../../server/commands/start-payment.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { inTransaction } from '../../server/db/database.ts';
import { Invoice, PayerAccess, RateLimit, Regie } from '../../server/models/index.ts';

/** Answers the ids of the attempts. The database of the folder is open. */
export async function openPayments(baseUrl: string, count: number, now: Date): Promise<string[]> {
  await updateSettings({ actor: 'bench', patch: { payments: { baseUrl, suspension: null } } });
  await inTransaction(() => Regie.update({ numcli: '006270', stage: 'production' }, { where: {} }));
  const accountOf = new Map((await PayerAccess.findAll({ raw: true })).map(({ payerId, accountId }) => [payerId, accountId]));
  const invoices = await Invoice.findAll({ where: { state: 'unpaid', directDebit: false }, order: ['number'], limit: count, raw: true });
  const payments: string[] = [];
  const waiting = [...invoices];
  const openNext = async (): Promise<void> => {
    for (let invoice = waiting.pop(); invoice; invoice = waiting.pop()) {
      const { paymentId } = await startPayment({ accountId: accountOf.get(invoice.payerId) ?? '', invoiceIds: [invoice.id], now });
      payments.push(paymentId);
    }
  };
  await Promise.all(Array.from({ length: 8 }, openNext));
  await inTransaction(() => RateLimit.destroy({ where: {} }));
  return payments;
}
