// At start: an attempt that waited for PayFiP in a process that is gone never reached a resident.
import { inTransaction } from '../db/database.ts';
import { Payment } from '../models/index.ts';
import { failStarting } from './settle-payment.ts';

/** Answers how many. */
export function failInterruptedPayments(): Promise<number> {
  return inTransaction(async () => {
    const interrupted = await Payment.findAll({ where: { state: 'starting' } });
    for (const payment of interrupted) await failStarting(payment, new Date());
    return interrupted.length;
  });
}
