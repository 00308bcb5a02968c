// An attempt that nobody could look at for hours is taken up again where it was left: see resumeWatch in domain/payment.ts.
import { inTransaction } from '../db/database.ts';
import { resumeWatch } from '../domain/payment.ts';
import { log } from '../log.ts';
import type { Payment } from '../models/index.ts';

export async function leaveOutLostTime(payment: Payment, now: Date): Promise<void> {
  const resumed = resumeWatch(payment, now);
  if (!resumed) return;
  log.warn({ payment: payment.id, checkedAt: payment.checkedAt, nextCheckAt: payment.nextCheckAt }, 'payment not looked at for long');
  await inTransaction(() => payment.update(resumed));
}
