// Why: attempts to pay as residents open them, on the simulator, in a copy of the small commune: one invoice each.
import { ensureFirstRegie } from '../../server/commands/save-regie.ts';
import { startPayment } from '../../server/commands/start-payment.ts';
import { updateSettings } from '../../server/commands/update-settings.ts';
import { inTransaction } from '../../server/db/database.ts';
import { Invoice, Payment, PayerAccess, RateLimit, Regie } from '../../server/models/index.ts';
import { openState } from '../../server/open-state.ts';
import { startPayfipSimulator, type PayfipSimulator } from '../../server/payfip-simulator/start-payfip-simulator.ts';

export interface OpenPayments { simulator: PayfipSimulator; paymentIds: string[]; now: Date }

/** The database of the folder stays open, and the simulator answers. @throws when fewer are open, on both sides: a measure on nothing would look excellent. */
export async function openPayments(dataFolder: string, count: number): Promise<OpenPayments> {
  await openState(dataFolder);
  await ensureFirstRegie();
  const simulator = await startPayfipSimulator({ port: 0 });
  const now = new Date();
  await updateSettings({ actor: 'bench', patch: { payments: { baseUrl: simulator.baseUrl, suspension: null } } });
  const paymentIds = await startPayments(count, now);
  const open = Math.min(await Payment.count({ where: { state: 'open' } }), simulator.operations().length);
  if (open !== count) {
    await simulator.stop();
    throw new Error(`${open} attempts open instead of ${count}`);
  }
  await inTransaction(() => RateLimit.destroy({ where: {} }));
  return { simulator, paymentIds, now };
}

async function startPayments(count: number, now: Date): Promise<string[]> {
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
  return payments;
}
